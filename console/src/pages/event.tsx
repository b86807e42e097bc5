/** One event: what the rules saw, what they did, and why each of them fired or did not. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { events } from '../api.ts';
import { useLoad } from '../load.ts';
import { plural } from '../logic/words.ts';
import type { Effect, EventResult } from '../model.ts';
import { Json } from '../parts/json.tsx';
import { EntityLink, ReleaseLink, RuleLink, Time, Verdict } from '../parts/names.tsx';
import { Command, Empty, Show } from '../parts/states.tsx';
import { at } from '../place.ts';
import { Explanations } from './explanations.tsx';

export function EventPage({ id }: { id: string }): JSX.Element {
  const event = useLoad(id, (signal) => events.get(id, signal));
  return (
    <>
      <p class="back"><a data-close href={at('events')} onClick={back}>← Events</a></p>
      <Show loaded={event}>{(result) => <Details result={result} />}</Show>
    </>
  );
}

/** Goes back to the list as it was when the reader came from there. */
function back(event: Event): void {
  if (history.length <= 1 || !cameFromHere()) return;
  event.preventDefault();
  history.back();
}

function cameFromHere(): boolean {
  return (history.state as { within?: boolean } | null)?.within === true;
}

function Details({ result }: { result: EventResult }): JSX.Element {
  return (
    <>
      <h1>{result.action_name} <span class="quiet">{result.id}</span></h1>
      <p class="together">
        {result.verdicts.map((verdict) => <Verdict key={verdict} name={verdict} />)}
        {result.error_count > 0 && <span class="chip bad">{plural(result.error_count, 'error')}</span>}
      </p>
      <dl class="facts">
        <div><dt>Happened</dt><dd><Time iso={result.timestamp} /></dd></div>
        <div><dt>Received</dt><dd><Time iso={result.received_at} /></dd></div>
        <div><dt>Release</dt><dd><ReleaseLink name={result.release} /></dd></div>
        {result.entities.length > 0 && (
          <div><dt>Entities</dt><dd class="together">{result.entities.map((name) => <EntityLink key={name} name={name} />)}</dd></div>
        )}
      </dl>
      <div class="halves">
        <section class="card">
          <h2>Effects</h2>
          <Effects effects={result.effects} />
        </section>
        <Features features={result.features ?? {}} />
      </div>
      <Why id={result.id} />
      <section class="card">
        <h2>Data</h2>
        {result.data === undefined || result.data === null
          ? <Empty>The data of this event is not kept: <code>events.keep_data</code> is off.</Empty>
          : <Json value={result.data} open={1} />}
      </section>
    </>
  );
}

function Effects({ effects }: { effects: Effect[] }): JSX.Element {
  if (effects.length === 0) return <Empty>No rule that fired has effects.</Empty>;
  return (
    <ul class="plainlist">
      {effects.map((effect, number) => (
        <li key={number}>
          <EffectWords effect={effect} />
          <span class="small quiet"> by {effect.rules.map((rule, at) => <span key={rule}>{at > 0 && ', '}<RuleLink name={rule} /></span>)}</span>
        </li>
      ))}
    </ul>
  );
}

function EffectWords({ effect }: { effect: Effect }): JSX.Element {
  switch (effect.kind) {
    case 'verdict':
      return <>verdict <Verdict name={effect.verdict ?? ''} /></>;
    case 'label':
      return (
        <>
          label <b>{effect.label}</b> {effect.status} {effect.status === 'removed' ? 'from' : 'to'}{' '}
          <EntityLink name={effect.entity ?? ''} />
          {effect.expires_after_s !== undefined && ` for ${duration(effect.expires_after_s)}`}
          {effect.delay_s !== undefined && ` in ${duration(effect.delay_s)}`}
        </>
      );
    case 'custom':
      return <>{effect.name} <code>{effect.text}</code></>;
  }
}

function duration(seconds: number): string {
  if (seconds % 86_400 === 0) return plural(seconds / 86_400, 'day');
  if (seconds % 3_600 === 0) return plural(seconds / 3_600, 'hour');
  if (seconds % 60 === 0) return plural(seconds / 60, 'minute');
  return plural(seconds, 'second');
}

function Features({ features }: { features: Record<string, unknown> }): JSX.Element {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const all = Object.entries(features).sort(([a], [b]) => (a < b ? -1 : 1));
  const found = all.filter(([name, value]) =>
    !wanted || name.toLowerCase().includes(wanted) || JSON.stringify(value).toLowerCase().includes(wanted));
  return (
    <section class="card">
      <div class="heading">
        <h2>Features</h2>
        <input type="search" aria-label="Search features" placeholder="Search" value={search} data-search
          onInput={(event) => setSearch(event.currentTarget.value)} />
      </div>
      {found.length === 0 && <Empty>{all.length === 0 ? 'The rules read no features.' : 'No feature fits.'}</Empty>}
      {found.length > 0 && (
        <div class="table tall" tabIndex={0} role="region" aria-label="Features">
          <table class="features">
            <tbody>
              {found.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{typeof value === 'object' && value !== null ? <Json value={value} open={0} /> : <code>{JSON.stringify(value)}</code>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Why({ id }: { id: string }): JSX.Element {
  const explained = useLoad(`why ${id}`, (signal) => events.explain(id, signal));
  return (
    <section class="card">
      <Show loaded={explained} empty={({ rules }) => rules.length === 0 && (
        <><p>The release has no rules.</p><Command>./ferrule publish examples/safety --activate</Command></>
      )}>
        {({ rules, notes }) => (
          <>
            <Explanations rules={rules} />
            <p class="small quiet">{notes.join('; ')}</p>
          </>
        )}
      </Show>
    </section>
  );
}
