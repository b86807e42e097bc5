/** Results as they come, for as long as a part of the page shows them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { events } from './api.ts';
import { stream } from './http.ts';
import type { Filters } from './logic/filters.ts';
import type { EventResult } from './model.ts';

const AT_FIRST_MILLIS = 500;
const AT_MOST_MILLIS = 10_000;
/** How often what came is handed on: often enough to look live, seldom enough to read. */
const GATHER_MILLIS = 400;

export type Line = 'connecting' | 'live' | 'lost' | 'off';

interface Watching {
  filters: Filters;
  on: boolean;
  /** Told what came, the newest first. */
  came: (results: EventResult[]) => void;
  /** Told when it is connected, again after a break too: what came meanwhile is to be looked up. */
  connected?: () => void;
}

/** Follows the stream, and connects again when it breaks or when the page can be seen again. */
export function useLive(watching: Watching): Line {
  const [line, setLine] = useState<Line>('off');
  const latest = useRef(watching);
  latest.current = watching;
  const path = events.streamPath(watching.filters);

  useEffect(() => {
    if (!watching.on) {
      setLine('off');
      return;
    }
    const end = new AbortController();
    let gathered: EventResult[] = [];
    const timer = setInterval(() => {
      if (gathered.length === 0) return;
      const came = gathered.reverse();
      gathered = [];
      latest.current.came(came);
    }, GATHER_MILLIS);

    const follow = async (): Promise<void> => {
      for (let wait = AT_FIRST_MILLIS; !end.signal.aborted; wait = Math.min(wait * 2, AT_MOST_MILLIS)) {
        await untilSeen(end.signal);
        const connection = new AbortController();
        const stop = (): void => connection.abort();
        const hide = (): void => void (document.hidden && connection.abort());
        end.signal.addEventListener('abort', stop);
        document.addEventListener('visibilitychange', hide);
        try {
          setLine('connecting');
          for await (const event of stream(path, connection.signal, () => {
            wait = AT_FIRST_MILLIS;
            setLine('live');
            latest.current.connected?.();
          })) {
            const result = read(event.data);
            if (result) gathered.push(result);
            if (gathered.length > MOST_GATHERED) gathered.shift();
          }
        } catch {
          // told by the state of the line
        } finally {
          end.signal.removeEventListener('abort', stop);
          document.removeEventListener('visibilitychange', hide);
        }
        if (end.signal.aborted) return;
        setLine('lost');
        await pause(wait, end.signal);
      }
    };
    void follow();
    return () => {
      end.abort();
      clearInterval(timer);
    };
  }, [path, watching.on]);
  return line;
}

const MOST_GATHERED = 2_000;

function read(data: string): EventResult | null {
  const result = JSON.parse(data) as Partial<EventResult>;
  return result.id && result.action_name ? (result as EventResult) : null;
}

function untilSeen(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      document.removeEventListener('visibilitychange', done);
      resolve();
    };
    document.addEventListener('visibilitychange', done);
    signal.addEventListener('abort', done, { once: true });
  });
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
