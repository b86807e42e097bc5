/** A line of a unified diff. */
export interface DiffLine {
  kind: 'hunk' | 'added' | 'removed' | 'same' | 'note';
  text: string;
  /** Line numbers, null on the side where the line is not. */
  before: number | null;
  after: number | null;
}

/** The lines of a unified diff with their numbers, without its two file lines. */
export function parseDiff(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let before = 0;
  let after = 0;
  let inHunk = false;
  for (const line of diff.replace(/\n$/u, '').split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/u.exec(line);
    if (hunk) {
      inHunk = true;
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      lines.push({ kind: 'hunk', text: line, before: null, after: null });
    } else if (!inHunk) {
      continue;
    } else if (line.startsWith('+')) {
      lines.push({ kind: 'added', text: line.slice(1), before: null, after: after++ });
    } else if (line.startsWith('-')) {
      lines.push({ kind: 'removed', text: line.slice(1), before: before++, after: null });
    } else if (line.startsWith('\\')) {
      lines.push({ kind: 'note', text: line.slice(2), before: null, after: null });
    } else {
      lines.push({ kind: 'same', text: line.slice(1), before: before++, after: after++ });
    }
  }
  return lines;
}
