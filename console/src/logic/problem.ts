/** What the node, or the way to it, said went wrong (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** Further facts, such as the errors of a rule set. */
  readonly facts: Record<string, unknown>;

  constructor(told: { status?: number; code?: string; title?: string; detail?: string }) {
    super(told.detail || told.title || 'The node could not do this.');
    this.status = told.status ?? 0;
    this.code = told.code ?? '';
    this.facts = told as Record<string, unknown>;
  }
}
