/** What stands in the place of facts that are not there: loading, none, a problem. */
import type { ComponentChildren, JSX } from 'preact';
import type { Loaded } from '../load.ts';
import type { Problem } from '../logic/problem.ts';
import type { Pages } from '../pages.ts';

export function Loading(): JSX.Element {
  return <p class="state loading" role="status"><span class="pulse" aria-hidden="true" /> Loading</p>;
}

export function Empty({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="state empty">{children}</div>;
}

export function Failure({ problem, again }: { problem: Problem; again?: () => void }): JSX.Element {
  return (
    <div class="state failure" role="alert">
      <p>{problem.message}</p>
      {again && <button class="plain" type="button" onClick={again}>Try again</button>}
    </div>
  );
}

/** A command to copy. */
export function Command({ children }: { children: string }): JSX.Element {
  return <code class="command">{children}</code>;
}

interface ShowProps<Value> {
  loaded: Loaded<Value>;
  /** What to say of a value that holds nothing; null when it holds something. */
  empty?: (value: Value) => ComponentChildren;
  children: (value: Value) => ComponentChildren;
}

/** A value once it is there; a problem stands above what was there before. */
export function Show<Value>({ loaded, empty, children }: ShowProps<Value>): JSX.Element {
  const { value, problem, again } = loaded;
  const nothing = value !== null && empty ? empty(value) : null;
  return (
    <>
      {problem && <Failure problem={problem} again={again} />}
      {value === null && !problem && <Loading />}
      {value !== null && (nothing ? <Empty>{nothing}</Empty> : children(value))}
    </>
  );
}

/** The way to the next page of a list, when there is one. */
export function More<Item>({ pages, what }: { pages: Pages<Item>; what: string }): JSX.Element | null {
  if (!pages.more) return null;
  return <button class="plain" type="button" disabled={pages.loadingMore} onClick={pages.more}>{what}</button>;
}
