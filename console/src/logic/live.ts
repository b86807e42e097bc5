/** A list that grows at its top while somebody reads it: what comes waits until it may move. */
export interface LiveList<Item> {
  shown: Item[];
  waiting: Item[];
}

interface Identified {
  id: string;
}

/** Takes what came, newest first; each id once, and never more than so many of each. */
export function arrive<Item extends Identified>(
  list: LiveList<Item>,
  came: Item[],
  held: boolean,
  most: number,
): LiveList<Item> {
  const known = new Set([...list.shown, ...list.waiting].map(({ id }) => id));
  const fresh = came.filter(({ id }) => !known.has(id) && known.add(id));
  const waiting = [...fresh, ...list.waiting].slice(0, most);
  return held ? { shown: list.shown, waiting } : release({ shown: list.shown, waiting }, most);
}

/** Shows what waits. */
export function release<Item>(list: LiveList<Item>, most: number): LiveList<Item> {
  if (list.waiting.length === 0) return list;
  return { shown: [...list.waiting, ...list.shown].slice(0, most), waiting: [] };
}

/** Adds older items at the bottom. */
export function older<Item extends Identified>(list: LiveList<Item>, page: Item[]): LiveList<Item> {
  const known = new Set(list.shown.map(({ id }) => id));
  return { ...list, shown: [...list.shown, ...page.filter(({ id }) => !known.has(id))] };
}
