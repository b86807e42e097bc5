/** The filters of events: in the address of a page, in a request, and on the form. */

export const FILTERS = ['action', 'entity', 'rule', 'verdict', 'release', 'from', 'to'] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Partial<Record<FilterName, string>>;

const UNITS: Record<string, number> = { s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

/** The filters that stand in a query; empty ones are absent. */
export function readFilters(query: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = query.get(name)?.trim();
    if (value) filters[name] = value;
  }
  return filters;
}

/** A query of the filters, in a fixed order. */
export function writeFilters(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filters[name]?.trim();
    if (value) query.set(name, value);
  }
  return query;
}

/** How many milliseconds `15m`, `2h` or `7d` is; null when it is none of these. */
export function spanMillis(text: string): number | null {
  const [, count, unit] = /^(\d{1,6})\s*([smhd])$/u.exec(text.trim()) ?? [];
  return count && unit ? Number(count) * UNITS[unit]! : null;
}

/** A moment as the API takes it: a span means so long before now. Null when it cannot be read. */
export function moment(text: string, nowMillis: number): string | null {
  const span = spanMillis(text);
  const millis = span === null ? Date.parse(text) : nowMillis - span;
  return Number.isFinite(millis) ? new Date(millis).toISOString() : null;
}

/** The query of a request: moments are told, and a moment that cannot be read is left out. */
export function requestQuery(filters: Filters, nowMillis: number): URLSearchParams {
  const query = writeFilters(filters);
  for (const name of ['from', 'to']) {
    const text = query.get(name);
    const time = text && moment(text, nowMillis);
    if (time) query.set(name, time);
    else query.delete(name);
  }
  return query;
}
