/** One entity: its labels and why it has them, what changed, its events, and labels by hand. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { entities, events } from '../api.ts';
import { useLoad } from '../load.ts';
import type { EntityKey } from '../logic/entity.ts';
import { spanMillis } from '../logic/filters.ts';
import { plural } from '../logic/words.ts';
import type { EntityDetails, EntityLabel, LabelChange } from '../model.ts';
import { Confirm } from '../parts/dialog.tsx';
import { labelTone, ReleaseLink, Time } from '../parts/names.tsx';
import { Empty, Show } from '../parts/states.tsx';
import { at } from '../place.ts';
import { EventRow } from './events.tsx';

const EVENTS = 20;

export function EntityPage({ entity }: { entity: EntityKey }): JSX.Element {
  const name = `${entity.type}/${entity.id}`;
  const details = useLoad(name, (signal) => entities.get(entity, signal));
  const itsEvents = useLoad(`events ${name}`, (signal) => events.list({ entity: name }, EVENTS, null, signal));
  const [change, setChange] = useState<LabelChange | null>(null);
  return (
    <>
      <p class="back"><a data-close href={at('entities')}>← Entities</a></p>
      <h1>{name}</h1>
      <Show loaded={details}>
        {(found) => (
          <>
            <section class="card">
              <h2>Labels</h2>
              <Labels labels={found.labels} take={(label) => setChange({ label, status: 'removed', reason: '' })} />
              {found.delayed.map((each, number) => (
                <p key={number} class="small">{each.label} will be {words(each.status)} <Time iso={each.due_at} /></p>
              ))}
            </section>
            <LabelForm ask={setChange} />
            <section class="card">
              <h2>History</h2>
              <History found={found} />
            </section>
          </>
        )}
      </Show>
      <section class="card">
        <div class="heading">
          <h2>Events</h2>
          <a href={at('events', { entity: name })}>All with filters</a>
        </div>
        <Show loaded={itsEvents} empty={(page) => page.items.length === 0 && 'No kept event has this entity.'}>
          {(page) => <ol class="rows">{page.items.map((result) => <EventRow key={result.id} result={result} />)}</ol>}
        </Show>
      </section>
      {change && (
        <Change name={name} change={change} edit={setChange} close={() => setChange(null)}
          act={async () => { await entities.label(entity, change); details.again(); }} />
      )}
    </>
  );
}

function Labels({ labels, take }: { labels: EntityLabel[]; take: (label: string) => void }): JSX.Element {
  if (labels.length === 0) return <Empty>It has no labels.</Empty>;
  return (
    <ul class="plainlist">
      {labels.map((each) => (
        <li key={each.label} class="heading">
          <div>
            <span class={`chip ${labelTone(each)}`}>{each.label}</span>{' '}
            <span class="small quiet">{words(each.status)}{each.expired && ', expired'}</span>
            {each.expires_at && <span class="small quiet"> until <Time iso={each.expires_at} /></span>}
            {each.reasons.map((reason) => (
              <div key={reason.name} class="small">
                {reason.description} <span class="quiet">{reason.name} <Time iso={reason.created_at} />
                  {reason.expires_at && <> until <Time iso={reason.expires_at} /></>}</span>
              </div>
            ))}
          </div>
          {labelTone(each) !== 'off' && (
            <button class="plain" type="button" onClick={() => take(each.label)}>Remove<span class="unseen"> {each.label}</span></button>
          )}
        </li>
      ))}
    </ul>
  );
}

function LabelForm({ ask }: { ask: (change: LabelChange) => void }): JSX.Element {
  const [label, setLabel] = useState('');
  const [reason, setReason] = useState('');
  const [expires, setExpires] = useState('');
  const [wrong, setWrong] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    const span = expires.trim() ? spanMillis(expires) : null;
    if (expires.trim() && span === null) {
      setWrong(`“${expires}” is no duration. Write 30m, 12h or 7d, or leave it empty.`);
      return;
    }
    setWrong('');
    ask({
      label: label.trim(),
      status: 'added',
      reason: reason.trim(),
      ...(span === null ? {} : { expires_after_s: span / 1000 }),
    });
  };
  return (
    <form class="filters" aria-label="Add a label" onSubmit={submit}>
      <label><span>Label to add</span><input required value={label} autocomplete="off" autocapitalize="off" onInput={(event) => setLabel(event.currentTarget.value)} /></label>
      <label class="wide"><span>Reason</span><input required value={reason} autocomplete="off" onInput={(event) => setReason(event.currentTarget.value)} /></label>
      <label><span>Expires after</span><input value={expires} placeholder="never, or 7d" autocomplete="off" onInput={(event) => setExpires(event.currentTarget.value)} /></label>
      <span class="together"><button class="plain" type="submit">Add label…</button></span>
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
    </form>
  );
}

const words = (status: string): string => status.replaceAll('_', ' ');

interface ChangeProps {
  name: string;
  change: LabelChange;
  edit: (change: LabelChange) => void;
  close: () => void;
  act: () => Promise<void>;
}

function Change({ name, change, edit, close, act }: ChangeProps): JSX.Element {
  const adds = change.status === 'added';
  return (
    <Confirm title={adds ? 'Add a label by hand?' : 'Remove a label by hand?'} does={adds ? 'Add label' : 'Remove label'}
      act={act} close={close}>
      <p>{adds ? 'Rules see' : 'Rules no longer see'} <b>{change.label}</b> on <b>{name}</b> from now on.</p>
      <label class="stacked"><span>Reason</span>
        <input required value={change.reason} autocomplete="off" onInput={(event) => edit({ ...change, reason: event.currentTarget.value })} />
      </label>
      {change.expires_after_s !== undefined && <p class="quiet">Expires after {plural(change.expires_after_s, 'second')}.</p>}
    </Confirm>
  );
}

function History({ found }: { found: EntityDetails }): JSX.Element {
  if (found.history.length === 0) return <Empty>Its labels never changed.</Empty>;
  return (
    <div class="table tall" tabIndex={0} role="region" aria-label="History of labels">
      <table>
        <thead><tr><th>When</th><th>Label</th><th>Change</th><th>Why</th><th>By</th></tr></thead>
        <tbody>
          {found.history.map(({ at: time, label, status, reason, by }, number) => (
            <tr key={number}>
              <td><Time iso={time} /></td>
              <td>{label}</td>
              <td>{words(status)}</td>
              <td>{reason.description} <span class="quiet">{by.event && reason.name}</span></td>
              <td>
                {by.event ? <a href={at(`events/${by.event}`)}>event {by.event}</a> : by.key || reason.name}
                {by.release && <> <ReleaseLink name={by.release} /></>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
