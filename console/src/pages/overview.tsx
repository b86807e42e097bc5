/** The overview: is the node well, what happens now, and what do the rules do about it. */
import type { ComponentChildren, JSX } from 'preact';
import { deliveries, events, releases } from '../api.ts';
import { type Loaded, useLoad } from '../load.ts';
import { chart } from '../logic/series.ts';
import { count, rate, share } from '../logic/words.ts';
import type { ReleaseState } from '../model.ts';
import { Bars, Columns, Spark } from '../parts/chart.tsx';
import { Ago, ReleaseLink, RuleLink } from '../parts/names.tsx';
import { Command, Empty, Show } from '../parts/states.tsx';
import { at } from '../place.ts';

const HOUR_MILLIS = 3600e3;
const REFRESH_MILLIS = 5_000;
const PULSE_MILLIS = 2_000;
const PULSE_SECONDS = 60;
/** The seconds that the number is a mean of; the one in progress is none of them. */
const MEAN_SECONDS = 10;
const MOST_WAITING = 100;
const LATELY = 200;

function last(millis: number): { from: string; to: string } {
  const now = Date.now();
  return { from: new Date(now - millis).toISOString(), to: new Date(now).toISOString() };
}

export function OverviewPage(): JSX.Element {
  const state = useLoad('state', (signal) => releases.state(signal), REFRESH_MILLIS);
  const verdicts = useLoad('verdicts', (signal) => events.counts(last(HOUR_MILLIS), '1m', 'verdict', signal), REFRESH_MILLIS);
  const all = useLoad('counts', (signal) => events.counts(last(HOUR_MILLIS), '1m', '', signal), REFRESH_MILLIS);
  const rules = useLoad('rules', (signal) => events.top(last(HOUR_MILLIS), 'rule', 10, signal), REFRESH_MILLIS);
  const waiting = useLoad('waiting', (signal) => deliveries.deadLetters(MOST_WAITING, null, signal), REFRESH_MILLIS);
  const lately = useLoad('lately', (signal) => events.list({}, LATELY, null, signal), REFRESH_MILLIS);
  const total = all.value?.counts.reduce((sum, number) => sum + number, 0) ?? 0;
  return (
    <>
      <h1>Overview</h1>
      <div class="tiles">
        <PulseTile />
        <Tile name="Events in the last hour" href={at('events', { from: '1h' })} loaded={all}>
          {() => count(total)}
        </Tile>
        <Tile name="With errors" loaded={lately}>
          {({ items }) => <Errors failed={items.filter((result) => result.error_count > 0).length} of={items.length} />}
        </Tile>
        <ReleaseTiles state={state} />
        <Tile name="Dead letters waiting" href={at('deliveries')} loaded={waiting}>
          {(page) => `${count(page.items.length)}${page.next ? '+' : ''}`}
        </Tile>
      </div>
      <section class="card">
        <h2>Verdicts in the last hour</h2>
        <Show loaded={verdicts} empty={(counts) => counts.series?.length === 0 && 'No rule declared a verdict in the last hour.'}>
          {(counts) => <Columns data={chart(counts)} title="Verdicts by minute" unit="verdict" />}
        </Show>
      </section>
      <div class="halves">
        <section class="card">
          <h2>Events in the last hour</h2>
          <Show loaded={all} empty={() => total === 0 && <NoEvents />}>
            {(counts) => <Columns data={chart(counts)} title="Events by minute" />}
          </Show>
        </section>
        <section class="card">
          <h2>Rules that fired most</h2>
          <Show loaded={rules} empty={({ top }) => top.length === 0 && 'No rule fired in the last hour.'}>
            {({ top, events: looked }) => (
              <Bars bars={top.map((each) => ({
                name: each.name,
                count: each.count,
                label: <RuleLink name={each.name} />,
                note: looked > 0 ? share(each.count / looked) : undefined,
              }))} />
            )}
          </Show>
        </section>
      </div>
      <section class="card">
        <h2>Nodes</h2>
        <Show loaded={state} empty={(known) => known.nodes.length === 0 && 'No node has reported yet.'}>
          {(known) => <Nodes state={known} />}
        </Show>
      </section>
    </>
  );
}

