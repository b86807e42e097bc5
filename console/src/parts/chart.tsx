/** Counts over time as stacked columns, and single values as bars. */
import type { ComponentChildren, JSX } from 'preact';
import { type Chart, roundUp } from '../logic/series.ts';
import { count, plural, short, when } from '../logic/words.ts';

const WIDTH = 600;
const HEIGHT = 120;

interface ColumnsProps {
  data: Chart;
  /** What the chart shows, for those who do not see it. */
  title: string;
  /** What is counted, such as `event`. */
  unit?: string;
}

/** Stacked columns with a legend; the numbers of a column show on hover. */
export function Columns({ data, title, unit = 'event' }: ColumnsProps): JSX.Element {
  const top = roundUp(data.most);
  const width = WIDTH / data.times.length;
  const gap = width > 4 ? 1 : 0;
  const height = (value: number): number => (value / top) * HEIGHT;
  const total = data.series.reduce((sum, series) => sum + series.total, 0);
  return (
    <figure class="chart">
      <div class="plot">
        <span class="most" aria-hidden="true">{short(top)}</span>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img"
          aria-label={`${title}: ${plural(total, unit)}, at most ${count(data.most)} in one column`}>
          <line class="rule" x1="0" x2={WIDTH} y1="0.5" y2="0.5" />
          <line class="rule" x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
          {data.times.map((time, i) => {
            let y = HEIGHT;
            const words = data.series.filter((s) => s.counts[i]).map((s) => `${s.name} ${count(s.counts[i]!)}`);
            return (
              <g key={time}>
                {data.series.map((series, number) => {
                  const size = height(series.counts[i]!);
                  y -= size;
                  return size > 0 && (
                    <rect key={series.name} class={`s${number}`} x={i * width} y={y}
                      width={width - gap} height={size} />
                  );
                })}
                <rect class="hover" x={i * width} y="0" width={width} height={HEIGHT}>
                  <title>{`${when(new Date(time).toISOString())}\n${words.join('\n') || `no ${unit}s`}`}</title>
                </rect>
              </g>
            );
          })}
          <line class="axis" x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        </svg>
      </div>
      <div class="times" aria-hidden="true">
        <span>{when(new Date(data.times[0]!).toISOString())}</span>
        <span>{when(new Date(data.times.at(-1)!).toISOString())}</span>
      </div>
      {data.series.length > 0 && (
        <figcaption>
          <ul class="legend">
            {data.series.map((series, number) => (
              <li key={series.name}>
                <span class={`swatch s${number}`} aria-hidden="true" />{series.name}{' '}
                <span class="number">{count(series.total)}</span>
              </li>
            ))}
          </ul>
        </figcaption>
      )}
    </figure>
  );
}

/** The last seconds as one line of small columns. */
export function Spark({ counts, label }: { counts: number[]; label: string }): JSX.Element {
  const top = Math.max(1, ...counts);
  return (
    <svg class="spark" viewBox={`0 0 ${counts.length} 20`} preserveAspectRatio="none" role="img" aria-label={label}>
      {counts.map((value, i) => (
        <rect key={i} class="s0" x={i} width="0.8" y={20 - (value / top) * 20} height={(value / top) * 20} />
      ))}
    </svg>
  );
}

export interface Bar {
  name: string;
  count: number;
  label: ComponentChildren;
  note?: string;
}

/** Names with counts, and bars as long as the counts. */
export function Bars({ bars }: { bars: Bar[] }): JSX.Element {
  const top = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <ul class="bars">
      {bars.map((bar) => (
        <li key={bar.name}>
          <span class="label">{bar.label}</span>
          <span class="number">{count(bar.count)}{bar.note && <span class="quiet"> {bar.note}</span>}</span>
          <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width={(bar.count / top) * 100} height="1" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
