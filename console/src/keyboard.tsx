/** The keys that work on every page. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { KeySequence, PAGES_BY_KEY, type Command } from './logic/keys.ts';
import { useModal } from './parts/dialog.tsx';
import { at, go } from './place.ts';

const TYPING = 'input, textarea, select, [contenteditable]';

export function useKeys(help: () => void): void {
  useEffect(() => {
    const sequence = new KeySequence();
    const press = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')) return;
      const typing = (event.target as Element).matches(TYPING);
      if (typing && event.key !== 'Escape') return;
      const command = sequence.press(event.key, event.timeStamp);
      if (!command) return;
      event.preventDefault();
      if (typing) (event.target as HTMLElement).blur();
      else run(command, help);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function run(command: Command, help: () => void): void {
  switch (command.does) {
    case 'go':
      return go(at(command.path));
    case 'search':
      return document.querySelector<HTMLElement>('[data-search]')?.focus();
    case 'next':
      return step(1);
    case 'previous':
      return step(-1);
    case 'close':
      return document.querySelector<HTMLElement>('a[data-close]')?.click();
    case 'keys':
      return help();
  }
}

/** Moves the focus in the list of the page. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')];
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = now === -1 ? (by === 1 ? 0 : rows.length - 1) : now + by;
  const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

const KEYS: [keys: string[], does: string][] = [
  [['/'], 'to the search field'],
  ...Object.entries(PAGES_BY_KEY).map(([key, [name]]): [string[], string] => [['g', key], name]),
  [['j'], 'next row'],
  [['k'], 'row before'],
  [['Enter'], 'open the row'],
  [['Esc'], 'close, or back to the list'],
  [['?'], 'these keys'],
];

export function KeysHelp({ close }: { close: () => void }): JSX.Element {
  const dialog = useModal();
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div class="buttons">
        <button class="plain" type="button" onClick={close}>Close</button>
      </div>
    </dialog>
  );
}
