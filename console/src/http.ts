/** Requests to the node: every call renews the key and tries again on a 401. */
import { EventSplitter, type ServerEvent } from './logic/sse.ts';
import { Problem } from './logic/problem.ts';
import { key, renew } from './key.ts';

export function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return json(path, { signal });
}

export function post<Answer>(path: string, body: unknown): Promise<Answer> {
  return json(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  });
}

export async function remove(path: string): Promise<void> {
  await send(path, { method: 'DELETE' });
}

/** The events of a stream until it ends or is aborted. */
export async function* stream(
  path: string,
  signal: AbortSignal,
  connected: () => void,
): AsyncGenerator<ServerEvent> {
  const response = await send(path, { signal, headers: { Accept: 'text/event-stream' } });
  connected();
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const splitter = new EventSplitter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* splitter.add(value);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function json<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const text = await (await send(path, init)).text();
  return (text ? JSON.parse(text) : null) as Answer;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const used = key();
    const headers = new Headers(init.headers);
    if (used) headers.set('Authorization', `Bearer ${used}`);
    const response = await reach(path, { ...init, headers });
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (response.status !== 401) throw problem;
    // Another call may have got a new key while this one was under way.
    if (used === key()) await renew(problem, init.signal ?? undefined);
  }
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (failure) {
    if (init.signal?.aborted) throw failure;
    throw new Problem({ detail: 'The node cannot be reached. Is it still running?' });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
  const told = isJson ? await response.json().catch(() => ({})) as object : {};
  const title = `The node answered with status ${response.status}.`;
  return new Problem({ title, ...told, status: response.status });
}
