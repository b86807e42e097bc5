/** The workers that compute functions, and how the functions fare. */
import type { JSX } from 'preact';
import { workers } from '../api.ts';
import { useLoad } from '../load.ts';
import type { Worker, WorkerFunction } from '../model.ts';
import { count, plural } from '../logic/words.ts';
import { Time } from '../parts/names.tsx';
import { Command, Show } from '../parts/states.tsx';

const REFRESH_MILLIS = 3_000;

export function WorkersPage(): JSX.Element {
  const loaded = useLoad('workers', (signal) => workers(signal), REFRESH_MILLIS);
  return (
    <>
      <h1>Workers</h1>
      <section class="card">
        <h2>Functions</h2>
        <Show loaded={loaded} empty={({ functions }) => functions.length === 0 && 'The live release calls no function of workers.'}>
          {({ functions }) => <Functions list={functions} />}
        </Show>
      </section>
      <section class="card">
        <h2>Processes</h2>
        <Show loaded={loaded} empty={(found) => found.workers.length === 0 && (
          <><p>No worker has joined. Start one:</p><Command>ferrule worker functions.py --node HOST:PORT</Command></>
        )}>
          {(found) => <Processes list={found.workers} />}
        </Show>
      </section>
    </>
  );
}

function Functions({ list }: { list: WorkerFunction[] }): JSX.Element {
  return (
    <ul class="plainlist">
      {list.map((each) => (
        <li key={`${each.name} ${each.version}`} class="heading">
          <div tabIndex={-1} data-row>
            <b>{each.name}</b> <Version of={each.version} />{' '}
            {each.circuit !== 'closed' && <span class="chip wrong">circuit {each.circuit.replace('_', ' ')}</span>}
            <div class="small">
              {each.workers === 0 ? <span class="wrong">no worker has it</span> : plural(each.workers, 'worker')}
              , {plural(each.calls, 'call')}{each.batches > 0 && ` in ${plural(each.batches, 'batch', 'batches')}`}
              {each.waiting > 0 && <span class="wrong">, {count(each.waiting)} waiting</span>}
            </div>
            <Failures of={each.failures} />
          </div>
          <Latency p50={each.p50_ms} p99={each.p99_ms} />
        </li>
      ))}
    </ul>
  );
}

function Failures({ of }: { of: Record<string, number> }): JSX.Element | null {
  const kinds = Object.entries(of);
  if (kinds.length === 0) return null;
  return <div class="small wrong">{kinds.map(([kind, number]) => `${count(number)} ${kind.replaceAll('_', ' ')}`).join(', ')}</div>;
}

function Processes({ list }: { list: Worker[] }): JSX.Element {
  return (
    <ul class="plainlist">
      {list.map((each) => (
        <li key={`${each.name} ${each.process_id}`} class="heading">
          <div tabIndex={-1} data-row>
            <b>{each.name}</b> <span class="quiet">{each.language}, process {each.process_id}</span>{' '}
            {each.state === 'draining' && <span class="chip">draining</span>}
            <div class="small">
              {plural(each.calls, 'call')}{each.calls_in_flight > 0 && `, ${count(each.calls_in_flight)} in progress`}
              {each.failures > 0 && <span class="wrong">, {count(each.failures)} failed</span>}
              <span class="quiet"> since <Time iso={each.joined} />{each.release === '' ? '' : ', started by the node'}</span>
            </div>
            <div class="small quiet">{each.functions.map(({ name, version }) => version ? `${name} ${version}` : name).join(', ')}</div>
          </div>
          <Latency p50={each.p50_ms} p99={each.p99_ms} />
        </li>
      ))}
    </ul>
  );
}

function Version({ of }: { of: string | null }): JSX.Element {
  return <span class="quiet small">{of ?? 'any version'}</span>;
}

function Latency({ p50, p99 }: { p50: number; p99: number }): JSX.Element | null {
  if (p99 === 0) return null;
  return <span class="small quiet">p50 {p50.toFixed(2)} ms, p99 {p99.toFixed(2)} ms</span>;
}
