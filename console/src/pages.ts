/** Lists that the node gives page by page. */
import { useCallback, useState } from 'preact/hooks';
import { type Loaded, problemOf, useLoad } from './load.ts';
import type { Page } from './model.ts';
import type { Problem } from './logic/problem.ts';

export interface Pages<Item> extends Loaded<Item[]> {
  /** Loads the next page; null when there is none. */
  more: (() => void) | null;
  loadingMore: boolean;
}

interface Further<Item> {
  what: string;
  items: Item[];
  next: string | null;
}

/** The first page, loaded when `what` changes, and those after it when asked for. */
export function usePages<Item>(
  what: string,
  load: (after: string | null, signal?: AbortSignal) => Promise<Page<Item>>,
): Pages<Item> {
  const [round, setRound] = useState(0);
  const whole = `${what} ${round}`;
  const first = useLoad(whole, (signal) => load(null, signal));
  const [further, setFurther] = useState<Further<Item> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);
  const rest = further?.what === whole ? further : null;
  const next = rest ? rest.next : first.value?.next ?? null;

  const more = async (): Promise<void> => {
    setLoadingMore(true);
    setProblem(null);
    try {
      const page = await load(next);
      setFurther({ what: whole, items: [...(rest?.items ?? []), ...page.items], next: page.next });
    } catch (failure) {
      setProblem(problemOf(failure));
    }
    setLoadingMore(false);
  };
  const again = useCallback(() => setRound((number) => number + 1), []);
  return {
    value: first.value && [...first.value.items, ...(rest?.items ?? [])],
    problem: first.problem ?? problem,
    loading: first.loading,
    again,
    more: next ? () => void more() : null,
    loadingMore,
  };
}
