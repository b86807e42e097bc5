/** The pieces of a line of a rule file, by what they are. Simple: no state over lines but for triple quotes. */
export type Kind = 'comment' | 'text' | 'number' | 'word' | 'call' | 'name' | 'plain';

export interface Piece {
  kind: Kind;
  text: string;
}

const WORDS = new Set(['and', 'or', 'not', 'in', 'True', 'False', 'None', 'if', 'else', 'for']);
const TOKEN =
  /(#.*$)|([rf]?"(?:[^"\\]|\\.)*"?|[rf]?'(?:[^'\\]|\\.)*'?)|(\b\d[\d_]*(?:\.\d+)?\b)|([A-Za-z_]\w*)(?=(\s*\()?)/gu;

/** The pieces of a line of SML; joined they are the line. */
export function highlightSml(line: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const push = (kind: Kind, text: string): void => {
    if (text) pieces.push({ kind, text });
  };
  for (const match of line.matchAll(TOKEN)) {
    push('plain', line.slice(end, match.index));
    const [all, comment, text, number, , call] = match;
    end = match.index + all.length;
    if (comment) push('comment', all);
    else if (text) push('text', all);
    else if (number) push('number', all);
    else if (WORDS.has(all)) push('word', all);
    else push(call ? 'call' : 'name', all);
  }
  push('plain', line.slice(end));
  return pieces;
}

const YAML = /^(\s*(?:-\s+)*)([\w."'-]+)(:)(?=\s|$)(.*)$/u;

/** The pieces of a line of YAML. */
export function highlightYaml(line: string): Piece[] {
  if (/^\s*#/u.test(line)) return [{ kind: 'comment', text: line }];
  const [, indent, key, colon, rest] = YAML.exec(line) ?? [];
  if (key === undefined) return line ? [{ kind: 'plain', text: line }] : [];
  return [
    { kind: 'plain', text: indent! },
    { kind: 'call', text: key },
    { kind: 'plain', text: colon! + rest! },
  ].filter((piece) => piece.text) as Piece[];
}

export function highlight(path: string, line: string): Piece[] {
  if (path.endsWith('.sml')) return highlightSml(line);
  if (/\.ya?ml$/u.test(path)) return highlightYaml(line);
  return line ? [{ kind: 'plain', text: line }] : [];
}
