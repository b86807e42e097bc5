/** One event of a `text/event-stream` (HTML Living Standard, section 9.2.6). */
export interface ServerEvent {
  event: string;
  data: string;
  id: string;
}

/** Cuts a stream of text into its events, whatever pieces it comes in. */
export class EventSplitter {
  #rest = '';

  /** @returns the events that are complete with this piece */
  add(text: string): ServerEvent[] {
    const pieces = (this.#rest + text).split(/\r?\n\r?\n/u);
    this.#rest = pieces.pop() ?? '';
    return pieces.map(readEvent).filter((event) => event !== null);
  }
}

function readEvent(piece: string): ServerEvent | null {
  const found: ServerEvent = { event: 'message', data: '', id: '' };
  const data: string[] = [];
  for (const line of piece.split(/\r?\n/u)) {
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/su.exec(line) ?? [];
    if (field === 'event') found.event = value;
    if (field === 'id') found.id = value;
    if (field === 'data') data.push(value);
  }
  found.data = data.join('\n');
  return data.length > 0 ? found : null;
}
