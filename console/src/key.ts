/** The API key of this tab, which the ask page shares, and who waits for one. */
import type { Problem } from './logic/problem.ts';

const STORED_AS = 'ferrule.key';

interface Asking {
  why: string;
  done: Promise<void>;
  finish: () => void;
}

let asking: Asking | null = null;
const watchers = new Set<() => void>();

export function key(): string | null {
  return sessionStorage.getItem(STORED_AS);
}

/** Why a key is asked for, or null when none is. */
export function whyAsked(): string | null {
  return asking?.why ?? null;
}

/** Calls back when asking begins or ends. */
export function watchAsking(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** Resolves once someone has entered a key. Calls that wait at the same time share one form. */
export async function renew(problem: Problem, signal?: AbortSignal): Promise<void> {
  if (!asking) {
    let finish = (): void => {};
    const done = new Promise<void>((resolve) => { finish = resolve; });
    const why = key() === null || problem.code === 'auth.missing'
      ? 'This node asks for an API key.'
      : 'This node did not accept that API key.';
    asking = { why, done, finish };
    tell();
  }
  await Promise.race([asking.done, whenAborted(signal)]);
}

/** Takes the key and lets everyone who waits go on. */
export function accept(text: string): void {
  if (!text || !asking) return;
  sessionStorage.setItem(STORED_AS, text);
  const { finish } = asking;
  asking = null;
  tell();
  finish();
}

function tell(): void {
  for (const watcher of watchers) watcher();
}

function whenAborted(signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
