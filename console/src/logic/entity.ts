/** Entities as `User/7`: a type without slashes, and an id that may have some. */
export interface EntityKey {
  type: string;
  id: string;
}

/** The parts of `User/7`, or null when it is not of this form. */
export function parseEntity(text: string): EntityKey | null {
  const [, type, id] = /^\s*([^/\s]+)\/(.+?)\s*$/su.exec(text) ?? [];
  return type && id ? { type, id } : null;
}

/** Encoded as the segments of a path, slashes of the id too. */
export function entityPath({ type, id }: EntityKey): string {
  return `${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
}
