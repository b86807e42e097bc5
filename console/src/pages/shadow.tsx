/** The candidate beside the live release: where they differ on the same events. */
import type { JSX } from 'preact';
import { releases } from '../api.ts';
import { useLoad } from '../load.ts';
import { count, plural, share } from '../logic/words.ts';
import type { Observed, ShadowFound, Sides } from '../model.ts';
import { ReleaseLink, RuleLink, Time, Verdict } from '../parts/names.tsx';
import { Command, Empty, Show } from '../parts/states.tsx';
import { at } from '../place.ts';

const REFRESH_MILLIS = 3_000;

export function ShadowPage(): JSX.Element {
  const found = useLoad('shadow', (signal) => releases.shadow(signal), REFRESH_MILLIS);
  return (
    <>
      <p class="back"><a data-close href={at('releases')}>← Releases</a></p>
      <h1>Shadow comparison</h1>
      <Show loaded={found} empty={(shadow) => !shadow.running && (
        <><p>No release runs as a shadow. Activate one as a shadow on the <a href={at('releases')}>releases page</a>, or:</p><Command>./ferrule activate HASH --stage shadow</Command></>
      )}>
        {(shadow) => shadow.running && <Compared shadow={shadow} />}
      </Show>
    </>
  );
}

function Compared({ shadow }: { shadow: ShadowFound }): JSX.Element {
  const { compared, differing, failed } = shadow;
  return (
    <>
      <div class="tiles">
        <div class="tile"><span class="quiet">Live</span><span class="fact"><ReleaseLink name={shadow.live} /></span></div>
        <div class="tile"><span class="quiet">Shadow</span><span class="fact"><ReleaseLink name={shadow.shadow} /></span></div>
        <div class="tile"><span class="quiet">Since</span><span><Time iso={shadow.since} /></span></div>
        <div class="tile"><span class="quiet">Events compared</span><span class="fact">{count(compared)}</span></div>
        <div class="tile"><span class="quiet">Differing</span><span class="fact">{count(differing)} <span class="small quiet">{compared > 0 && share(differing / compared)}</span></span></div>
      </div>
      {failed > 0 && <p class="wrong">The shadow could not evaluate {plural(failed, 'event')}.</p>}
      {compared === 0 && <Empty>No event has been compared yet. The comparison begins with the next event.</Empty>}
      {compared > 0 && differing === 0 && <Empty>Both releases came to the same on every event.</Empty>}
      {Object.keys(shadow.rules).length > 0 && <Differences title="Rules" rows={shadow.rules} label={(name) => <RuleLink name={name} />} />}
      {Object.keys(shadow.verdicts).length > 0 && <Differences title="Verdicts" rows={shadow.verdicts} label={(name) => <Verdict name={name} />} />}
      {shadow.samples.length > 0 && <Samples shadow={shadow} />}
    </>
  );
}

interface DifferencesProps {
  title: string;
  rows: Sides;
  label: (name: string) => JSX.Element;
}

function Differences({ title, rows, label }: DifferencesProps): JSX.Element {
  return (
    <section class="card">
      <h2>{title}</h2>
      <div class="table">
        <table>
          <thead><tr><th /><th class="number">Only live</th><th class="number">Only shadow</th></tr></thead>
          <tbody>
            {Object.entries(rows).map(([name, sides]) => (
              <tr key={name}>
                <th scope="row">{label(name)}</th>
                <td class="number">{count(sides.only_live)}</td>
                <td class="number">{count(sides.only_shadow)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Samples({ shadow }: { shadow: ShadowFound }): JSX.Element {
  return (
    <section class="card">
      <h2>Events that differ</h2>
      <div class="table">
        <table>
          <thead><tr><th>Event</th><th>Live</th><th>Shadow</th></tr></thead>
          <tbody>
            {shadow.samples.map((sample) => (
              <tr key={sample.id}>
                <th scope="row"><a data-row href={at(`events/${sample.id}`)}>{sample.action_name} {sample.id}</a></th>
                <td><Came observed={sample.live} other={sample.shadow} /></td>
                <td><Came observed={sample.shadow} other={sample.live} /></td>
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
      {observed.error_count > 0 && <span class="chip bad">{observed.error_count} errors</span>}
      {rules.length + verdicts.length + observed.error_count === 0 && <span class="quiet">nothing more</span>}
    </span>
  );
}
