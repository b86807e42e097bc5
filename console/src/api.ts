/** The node's HTTP API, as far as the console uses it. */
import { get, post, remove } from './http.ts';
import { type EntityKey, entityPath } from './logic/entity.ts';
import { type Filters, requestQuery } from './logic/filters.ts';
import { add, type Counts } from './logic/series.ts';
import type * as model from './model.ts';

export type CountedBy = 'action' | 'rule' | 'verdict' | 'release';

/** The most requests for one chart. */
const MOST_PARTS = 20;

function query(filters: Filters, more: Record<string, string | number | null | undefined> = {}): string {
  const all = requestQuery(filters, Date.now());
  for (const [name, value] of Object.entries(more)) {
    if (value !== null && value !== undefined && value !== '') all.set(name, String(value));
  }
  const text = all.toString();
  return text ? `?${text}` : '';
}

/** Any list of the API: the items stand under a name of their own. */
async function page<Item>(path: string, name: string, signal?: AbortSignal): Promise<model.Page<Item>> {
  const found = await get<Record<string, unknown>>(path, signal);
  return { items: (found[name] ?? []) as Item[], next: (found.next ?? null) as string | null };
}

export const events = {
  list: (filters: Filters, limit: number, after: string | null, signal?: AbortSignal) =>
    page<model.EventResult>(`/v1/events${query(filters, { limit, after })}`, 'events', signal),
  get: (id: string, signal?: AbortSignal) =>
    get<model.EventResult>(`/v1/events/${encodeURIComponent(id)}`, signal),
  explain: (id: string, signal?: AbortSignal) =>
    get<model.Explained>(`/v1/events/${encodeURIComponent(id)}/explain`, signal),
  /** Counts from a moment to another; the node may give those of many events in parts. */
  counts: async (filters: Filters & { from: string; to: string }, interval: string, by: CountedBy | '', signal?: AbortSignal) => {
    const part = (after: string | null) => get<Counts & { next: string | null }>(
      `/v1/events/counts${query(filters, { interval, by, after })}`, signal);
    let all = await part(null);
    for (let parts = 1; all.next && parts < MOST_PARTS; parts++) {
      const further = await part(all.next);
      all = { ...add(all, further), next: further.next };
    }
    return all;
  },
  top: (filters: Filters, by: CountedBy | 'entity', limit: number, signal?: AbortSignal) =>
    get<model.Top>(`/v1/events/top${query(filters, { by, limit })}`, signal),
  streamPath: (filters: Filters) => `/v1/events/stream${query({ ...filters, from: '', to: '' })}`,
};

export const entities = {
  list: (type: string, label: string, limit: number, after: string | null, signal?: AbortSignal) =>
    page<model.EntitySummary>(`/v1/entities${query({}, { type, label, limit, after })}`, 'entities', signal),
  get: (entity: EntityKey, signal?: AbortSignal) =>
    get<model.EntityDetails>(`/v1/entities/${entityPath(entity)}`, signal),
  label: (entity: EntityKey, change: model.LabelChange) =>
    post(`/v1/entities/${entityPath(entity)}`, change),
};

export const releases = {
  list: (limit: number, after: string | null, signal?: AbortSignal) =>
    page<model.Release>(`/v1/releases${query({}, { limit, after })}`, 'releases', signal),
  get: (hash: string, signal?: AbortSignal) => get<model.ReleaseDetails>(`/v1/releases/${hash}`, signal),
  diff: (before: string, after: string, signal?: AbortSignal) =>
    get<model.ReleaseDiff>(`/v1/releases/${before}/diff/${after}`, signal),
  state: (signal?: AbortSignal) => get<model.ReleaseState>('/v1/releases/state', signal),
  history: (limit: number, after: string | null, signal?: AbortSignal) =>
    page<model.HistoryEntry>(`/v1/releases/history${query({}, { limit, after })}`, 'history', signal),
  shadow: (signal?: AbortSignal) => get<model.Shadow>('/v1/releases/shadow', signal),
  activate: (hash: string, how: model.Activation) => post(`/v1/releases/${hash}/activate`, how),
  rollback: (revision: number, by: string, note: string) =>
    post('/v1/releases/rollback', { revision, by, note }),
};

export const workers = (signal?: AbortSignal): Promise<model.Workers> => get('/v1/workers', signal);

export const rules = (signal?: AbortSignal): Promise<model.RuleFiles> => get('/v1/rules', signal);

export const deliveries = {
  deadLetters: (limit: number, after: string | null, signal?: AbortSignal) =>
    page<model.DeadLetter>(`/v1/dead-letters${query({}, { limit, after })}`, 'dead_letters', signal),
  replay: (id: string) => post(`/v1/dead-letters/${encodeURIComponent(id)}/replay`, {}),
  discard: (id: string) => remove(`/v1/dead-letters/${encodeURIComponent(id)}`),
  webhooks: (signal?: AbortSignal) => page<model.Webhook>('/v1/webhooks', 'webhooks', signal),
  testWebhook: (name: string) => post<model.WebhookTest>(`/v1/webhooks/${encodeURIComponent(name)}/test`, {}),
  deleteWebhook: (name: string) => remove(`/v1/webhooks/${encodeURIComponent(name)}`),
};
