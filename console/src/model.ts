/** What the node's HTTP API tells, as far as the console uses it. See docs/events.md. */

export interface Effect {
  kind: 'verdict' | 'label' | 'custom';
  rules: string[];
  verdict?: string;
  entity?: string;
  label?: string;
  status?: string;
  expires_after_s?: number;
  delay_s?: number;
  name?: string;
  text?: string;
  arguments?: unknown[];
}

export interface EventResult {
  id: string;
  action_name: string;
  received_at: string;
  timestamp: string;
  release: string;
  verdicts: string[];
  rules: string[];
  entities: string[];
  effects: Effect[];
  error_count: number;
  features?: Record<string, unknown>;
  data?: unknown;
}

export interface Explanation {
  expression: string;
  outcome: 'yes' | 'no' | '=' | 'failed' | 'not reached';
  value: string;
  path: string;
  line: number;
  parts: Explanation[];
}

export interface Release {
  hash: string;
  by: string;
  at: string;
  note: string;
  files: number;
  total_bytes: number;
  state: string;
}

export interface ReleaseState {
  live: string | null;
  live_since: string | null;
  candidate: string | null;
  stage: string;
  percent: number;
  max_error_rate: number | null;
  max_p99_ms: number | null;
  previous: string[];
  revision: number;
  by: string;
  at: string;
  note: string;
  storage: string;
  reachable: boolean;
  nodes: NodeReport[];
}

export interface NodeReport {
  node: string;
  live: string | null;
  candidate: string | null;
  percent: number;
  revision: number;
  error: string;
  at: string;
}

export interface HistoryEntry {
  id: string;
  action: string;
  release: string;
  before: string | null;
  percent: number;
  by: string;
  at: string;
  note: string;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface Explained {
  rules: Explanation[];
  release: string;
  /** What to know of it, such as that labels are taken as none. */
  notes: string[];
}

export interface Top {
  /** How many events were looked at. */
  events: number;
  top: { name: string; count: number }[];
  /** Not null when there are more events than were looked at. */
  next: string | null;
}

export interface LabelReason {
  name: string;
  description: string;
  created_at: string;
  expires_at: string | null;
  expired: boolean;
}

export interface LabelState {
  label: string;
  status: string;
  expired: boolean;
  expires_at: string | null;
}

export interface EntityLabel extends LabelState {
  reasons: LabelReason[];
}

export interface EntitySummary {
  entity: string;
  labels: LabelState[];
}

export interface LabelEvent {
  label: string;
  status: string;
  reason: { name: string; description: string };
  expires_at: string | null;
  by: { event?: string; release?: string; key?: string };
}

export interface EntityDetails {
  entity: string;
  labels: EntityLabel[];
  delayed: (LabelEvent & { due_at: string })[];
  history: (LabelEvent & { at: string })[];
  /** How many kept events have it. */
  events?: number;
}

export interface LabelChange {
  label: string;
  status: 'added' | 'removed';
  reason: string;
  expires_after_s?: number;
}

export interface RuleFile {
  path: string;
  /** Null when it is no text. */
  text: string | null;
  findings: { line: number; severity: string; message: string; hint: string }[];
}

export interface RuleHits {
  name: string;
  file: string;
  line: number;
  description: string;
  hits: number;
  per_second: number;
}

export interface RuleFiles {
  release: string | null;
  /** Since when hits are counted. */
  since?: string;
  files: RuleFile[];
  rules: RuleHits[];
}

export interface ReleaseDetails extends Omit<Release, 'files'> {
  files: Record<string, string | { base64: string }>;
}

export interface ReleaseDiff {
  files: { path: string; change: string; diff: string | null }[];
  rules: { added: string[]; removed: string[]; changed: string[] };
}

export type Sides = Record<string, { only_live: number; only_shadow: number }>;

export type Shadow = { running: false } | ShadowFound;

export interface ShadowFound {
  running: true;
  live: string;
  shadow: string;
  since: string;
  compared: number;
  differing: number;
  /** Events that the shadow could not evaluate. */
  failed: number;
  rules: Sides;
  verdicts: Sides;
  samples: { id: string; action_name: string; live: Observed; shadow: Observed }[];
}

export interface Observed {
  rules: string[];
  verdicts: string[];
  error_count: number;
}

export interface Activation {
  stage: 'all' | 'shadow' | 'percent';
  percent?: number;
  max_error_rate?: number;
  max_p99_ms?: number;
  /** The revision that the reader saw: a change by somebody else meanwhile is a conflict. */
  revision?: number;
  by: string;
  note: string;
}

export interface DeadLetter {
  id: string;
  source: 'inbox' | 'kafka' | 'webhook' | 'sink';
  /** The topic, webhook or sink. */
  name: string;
  at: string;
  event_id?: string;
  code: string;
  error: string;
  attempts: number;
}

export interface Webhook {
  name: string;
  url: string;
  on: Record<'actions' | 'verdicts' | 'rules' | 'labels', string[]>;
  delivered: number;
  failed: number;
  waiting: number;
  behind: number;
}

export interface WebhookTest {
  delivered: boolean;
  status: number;
  error?: string;
}

export interface Workers {
  workers: Worker[];
  functions: WorkerFunction[];
}

export interface Worker {
  name: string;
  language: string;
  process_id: number;
  /** The hash of the sources that the node started it for; empty for others. */
  release: string;
  joined: string;
  state: 'ready' | 'draining';
  calls_in_flight: number;
  calls: number;
  failures: number;
  p50_ms: number;
  p99_ms: number;
  functions: { name: string; version: string }[];
}

/** A function that releases call, in one version. */
export interface WorkerFunction {
  name: string;
  /** Null when any will do. */
  version: string | null;
  workers: number;
  /** Calls that wait for a worker. */
  waiting: number;
  circuit: 'closed' | 'open' | 'half_open';
  calls: number;
  batches: number;
  p50_ms: number;
  p99_ms: number;
  failures: Record<string, number>;
}
