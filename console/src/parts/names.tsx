/** Names of things, each with the way to it. */
import type { JSX } from 'preact';
import { entityPath, parseEntity } from '../logic/entity.ts';
import { ago, hash, when } from '../logic/words.ts';
import type { LabelState } from '../model.ts';
import { at } from '../place.ts';

const VERDICT_TONES: [RegExp, string][] = [
  [/block|ban|reject|deny|remove|fail/iu, 'bad'],
  [/review|warn|limit|challenge|flag|hold|slow|suspect/iu, 'warn'],
  [/allow|pass|ok|accept/iu, 'good'],
];

/** Verdicts are words of the rules; the common ones have a colour. */
export function Verdict({ name }: { name: string }): JSX.Element {
  const tone = VERDICT_TONES.find(([pattern]) => pattern.test(name))?.[1] ?? '';
  return <span class={`chip ${tone}`}>{name}</span>;
}

/** A label that was removed or has expired is struck through. */
export function labelTone({ status, expired }: LabelState): string {
  return expired || status.includes('removed') ? 'off' : 'warn';
}

export function RuleLink({ name }: { name: string }): JSX.Element {
  return <a class="name" href={at('rules', { rule: name })}>{name}</a>;
}

export function EntityLink({ name }: { name: string }): JSX.Element {
  const entity = parseEntity(name);
  if (!entity) return <span>{name}</span>;
  return <a class="name" href={at(`entities/${entityPath(entity)}`)}>{name}</a>;
}

export function ReleaseLink({ name }: { name: string | null }): JSX.Element {
  if (!name) return <span class="quiet">none</span>;
  return <a class="hash" title={name} href={at(`releases/${name}`)}>{hash(name)}</a>;
}

export function Time({ iso }: { iso: string | null | undefined }): JSX.Element | null {
  if (!iso) return null;
  return <time dateTime={iso} title={iso}>{when(iso)}</time>;
}

export function Ago({ iso }: { iso: string }): JSX.Element {
  return <time dateTime={iso} title={when(iso)}>{ago(iso, Date.now())}</time>;
}
