/** What changed from one release to another. */
import type { JSX } from 'preact';
import { releases } from '../api.ts';
import { useLoad } from '../load.ts';
import { parseDiff } from '../logic/diff.ts';
import { plural } from '../logic/words.ts';
import type { ReleaseDiff } from '../model.ts';
import { ReleaseLink, RuleLink } from '../parts/names.tsx';
import { Show } from '../parts/states.tsx';
import { at } from '../place.ts';

const SIGNS = { hunk: '', added: '+', removed: '−', same: '', note: '' };

export function DiffPage({ before, after }: { before: string; after: string }): JSX.Element {
  const found = useLoad(`${before} ${after}`, (signal) => releases.diff(before, after, signal));
  return (
    <>
      <p class="back"><a data-close href={at('releases')}>← Releases</a></p>
      <h1>Diff</h1>
      <p>From <ReleaseLink name={before} /> to <ReleaseLink name={after} /> · <a href={at(`releases/${after}/diff/${before}`)}>the other way</a></p>
      <Show loaded={found} empty={(diff) => diff.files.length === 0 && 'These releases have the same files.'}>
        {(diff) => (
          <>
            <section class="card">
              <h2>Rules</h2>
              <ChangedRules rules={diff.rules} />
            </section>
            <p class="quiet">{plural(diff.files.length, 'changed file')}</p>
            {diff.files.map((file) => <ChangedFile key={file.path} file={file} />)}
          </>
        )}
      </Show>
    </>
  );
}

function ChangedRules({ rules }: { rules: ReleaseDiff['rules'] }): JSX.Element {
  const kinds = [['added', 'good'], ['removed', 'bad'], ['changed', 'warn']] as const;
  if (kinds.every(([kind]) => rules[kind].length === 0)) return <p class="quiet">No rule changed.</p>;
  return (
    <ul class="plainlist">
      {kinds.flatMap(([kind, tone]) => rules[kind].map((name) => (
        <li key={name}>
          <span class={`chip ${tone}`}>{kind}</span> {kind === 'removed' ? name : <RuleLink name={name} />}
        </li>
      )))}
    </ul>
  );
}

function ChangedFile({ file }: { file: ReleaseDiff['files'][number] }): JSX.Element {
  const lines = parseDiff(file.diff ?? '');
  return (
    <section class="card file">
      <details open>
        <summary><h2>{file.path}</h2> <span class="quiet small">{file.change}</span></summary>
        {file.diff === null && <p class="quiet">It is no text, or too long to compare.</p>}
        <div class="diff" tabIndex={0} role="region" aria-label={`Changes of ${file.path}`}>
          {lines.map((line, number) => (
            <div key={number} class={line.kind}>
              <span class="lineno" aria-hidden="true">{line.before ?? ''}</span>
              <span class="lineno" aria-hidden="true">{line.after ?? ''}</span>
              <span class="sign">{SIGNS[line.kind]}</span>
              <code>{line.text}{'\n'}</code>
            </div>
          ))}
        </div>
      </details>
    </section>
  );
}
