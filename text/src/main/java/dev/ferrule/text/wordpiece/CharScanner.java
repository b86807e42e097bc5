package dev.ferrule.text.wordpiece;

import dev.ferrule.text.TokenBuffer;

/** Reads text of any script: one look-up in a {@link CharTable} per code point. Immutable. */
final class CharScanner {
  private final CharTable table;
  private final WordSplitter words;
  private final ExactScanner exact;

  /**
   * @param exact reads what the table cannot tell
   */
  CharScanner(CharTable table, WordSplitter words, ExactScanner exact) {
    this.table = table;
    this.words = words;
    this.exact = exact;
  }

  /**
   * Reads {@code chars[from, to)} up to and with the first ASCII white space.
   *
   * @param base what to add to an index to have its offset in the text
   * @return where to go on
   */
  int scan(char[] chars, int from, int to, int base, Scratch scratch, TokenBuffer out) {
    int before = out.size();
    WordSplitter.begin(scratch);
    int i = from;
    while (i < to) {
      int cp = chars[i];
      int next = i + 1;
      if (Character.isHighSurrogate((char) cp)
          && next < to
          && Character.isLowSurrogate(chars[next])) {
        cp = Character.toCodePoint((char) cp, chars[next++]);
      }
      int entry = table.entry(cp);
      int kind = CharTable.kind(entry);
      if (kind == CharTable.WORD) {
        words.push(scratch, CharTable.payload(entry), base + i, base + next);
      } else if (kind == CharTable.SPACE) {
        words.flush(scratch, out);
        if (cp <= ' ') {
          return next;
        }
      } else if (kind >= CharTable.EXPANDED && mayReorder(entry, chars, from, i, next, to)) {
        out.truncate(before);
        return scanExactly(chars, from, to, base, scratch, out);
      } else {
        other(entry, base + i, base + next, scratch, out);
      }
      i = next;
    }
    words.flush(scratch, out);
    return to;
  }

  private void other(int entry, int start, int end, Scratch scratch, TokenBuffer out) {
    switch (CharTable.kind(entry)) {
      case CharTable.WORD, CharTable.ORDERED ->
          words.push(scratch, CharTable.payload(entry), start, end);
      case CharTable.SPACE -> words.flush(scratch, out);
      case CharTable.ISOLATED -> {
        words.flush(scratch, out);
        out.add(CharTable.payload(entry), start, end);
      }
      case CharTable.EXPANDED -> {
        int[] parts = table.expansions();
        int at = CharTable.payload(entry);
        for (int left = parts[at]; left > 0; left--) {
          other(parts[++at], start, end, scratch, out);
        }
      }
      default -> {
        // REMOVED: as if it were not there, even inside a word.
      }
    }
  }

  /**
   * Whether a mark that is kept here stands beside one that it might have to change places with.
   */
  private boolean mayReorder(int entry, char[] chars, int from, int start, int end, int to) {
    return (entry & CharTable.MARKED) != 0
        && hasOrdered(entry)
        && ((start > from && canMeet(Character.codePointBefore(chars, start, from)))
            || (end < to && canMeet(Character.codePointAt(chars, end, to))));
  }

  private boolean hasOrdered(int entry) {
    if (CharTable.kind(entry) == CharTable.ORDERED) {
      return true;
    }
    int[] parts = table.expansions();
    int at = CharTable.payload(entry);
    for (int i = 1; i <= parts[at]; i++) {
      if (CharTable.kind(parts[at + i]) == CharTable.ORDERED) {
        return true;
      }
    }
    return false;
  }

  private boolean canMeet(int neighbour) {
    int entry = table.entry(neighbour);
    return (entry & CharTable.MARKED) != 0 || CharTable.kind(entry) == CharTable.REMOVED;
  }

  private int scanExactly(
      char[] chars, int from, int to, int base, Scratch scratch, TokenBuffer out) {
    int end = from;
    while (end < to && !isAsciiSpace(chars[end])) {
      end++;
    }
    exact.scan(chars, from, end, base, scratch, out);
    return end;
  }

  static boolean isAsciiSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }
}
