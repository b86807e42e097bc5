// @ts-check
/** The node's HTTP API, as far as this page uses it. */

/**
 * @typedef {object} Passage a citation or a hit: a span of a document
 * @property {string} document
 * @property {string} [title]
 * @property {number} [page] absent when the format has no pages
 * @property {number} chunk
 * @property {number} start in code points
 * @property {number} end in code points
 * @property {string} text
 * @property {number} score
 */

/**
 * @typedef {object} Answer
 * @property {string} question
 * @property {string} answer
 * @property {boolean} no_answer
 * @property {'generated' | 'extractive' | 'none'} rung
 * @property {number} confidence
 * @property {Passage[]} citations
 * @property {{stage: string, ms: number}[]} stages
 * @property {number} took_ms
 * @property {boolean} [blocked] whether rules refused it; absent where rules do not judge answers
 * @property {string} [reason] what to say then
 * @property {string[]} [redacted] kinds of personal data that were masked
 */

/** @typedef {{name: string, documents: number, model?: string}} Collection */
/** @typedef {{id: string, title?: string, text: string, media_type?: string, pages?: number}} SourceDocument */
/** @typedef {{event: string, data: any}} AnswerEvent */

/** What the node, or the way to it, said went wrong (RFC 9457). */
export class Problem extends Error {
  /** @param {{status?: number, code?: string, title?: string, detail?: string}} told */
  constructor(told) {
    super(told.detail || told.title || 'The node could not do this.');
    this.status = told.status ?? 0;
    this.code = told.code ?? '';
  }
}

/** The API under this page's own address. Every call renews the key and retries on a 401. */
export class Api {
  #keys;

  /** @param {import('./key.js').KeyForm} keys */
  constructor(keys) {
    this.#keys = keys;
  }

  /** @returns {Promise<Collection[]>} */
  async collections() {
    return (await this.#json('v1/collections')).collections;
  }

  /**
   * @param {string} collection
   * @param {string} id may contain slashes
   * @param {AbortSignal} signal
   * @returns {Promise<SourceDocument>}
   */
  document(collection, id, signal) {
    const path = id.split('/').map(encodeURIComponent).join('/');
    return this.#json(`${inCollection(collection)}/documents/${path}`, { signal });
  }

  /**
   * The passages nearest to a query, best first.
   *
   * @param {string} collection
   * @param {string} query
   * @param {AbortSignal} signal
   * @returns {Promise<Passage[]>}
   */
  async search(collection, query, signal) {
    const body = JSON.stringify({ query, top_k: 3, highlight: false });
    const found = await this.#json(`${inCollection(collection)}/search`, post(body, signal));
    return found.hits;
  }

  /**
   * An answer as it is made. The last event is `done` or the iteration throws a Problem.
   *
   * @param {string} collection
   * @param {string} question
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<AnswerEvent>}
   */
  async *answer(collection, question, signal) {
    const init = post(JSON.stringify({ question, stream: true }), signal, 'text/event-stream');
    const response = await this.#send(`${inCollection(collection)}/answer`, init);
    if (!response.body || !isType(response, 'text/event-stream')) {
      yield { event: 'done', data: await response.json() };
      return;
    }
    for await (const { event, data } of readEvents(response.body)) {
      const parsed = JSON.parse(data);
      if (event === 'error') throw new Problem(parsed);
      yield { event, data: parsed };
      if (event === 'done') return;
    }
    throw new Problem({ detail: 'The connection closed before the answer was complete.' });
  }

  /** @param {string} path @param {RequestInit} [init] */
  async #json(path, init = {}) {
    return (await this.#send(path, init)).json();
  }

  /** @param {string} path @param {RequestInit} init @returns {Promise<Response>} */
  async #send(path, init) {
    for (;;) {
      const key = this.#keys.key;
      const headers = new Headers(init.headers);
      if (key) headers.set('Authorization', `Bearer ${key}`);
      const response = await reach(path, { ...init, headers });
      if (response.ok) return response;
      const problem = await problemOf(response);
      if (response.status !== 401) throw problem;
      // Another call may have got a new key while this one was under way.
      if (key === this.#keys.key) await this.#keys.renew(problem, init.signal);
    }
  }
}

/**
 * The events of a `text/event-stream` body (HTML Living Standard, section 9.2.6), without ids and
 * retry times, which the node does not send.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<{event: string, data: string}>}
 */
export async function* readEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const pieces = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/u);
      rest = pieces.pop() ?? '';
      for (const piece of pieces) {
        const event = readEvent(piece);
        if (event) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** @param {string} piece @returns {{event: string, data: string} | null} null without data */
function readEvent(piece) {
  let event = 'message';
  const data = [];
  for (const line of piece.split(/\r?\n/u)) {
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/su.exec(line) ?? [];
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return data.length > 0 ? { event, data: data.join('\n') } : null;
}

/** @param {string} path @param {RequestInit} init */
async function reach(path, init) {
  try {
    return await fetch(path, init);
  } catch (failure) {
    if (init.signal?.aborted) throw failure;
    throw new Problem({ detail: 'The node cannot be reached. Is it still running?' });
  }
}

/** @param {Response} response */
async function problemOf(response) {
  const told = isType(response, 'json') ? await response.json().catch(() => ({})) : {};
  const title = `The node answered with status ${response.status}.`;
  return new Problem({ title, ...told, status: response.status });
}

/** @param {Response} response @param {string} type */
function isType(response, type) {
  return (response.headers.get('Content-Type') ?? '').includes(type);
}

/** @param {string} collection */
function inCollection(collection) {
  return `v1/collections/${encodeURIComponent(collection)}`;
}

/** @param {string} body @param {AbortSignal} signal @param {string} [accept] @returns {RequestInit} */
function post(body, signal, accept = 'application/json') {
  const headers = { 'Content-Type': 'application/json', Accept: accept };
  return { method: 'POST', body, signal, headers };
}
