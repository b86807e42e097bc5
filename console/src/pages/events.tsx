/** The stream of events, with filters, older pages, counts and the most frequent values. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type CountedBy, events } from '../api.ts';
import { problemOf, useLoad } from '../load.ts';
import { type Line, useLive } from '../live.ts';
import { FILTERS, type FilterName, type Filters, moment, readFilters, writeFilters } from '../logic/filters.ts';
import { arrive, type LiveList, older, release } from '../logic/live.ts';
import type { Problem } from '../logic/problem.ts';
import { chart, interval } from '../logic/series.ts';
import { clock, hash, plural, when } from '../logic/words.ts';
import type { EventResult } from '../model.ts';
import { Bars, Columns } from '../parts/chart.tsx';
import { Verdict } from '../parts/names.tsx';
import { Empty, Failure, Loading, Show } from '../parts/states.tsx';
import { at, go } from '../place.ts';
import { NoEvents } from './overview.tsx';

const PAGE = 50;
const MOST_SHOWN = 1_000;
const HOUR_MILLIS = 3600e3;
const CHART_MILLIS = 15_000;
const LABELS: Record<FilterName, [label: string, hint: string]> = {
  action: ['Action', 'message_sent'],
  entity: ['Entity', 'User/7'],
  rule: ['Rule', 'Shouting'],
  verdict: ['Verdict', 'block'],
  release: ['Release', 'hash'],
  from: ['From', '1h, or a time'],
  to: ['To', 'now'],
};

export function EventsPage({ query }: { query: URLSearchParams }): JSX.Element {
  const filters = readFilters(query);
  const key = writeFilters(filters).toString();
  return (
    <>
      <h1>Events</h1>
      <FilterForm key={`form ${key}`} filters={filters} />
      <div class="withside">
        <EventList key={`list ${key}`} filters={filters} />
        <aside>
          <Counts filters={filters} what={key} />
          <Top filters={filters} what={key} />
        </aside>
      </div>
    </>
  );
}

function FilterForm({ filters }: { filters: Filters }): JSX.Element {
  const [edited, setEdited] = useState(filters);
  const [wrong, setWrong] = useState('');
  const set = (name: FilterName, value: string): void => setEdited({ ...edited, [name]: value });
  const submit = (event: Event): void => {
    event.preventDefault();
    const unread = (['from', 'to'] as const).find((name) => edited[name] && !moment(edited[name], Date.now()));
    if (unread) setWrong(`“${edited[unread]}” is no time. Write 15m, 2h or 7d for so long ago, or 2026-01-31 14:00.`);
    else go(at('events', writeFilters(edited)));
  };
  return (
    <form class="filters" role="search" aria-label="Filter events" onSubmit={submit}>
      {FILTERS.map((name, number) => (
        <label key={name}>
          <span>{LABELS[name][0]}</span>
          <input name={name} value={edited[name] ?? ''} placeholder={LABELS[name][1]} autocomplete="off"
            autocapitalize="off" spellcheck={false} data-search={number === 0 ? true : undefined}
            onInput={(event) => set(name, event.currentTarget.value)} />
        </label>
      ))}
      <span class="together">
        <button class="main" type="submit">Filter</button>
        {Object.keys(filters).length > 0 && <a class="plain" href={at('events')}>Clear</a>}
      </span>
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
    </form>
  );
}

function EventList({ filters }: { filters: Filters }): JSX.Element {
  const [list, setList] = useState<LiveList<EventResult>>({ shown: [], waiting: [] });
  const [next, setNext] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loaded, setLoaded] = useState(false);
  const [paused, setPaused] = useState(false);
  const [loading, setLoading] = useState(false);
  const part = useRef<HTMLElement>(null);
  const frozen = Boolean(filters.to);

  /** Whether somebody reads the list, so that rows must stay where they are. */
  const isRead = (): boolean => {
    const node = part.current;
    if (!node) return false;
    const rows = node.querySelector('.rows');
    return rows !== null
      && (rows.matches(':hover') || rows.contains(document.activeElement) || rows.getBoundingClientRect().top < 0);
  };
  const came = (results: EventResult[]): void =>
    setList((before) => arrive(before, results, isRead(), MOST_SHOWN));

  const newest = async (): Promise<void> => {
    try {
      const page = await events.list(filters, PAGE, null);
      setList((before) => arrive(before, page.items, before.shown.length > 0 && isRead(), MOST_SHOWN));
      setNext((before) => (loaded ? before : page.next));
      setProblem(null);
    } catch (failure) {
      setProblem(problemOf(failure));
    }
    setLoaded(true);
  };
  useEffect(() => void newest(), []);
  const line = useLive({ filters, on: !paused && !frozen, came, connected: () => { if (loaded) void newest(); } });

  const more = async (): Promise<void> => {
    setLoading(true);
    try {
      const page = await events.list(filters, PAGE, next);
      setList((before) => older(before, page.items));
      setNext(page.next);
    } catch (failure) {
      setProblem(problemOf(failure));
    }
    setLoading(false);
  };
  return (
    <section ref={part} class="stream" aria-label="Events, the newest first">
      <div class="bar-above">
        {frozen ? <span class="quiet">up to {filters.to}</span> : <LineState line={line} />}
        {!frozen && (
          <button class="plain" type="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
            {paused ? 'Resume' : 'Pause'}
          </button>
        )}
        {list.waiting.length > 0 && (
          <button class="plain fresh" type="button"
            onClick={() => { setList(release(list, MOST_SHOWN)); part.current?.scrollIntoView(); }}>
            Show {plural(list.waiting.length, 'new event')}
          </button>
        )}
      </div>
      {problem && <Failure problem={problem} again={() => void newest()} />}
      {!loaded && <Loading />}
      {loaded && list.shown.length === 0 && !problem && (
        <Empty>
          {Object.keys(filters).length > 0 ? <p>No events fit these filters. <a href={at('events')}>Show all</a></p> : <NoEvents />}
        </Empty>
      )}
      <ol class="rows">
        {list.shown.map((result) => <EventRow key={result.id} result={result} />)}
      </ol>
      {next && <button class="plain" type="button" disabled={loading} onClick={() => void more()}>Older events</button>}
    </section>
  );
}

