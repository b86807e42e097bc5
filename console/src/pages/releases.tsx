/** Releases: what runs, what was published, and the way from one to another. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { releases } from '../api.ts';
import { useLoad } from '../load.ts';
import { usePages } from '../pages.ts';
import type { Release, ReleaseState } from '../model.ts';
import { ReleaseLink, Time } from '../parts/names.tsx';
import { Command, More, Show } from '../parts/states.tsx';
import { at } from '../place.ts';
import { Activate, RollBack } from './activation.tsx';
import { Nodes } from './overview.tsx';

const PAGE = 30;
const REFRESH_MILLIS = 3_000;

export function ReleasesPage({ query }: { query: URLSearchParams }): JSX.Element {
  const state = useLoad('state', (signal) => releases.state(signal), REFRESH_MILLIS);
  const list = usePages('releases', (after, signal) => releases.list(PAGE, after, signal));
  const history = usePages('history', (after, signal) => releases.history(PAGE, after, signal));
  const [activating, setActivating] = useState<string | null>(null);
  const [rollingBack, setRollingBack] = useState(false);
  const changed = (): void => {
    state.again();
    list.again();
    history.again();
  };
  return (
    <>
      <h1>Releases</h1>
      <Show loaded={state}>
        {(known) => (
          <>
            <section class="card">
              <Running state={known} rollBack={() => setRollingBack(true)} activate={setActivating} />
            </section>
            {rollingBack && <RollBack state={known} close={() => setRollingBack(false)} changed={changed} />}
          </>
        )}
      </Show>
      <section class="card">
        <h2>Published</h2>
        <Show loaded={list} empty={(found) => found.length === 0 && (
          <><p>Nothing is published. Publish a rule set:</p><Command>./ferrule publish examples/safety --activate</Command></>
        )}>
          {(found) => <Published list={found} state={state.value} chosen={query.get('compare')} activate={setActivating} />}
        </Show>
        <More pages={list} what="Older releases" />
      </section>
      <section class="card">
        <h2>History</h2>
        <Show loaded={history} empty={(found) => found.length === 0 && 'Nothing has happened yet.'}>
          {(found) => (
            <div class="table">
              <table>
                <thead><tr><th>When</th><th>What</th><th>Release</th><th>Who</th><th>Why</th></tr></thead>
                <tbody>
                  {found.map((entry) => (
                    <tr key={entry.id}>
                      <td><Time iso={entry.at} /></td>
                      <td>{entry.action.replaceAll('_', ' ')}{entry.action === 'percent' && ` ${entry.percent}`}</td>
                      <td><ReleaseLink name={entry.release} /></td>
                      <td>{entry.by}</td>
                      <td class="note">{entry.note}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Show>
        <More pages={history} what="Older history" />
      </section>
      <section class="card">
        <h2>Nodes</h2>
        <Show loaded={state}>{(known) => <Nodes state={known} />}</Show>
      </section>
      {activating && <Activate hash={activating} state={state.value} close={() => setActivating(null)} changed={changed} />}
    </>
  );
}

interface RunningProps {
  state: ReleaseState;
  rollBack: () => void;
  activate: (hash: string) => void;
}

function Running({ state, rollBack, activate }: RunningProps): JSX.Element {
  const { live, candidate } = state;
  const bounds = [
    state.max_error_rate !== null && `error rate up to ${state.max_error_rate}`,
    state.max_p99_ms !== null && `p99 up to ${state.max_p99_ms} ms`,
  ].filter(Boolean).join(', ');
  return (
    <>
      <dl class="facts">
        <div><dt>Live</dt><dd><ReleaseLink name={live} />{live && <span class="quiet small"> since <Time iso={state.live_since} /></span>}</dd></div>
        <div><dt>Candidate</dt><dd>
          <ReleaseLink name={candidate} />
          {candidate && <span class="small"> {state.percent === 0 ? 'as a shadow, without effects' : `for ${state.percent} % of the entities`}</span>}
        </dd></div>
        {bounds && <div><dt>Goes back past</dt><dd>{bounds}</dd></div>}
        <div><dt>Last change</dt><dd>{state.revision > 0 ? <>{state.by || 'somebody'} <Time iso={state.at} /> {state.note && <q class="note">{state.note}</q>}</> : 'none'}</dd></div>
        <div><dt>Storage</dt><dd>{state.storage} {state.reachable ? <span class="good">reachable</span> : <span class="wrong">cannot be reached; what runs goes on running</span>}</dd></div>
      </dl>
      <div class="buttons start">
        {candidate && <button class="main" type="button" onClick={() => activate(candidate)}>Promote candidate…</button>}
        {candidate && live && <a class="plain" href={at(`releases/${live}/diff/${candidate}`)}>Diff to candidate</a>}
        {candidate && <a class="plain" href={at('releases/shadow')}>Shadow comparison</a>}
        {(candidate || state.previous.length > 0) && (
          <button class="plain" type="button" onClick={rollBack}>{candidate ? 'Drop candidate…' : 'Roll back…'}</button>
        )}
      </div>
    </>
  );
}

interface PublishedProps {
  list: Release[];
  state: ReleaseState | null;
  chosen: string | null;
  activate: (hash: string) => void;
}

/** The releases; one is chosen to compare, then the link of each other leads to their diff. */
function Published({ list, state, chosen, activate }: PublishedProps): JSX.Element {
  return (
    <>
      {chosen && (
        <p class="notice">Choose the release to compare <ReleaseLink name={chosen} /> with. <a data-close href={at('releases')}>Stop comparing</a></p>
      )}
      <ul class="plainlist releases">
        {list.map(({ hash, at: time, by, note, files }) => (
          <li key={hash} class="heading">
            <div>
              <a class="hash" data-row href={at(`releases/${hash}`)} title={hash}>{hash.slice(0, 10)}</a>{' '}
              {hash === state?.live && <span class="chip good">live</span>}
              {hash === state?.candidate && <span class="chip warn">{state.percent === 0 ? 'shadow' : `${state.percent} %`}</span>}
              <div class="small"><span class="note">{note}</span> <span class="quiet">{by} <Time iso={time} /> · {files} files</span></div>
            </div>
            <span class="together">
              {chosen
                ? chosen !== hash && <a class="plain" href={at(`releases/${chosen}/diff/${hash}`)}>Diff</a>
                : <a class="plain" href={at('releases', { compare: hash })}>Compare…</a>}
              {hash !== state?.live && !chosen && (
                <button class="plain" type="button" onClick={() => activate(hash)}>Activate…<span class="unseen"> {hash.slice(0, 10)}</span></button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