export function NoEvents(): JSX.Element {
  return (
    <>
      <p>No events yet. Publish rules, and send one:</p>
      <Command>{`curl ${location.origin}/v1/events -H 'content-type: application/json' -d '{"action_name": "login", "data": {}}'`}</Command>
    </>
  );
}

interface TileProps<Value> {
  name: string;
  href?: string;
  loaded: Loaded<Value>;
  children: (value: Value) => ComponentChildren;
}

function Tile<Value>({ name, href, loaded, children }: TileProps<Value>): JSX.Element {
  const { value, problem } = loaded;
  const fact = value !== null ? children(value) : problem ? <span class="wrong" title={problem.message}>unknown</span> : '…';
  return (
    <div class="tile">
      <span class="quiet">{href ? <a href={href}>{name}</a> : name}</span>
      <span class="fact">{fact}</span>
    </div>
  );
}

function ReleaseTiles({ state }: { state: Loaded<ReleaseState> }): JSX.Element {
  return (
    <>
      <Tile name="Running release" href={at('releases')} loaded={state}>
        {({ live }) => <ReleaseLink name={live} />}
      </Tile>
      <Tile name="Candidate" href={at('releases')} loaded={state}>
        {({ candidate, percent }) => (candidate
          ? <><ReleaseLink name={candidate} /> <span class="small">{percent === 0 ? 'shadow' : `${percent} %`}</span></>
          : <span class="quiet">none</span>)}
      </Tile>
      <Tile name="Release storage" href={at('releases')} loaded={state}>
        {({ storage, reachable }) => (reachable
          ? <>{storage} <span class="good small">reachable</span></>
          : <>{storage} <span class="wrong small">cannot be reached</span></>)}
      </Tile>
    </>
  );
}

/** Events per second, as a mean and for each of the last seconds. */
function PulseTile(): JSX.Element {
  const counts = useLoad('pulse', (signal) => events.counts(last(PULSE_SECONDS * 1e3), '1s', '', signal), PULSE_MILLIS);
  const bySecond = counts.value?.counts ?? [];
  const whole = bySecond.slice(-MEAN_SECONDS - 1, -1);
  const perSecond = whole.reduce((sum, number) => sum + number, 0) / Math.max(1, whole.length);
  return (
    <div class="tile double">
      <span class="quiet">Events per second</span>
      <span class="abreast">
        <span class="fact">{counts.problem ? <span class="wrong small">{counts.problem.message}</span> : counts.value ? rate(perSecond) : '…'}</span>
        <Spark counts={bySecond} label={`Events in each of the last ${PULSE_SECONDS} seconds`} />
      </span>
    </div>
  );
}

function Errors({ failed, of }: { failed: number; of: number }): JSX.Element {
  return (
    <span title={`of the last ${of} events`}>
      <span class={failed > 0 ? 'wrong' : ''}>{count(failed)}</span> <span class="small quiet">of the last {count(of)}</span>
    </span>
  );
}

export function Nodes({ state }: { state: ReleaseState }): JSX.Element {
  if (state.nodes.length === 0) return <Empty>No node has reported yet.</Empty>;
  return (
    <div class="table">
      <table>
        <thead><tr><th>Node</th><th>Runs</th><th>Candidate</th><th class="number">Revision</th><th>Reported</th><th /></tr></thead>
        <tbody>
          {state.nodes.map((node) => (
            <tr key={node.node}>
              <th scope="row">{node.node}</th>
              <td><ReleaseLink name={node.live} /></td>
              <td><ReleaseLink name={node.candidate} /></td>
              <td class="number">{node.revision}{node.revision < state.revision && <span class="warn"> behind</span>}</td>
              <td><Ago iso={node.at} /></td>
              <td class="wrong">{node.error}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
