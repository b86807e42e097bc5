/** The candidate beside the live release: where they differ on the same events. */
import type { JSX } from 'preact';
import { releases } from '../api.ts';
import { useLoad } from '../load.ts';
import { count, share } from '../logic/words.ts';
import type { Observed, Shadow } from '../model.ts';
import { ReleaseLink, RuleLink, Verdict } from '../parts/names.tsx';
import { Command, Empty, Show } from '../parts/states.tsx';
import { at } from '../place.ts';

const REFRESH_MILLIS = 3_000;

export function ShadowPage(): JSX.Element {
  const found = useLoad('shadow', (signal) => releases.shadow(signal), REFRESH_MILLIS);
  return (
    <>
      <p class="back"><a data-close href={at('releases')}>← Releases</a></p>
      <h1>Shadow comparison</h1>
      <Show loaded={found} empty={(shadow) => !shadow.candidate && (
        <><p>No release runs as a shadow. Activate one as a shadow on the <a href={at('releases')}>releases page</a>, or:</p><Command>./ferrule activate HASH --stage shadow</Command></>
      )}>
        {(shadow) => <Compared shadow={shadow} />}
      </Show>
    </>
  );
}

function Compared({ shadow }: { shadow: Shadow }): JSX.Element {
  const { compared, differing } = shadow;
  return (
    <>
      <div class="tiles">
        <div class="tile"><span class="quiet">Live</span><span class="fact"><ReleaseLink name={shadow.live} /></span></div>
        <div class="tile"><span class="quiet">Candidate</span><span class="fact"><ReleaseLink name={shadow.candidate} /></span></div>
        <div class="tile"><span class="quiet">Events compared</span><span class="fact">{count(compared)}</span></div>
        <div class="tile"><span class="quiet">Differing</span><span class="fact">{count(differing)} <span class="small quiet">{compared > 0 && share(differing / compared)}</span></span></div>
      </div>
      {compared === 0 && <Empty>No event has been compared yet. The comparison begins with the next event.</Empty>}
      {compared > 0 && differing === 0 && <Empty>Both releases came to the same on every event.</Empty>}
      {shadow.rules.length > 0 && <Differences title="Rules" rows={shadow.rules} label={(name) => <RuleLink name={name} />} />}
      {shadow.verdicts.length > 0 && <Differences title="Verdicts" rows={shadow.verdicts} label={(name) => <Verdict name={name} />} />}
      {shadow.samples.length > 0 && <Samples shadow={shadow} />}
    </>
  );
}

interface DifferencesProps {
  title: string;
  rows: Shadow['rules'];
  label: (name: string) => JSX.Element;
}

function Differences({ title, rows, label }: DifferencesProps): JSX.Element {
  return (
    <section class="card">
      <h2>{title}</h2>
      <div class="table">
        <table>
          <thead><tr><th /><th class="number">Only live</th><th class="number">Only candidate</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{label(row.name)}</th>
                <td class="number">{count(row.only_live)}</td>
                <td class="number">{count(row.only_candidate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Samples({ shadow }: { shadow: Shadow }): JSX.Element {
  return (
    <section class="card">
      <h2>Events that differ</h2>
      <div class="table">
        <table>
          <thead><tr><th>Event</th><th>Live</th><th>Candidate</th></tr></thead>
          <tbody>
            {shadow.samples.map((sample) => (
              <tr key={sample.id}>
                <th scope="row"><a data-row href={at(`events/${sample.id}`)}>{sample.action_name} {sample.id}</a></th>
                <td><Came observed={sample.live} other={sample.candidate} /></td>
                <td><Came observed={sample.candidate} other={sample.live} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What one release came to, without what both did. */
function Came({ observed, other }: { observed: Observed; other: Observed }): JSX.Element {
  const rules = observed.rules.filter((name) => !other.rules.includes(name));
  const verdicts = observed.verdicts.filter((name) => !other.verdicts.includes(name));
  return (
    <span class="together">
      {verdicts.map((name) => <Verdict key={name} name={name} />)}
      {rules.map((name) => <RuleLink key={name} name={name} />)}
      {observed.errors > 0 && <span class="chip bad">{observed.errors} errors</span>}
      {rules.length + verdicts.length + observed.errors === 0 && <span class="quiet">nothing more</span>}
    </span>
  );
}
