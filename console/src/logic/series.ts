/** Counts over time, as the node gives them and made ready for a chart. */

export interface Series {
  name: string;
  counts: number[];
}

/** Counts of columns of the same length. */
export interface Counts {
  /** When the first column begins, in ISO 8601. */
  from: string;
  interval_s: number;
  /** How many events each column has. */
  counts: number[];
  /** The same by what the events are told apart by; an event may count for several or for none. */
  series?: Series[];
}

export interface Chart {
  /** When each column begins, in Unix milliseconds. */
  times: number[];
  series: (Series & { total: number })[];
  /** The highest column. */
  most: number;
}

export const OTHERS = 'others';

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Adds what a further part of the events came to. */
export function add(first: Counts, second: Counts): Counts {
  const plus = (a: number[], b: number[]): number[] => a.map((number, i) => number + (b[i] ?? 0));
  const names = new Set([...(first.series ?? []), ...(second.series ?? [])].map(({ name }) => name));
  const of = (counts: Counts, name: string): number[] =>
    counts.series?.find((series) => series.name === name)?.counts ?? counts.counts.map(() => 0);
  return {
    ...first,
    counts: plus(first.counts, second.counts),
    series: [...names].map((name) => ({ name, counts: plus(of(first, name), of(second, name)) })),
  };
}

/** Columns with the largest series at the bottom; all but so many series are summed up. */
export function chart(counts: Counts, mostSeries = 6): Chart {
  const first = Date.parse(counts.from);
  const times = counts.counts.map((_, i) => first + i * counts.interval_s * 1_000);
  const sorted = (counts.series ?? [{ name: 'events', counts: counts.counts }])
    .map((series) => ({ ...series, total: sum(series.counts) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  const series = sorted.slice(0, mostSeries);
  const rest = sorted.slice(mostSeries);
  if (rest.length > 0) {
    const others = times.map((_, i) => sum(rest.map((each) => each.counts[i] ?? 0)));
    series.push({ name: OTHERS, counts: others, total: sum(others) });
  }
  const most = Math.max(0, ...times.map((_, i) => sum(series.map((each) => each.counts[i] ?? 0))));
  return { times, series, most };
}

/** The least of 1, 2, 2.5 or 5 times a power of ten that is not below a number. */
export function roundUp(number: number): number {
  if (number <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(number));
  return [1, 2, 2.5, 5].map((step) => step * power).find((step) => step >= number) ?? 10 * power;
}

const INTERVALS: [name: string, millis: number][] = [
  ['1s', 1e3],
  ['10s', 10e3],
  ['1m', 60e3],
  ['5m', 300e3],
  ['15m', 900e3],
  ['1h', 3600e3],
  ['6h', 21_600e3],
  ['1d', 86_400e3],
  ['7d', 604_800e3],
];

/** The shortest interval that cuts a span into no more than so many columns. */
export function interval(spanMillis: number, mostColumns = 90): string {
  return (INTERVALS.find(([, millis]) => spanMillis / millis <= mostColumns) ?? INTERVALS.at(-1)!)[0];
}
