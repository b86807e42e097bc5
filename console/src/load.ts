/** Facts from the node, as they are loaded, kept and refreshed. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from './logic/problem.ts';

export interface Loaded<Value> {
  /** What came last, which stays while more is loaded. */
  value: Value | null;
  problem: Problem | null;
  loading: boolean;
  again: () => void;
}

/**
 * Loads when `what` changes, and again every so many milliseconds while the page can be seen.
 *
 * @param what tells what is loaded; when it changes, what was loaded before is dropped
 */
export function useLoad<Value>(
  what: string,
  load: (signal: AbortSignal) => Promise<Value>,
  everyMillis = 0,
): Loaded<Value> {
  const [state, setState] = useState<{ what: string; value: Value | null; problem: Problem | null }>(
    { what: '', value: null, problem: null },
  );
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const abort = new AbortController();
    const keep = (value: Value | null, problem: Problem | null): void => {
      if (abort.signal.aborted) return;
      setState((old) => {
        const before = old.what === what ? old.value : null;
        return { what, value: value ?? before, problem };
      });
    };
    let timer = 0;
    const turn = async (): Promise<void> => {
      if (!document.hidden) {
        await latest.current(abort.signal).then(
          (value) => keep(value, null),
          (failure: unknown) => keep(null, problemOf(failure)),
        );
      }
      if (everyMillis > 0 && !abort.signal.aborted) timer = setTimeout(turn, everyMillis);
    };
    void turn();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [what, round, everyMillis]);

  const again = useCallback(() => setRound((number) => number + 1), []);
  const current = state.what === what;
  return {
    value: current ? state.value : null,
    problem: current ? state.problem : null,
    loading: !current,
    again,
  };
}

export function problemOf(failure: unknown): Problem {
  if (failure instanceof Problem) return failure;
  return new Problem({ detail: failure instanceof Error ? failure.message : String(failure) });
}
