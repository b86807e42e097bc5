/** JSON as text that folds. */
import type { JSX } from 'preact';
import { plural } from '../logic/words.ts';

const MOST_ITEMS = 500;

interface JsonProps {
  value: unknown;
  name?: string;
  /** How many levels are open at first. */
  open?: number;
}

export function Json({ value, name, open = 1 }: JsonProps): JSX.Element {
  const label = name === undefined ? null : <span class="field">{name}: </span>;
  if (value === null || typeof value !== 'object') {
    return <div class="leaf">{label}<span class={`value ${typeof value}`}>{JSON.stringify(value) ?? ''}</span></div>;
  }
  const items = Object.entries(value);
  const isArray = Array.isArray(value);
  if (items.length === 0) return <div class="leaf">{label}{isArray ? '[]' : '{}'}</div>;
  return (
    <details class="json" open={open > 0}>
      <summary>{label}<span class="quiet">{isArray ? plural(items.length, 'item') : plural(items.length, 'field')}</span></summary>
      {items.slice(0, MOST_ITEMS).map(([key, item]) => (
        <Json key={key} name={key} value={item} open={open - 1} />
      ))}
      {items.length > MOST_ITEMS && <div class="quiet">and {items.length - MOST_ITEMS} more</div>}
    </details>
  );
}
