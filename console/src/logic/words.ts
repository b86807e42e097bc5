/** Numbers, times and names as people read them. */

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const RATE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export const count = (number: number): string => COUNT.format(number);
export const short = (number: number): string => SHORT.format(number);
export const rate = (number: number): string => RATE.format(number);

/** A share of 1 as per cent, with what is not zero never shown as zero. */
export function share(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  return `${RATE.format(percent)} %`;
}

/** `1 event`, `2 events`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** The first 10 digits of a hash, which tell it from others. */
export function hash(text: string): string {
  return text.slice(0, 10);
}

const two = (number: number): string => String(number).padStart(2, '0');

/** The time of a day in the reader's time zone, with milliseconds when asked. */
export function clock(iso: string, millis = false): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const text = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return millis ? `${text}.${String(at.getMilliseconds()).padStart(3, '0')}` : text;
}

/** Day and time in the reader's time zone. */
export function when(iso: string | null | undefined): string {
  if (!iso) return '';
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(iso)}`;
}

const STEPS: [number, string][] = [
  [86_400e3, 'day'],
  [3600e3, 'hour'],
  [60e3, 'minute'],
  [1e3, 'second'],
];

/** How long ago, or how soon, in one unit. */
export function ago(iso: string, nowMillis: number): string {
  const millis = nowMillis - Date.parse(iso);
  if (!Number.isFinite(millis)) return iso;
  const [step, unit] = STEPS.find(([size]) => Math.abs(millis) >= size) ?? [1e3, 'second'];
  const number = Math.floor(Math.abs(millis) / step);
  if (number === 0) return 'now';
  return millis > 0 ? `${plural(number, unit)} ago` : `in ${plural(number, unit)}`;
}

/** A value of JSON on one line. */
export function inline(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}
