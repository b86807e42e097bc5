/** A file with line numbers, simple highlighting, and notes beside and below its lines. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { highlight } from '../logic/highlight.ts';

export interface LineNote {
  /** Beside the line, such as a rule's hits. */
  beside?: ComponentChildren;
  /** Below the line, such as an error. */
  below?: ComponentChildren;
  tone?: string;
}

interface SourceProps {
  path: string;
  text: string;
  notes?: Map<number, LineNote>;
  /** The line to show, from 1. */
  line?: number;
}

export function Source({ path, text, notes, line }: SourceProps): JSX.Element {
  const marked = useRef<HTMLLIElement>(null);
  useEffect(() => marked.current?.scrollIntoView({ block: 'center' }), [path, line]);
  const lines = text.replace(/\n$/u, '').split('\n');
  return (
    <ol class="source" tabIndex={0} aria-label={path}>
      {lines.map((content, i) => {
        const number = i + 1;
        const note = notes?.get(number);
        return (
          <li key={number} ref={number === line ? marked : undefined} aria-current={number === line ? 'location' : undefined}>
            <span class="lineno" aria-hidden="true">{number}</span>
            <code>{highlight(path, content).map((piece, at) => (
              piece.kind === 'plain' ? piece.text : <span key={at} class={`tok-${piece.kind}`}>{piece.text}</span>
            ))}{'\n'}</code>
            {note?.beside && <span class="beside">{note.beside}</span>}
            {note?.below && <div class={`below ${note.tone ?? ''}`}>{note.below}</div>}
          </li>
        );
      })}
    </ol>
  );
}