function LineState({ line }: { line: Line }): JSX.Element {
  const words: Record<Line, string> = {
    live: 'live',
    connecting: 'connecting',
    lost: 'connection lost, trying again',
    off: 'paused',
  };
  return <span class={`line ${line}`} role="status"><span class="pulse" aria-hidden="true" /> {words[line]}</span>;
}

export function EventRow({ result }: { result: EventResult }): JSX.Element {
  return (
    <li>
      <a class="row" data-row href={at(`events/${result.id}`)}>
        <time dateTime={result.received_at} title={when(result.received_at)}>{clock(result.received_at, true)}</time>
        <span class="action">{result.action_name}</span>
        <span class="entity">{result.entities.slice(0, 3).join(', ')}</span>
        <span class="verdicts">
          {result.verdicts.map((verdict) => <Verdict key={verdict} name={verdict} />)}
          {result.error_count > 0 && <span class="chip bad">{plural(result.error_count, 'error')}</span>}
        </span>
        <span class="rules">{result.rules.join(', ')}</span>
      </a>
    </li>
  );
}

/** From when to when the chart shows, in Unix milliseconds. */
function range(filters: Filters): [fromMillis: number, toMillis: number] {
  const now = Date.now();
  const to = filters.to ? Date.parse(moment(filters.to, now) ?? '') || now : now;
  const from = filters.from ? Date.parse(moment(filters.from, now) ?? '') || to - HOUR_MILLIS : to - HOUR_MILLIS;
  return [from, Math.max(from + 1_000, to)];
}

const BY: CountedBy[] = ['verdict', 'action', 'rule', 'release'];

function Counts({ filters, what }: { filters: Filters; what: string }): JSX.Element {
  const [by, setBy] = useState<CountedBy>('action');
  const counts = useLoad(
    `${what} ${by}`,
    (signal) => {
      const [from, to] = range(filters);
      const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      return events.counts({ ...filters, ...span }, interval(to - from), by, signal);
    },
    filters.to ? 0 : CHART_MILLIS,
  );
  return (
    <section class="card">
      <Choice title="Counts" label="Count by" options={BY} value={by} set={setBy} />
      <Show loaded={counts}>
        {(found) => <Columns data={chart(found)} title={`Events by ${by}`} />}
      </Show>
    </section>
  );
}

const TOP_BY = ['entity', 'rule', 'verdict', 'action', 'release'] as const;

function Top({ filters, what }: { filters: Filters; what: string }): JSX.Element {
  const [by, setBy] = useState<(typeof TOP_BY)[number]>('rule');
  const top = useLoad(`${what} ${by}`, (signal) => events.top(filters, by, 10, signal), filters.to ? 0 : CHART_MILLIS);
  return (
    <section class="card">
      <Choice title="Most frequent" label="Most frequent by" options={TOP_BY} value={by} set={setBy} />
      <Show loaded={top} empty={(found) => found.top.length === 0 && 'None in these events.'}>
        {(found) => (
          <>
            <Bars bars={found.top.map(({ name, count }) => ({
              name,
              count,
              label: <a href={at('events', writeFilters({ ...filters, [by]: name }))}>{by === 'release' ? hash(name) : name}</a>,
            }))} />
            {found.next && <p class="small quiet">Of the last {plural(found.events, 'event')}.</p>}
          </>
        )}
      </Show>
    </section>
  );
}

interface ChoiceProps<Option extends string> {
  title: string;
  label: string;
  options: readonly Option[];
  value: Option;
  set: (option: Option) => void;
}

function Choice<Option extends string>({ title, label, options, value, set }: ChoiceProps<Option>): JSX.Element {
  return (
    <div class="heading">
      <h2>{title}</h2>
      <select aria-label={label} value={value} onChange={(event) => set(event.currentTarget.value as Option)}>
        {options.map((option) => <option key={option} value={option}>by {option}</option>)}
      </select>
    </div>
  );
}

