/** Which keys do what. A key alone, or `g` and then another within a second. */

export const PAGES_BY_KEY: Record<string, [name: string, path: string]> = {
  o: ['Overview', ''],
  e: ['Events', 'events'],
  l: ['Entities and their labels', 'entities'],
  r: ['Rules', 'rules'],
  p: ['Releases, as published', 'releases'],
  d: ['Dead letters and webhooks', 'deliveries'],
  w: ['Workers', 'workers'],
};

const PATIENCE_MILLIS = 1_000;

export type Command =
  | { does: 'go'; path: string }
  | { does: 'search' | 'next' | 'previous' | 'close' | 'keys' };

const ALONE: Record<string, Command> = {
  '/': { does: 'search' },
  j: { does: 'next' },
  k: { does: 'previous' },
  Escape: { does: 'close' },
  '?': { does: 'keys' },
};

/** What the keys pressed so far ask for. */
export class KeySequence {
  #gMillis = Number.NEGATIVE_INFINITY;

  /** @returns what this key completes, or null */
  press(key: string, nowMillis: number): Command | null {
    const afterG = nowMillis - this.#gMillis <= PATIENCE_MILLIS;
    this.#gMillis = Number.NEGATIVE_INFINITY;
    if (afterG && Object.hasOwn(PAGES_BY_KEY, key)) return { does: 'go', path: PAGES_BY_KEY[key]![1] };
    if (key === 'g') {
      this.#gMillis = nowMillis;
      return null;
    }
    return Object.hasOwn(ALONE, key) ? ALONE[key]! : null;
  }
}
