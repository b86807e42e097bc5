/** Where in the console the reader is: the address, and the ways to change it. */
import { useEffect, useState } from 'preact/hooks';

export const BASE = '/console';

export interface Place {
  /** The first segment: a page's name, empty for the overview. */
  page: string;
  /** The segments after it, decoded. */
  rest: string[];
  query: URLSearchParams;
}

const watchers = new Set<() => void>();

function read(): Place {
  const [page = '', ...rest] = location.pathname.slice(BASE.length + 1).split('/').filter(Boolean);
  return { page, rest: rest.map(decode), query: new URLSearchParams(location.search) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The address of a page of the console. */
export function at(path: string, query?: URLSearchParams | Record<string, string>): string {
  const text = query ? new URLSearchParams(query).toString() : '';
  return `${BASE}/${path}${text ? `?${text}` : ''}`;
}

/** Goes to an address of the console. */
export function go(address: string): void {
  history.pushState({ within: true }, '', address);
  scrollTo(0, 0);
  tell();
}

/** Changes the address of this page without a step in the history. */
export function amend(address: string): void {
  history.replaceState(history.state, '', address);
  tell();
}

function tell(): void {
  for (const watcher of watchers) watcher();
}

/** Follows links within the console without loading the page again. */
export function followLinks(): void {
  addEventListener('popstate', tell);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.('a');
    if (!link || link.origin !== location.origin || link.target) return;
    if (link.pathname !== BASE && !link.pathname.startsWith(`${BASE}/`)) return;
    event.preventDefault();
    go(link.href);
  });
}

export function usePlace(): Place {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const watcher = (): void => setPlace(read());
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }, []);
  return place;
}
