/** Why each rule fired or did not, down to the expressions that decided it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { plural } from '../logic/words.ts';
import type { Explanation } from '../model.ts';
import { Empty } from '../parts/states.tsx';
import { at } from '../place.ts';

const TONES: Record<string, string> = { yes: 'good', no: '', '=': '', failed: 'bad', 'not reached': '' };

export function Explanations({ rules }: { rules: Explanation[] }): JSX.Element {
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const fired = rules.filter(({ outcome }) => outcome === 'yes' || outcome === 'failed');
  const wanted = search.trim().toLowerCase();
  const shown = wanted
    ? rules.filter(({ expression }) => expression.toLowerCase().includes(wanted))
    : all ? rules : fired;
  return (
    <>
      <div class="heading">
        <h2>Why</h2>
        <span class="together">
          <input type="search" aria-label="Search rules" placeholder="Search rules" value={search}
            onInput={(event) => setSearch(event.currentTarget.value)} />
          <button class="plain" type="button" aria-pressed={all} onClick={() => setAll(!all)}>
            {all ? 'Just those that fired' : `All ${plural(rules.length, 'rule')}`}
          </button>
        </span>
      </div>
      {shown.length === 0 && <Empty>{wanted ? 'No rule has this name.' : 'No rule fired.'}</Empty>}
      <ul class="why">
        {shown.map((rule) => <li key={rule.expression}><Step step={rule} depth={0} /></li>)}
      </ul>
    </>
  );
}

function Step({ step, depth }: { step: Explanation; depth: number }): JSX.Element {
  const line = (
    <>
      <span class={`chip ${TONES[step.outcome] ?? ''}`}>{step.outcome}</span>{' '}
      <code>{step.expression}</code>
      {step.value && <span class="value"> {step.value}</span>}
      {step.path && (
        <a class="where" href={at('rules', { file: step.path, line: String(step.line) })}>{step.path}:{step.line}</a>
      )}
    </>
  );
  if (step.parts.length === 0) return <div class="leaf">{line}</div>;
  return (
    <details open={depth > 0 || step.outcome === 'yes' || step.outcome === 'failed'}>
      <summary>{line}</summary>
      {step.parts.map((part, number) => <Step key={number} step={part} depth={depth + 1} />)}
    </details>
  );
}
