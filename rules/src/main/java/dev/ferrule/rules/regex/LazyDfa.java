package dev.ferrule.rules.regex;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic automaton that searches for all its patterns in one pass over a text, built as
 * texts ask for it. Its memory is bounded: when it is full it starts anew, and a text that would
 * make it do so again and again is searched node by node instead. Time grows with the length of the
 * text and, at worst, with the nodes of the patterns. Thread-safe; allocates nothing when warm.
 */
final class LazyDfa {
  /*
   * Scans read the table without a lock. That is sound because an entry is one int which is either
   * 0, still unknown, and then the scan takes the lock, or a row that stays what it is in this
   * table. An array that grew leaves the old one as it was, with rows that lie within it. Rows that
   * say more, a pattern found or nothing left to find, are negative; their state is written before
   * the entry and read after it, each across a fence.
   */

  /** Nodes looked at in one search by steps; some 0.3 s. */
  private static final long MAX_WORK = 40_000_000;

  /** A state that did not serve this many characters was not worth its making. */
  private static final int WORTH_CHARS = 8;

  /** After so many characters searched by steps, the table may start anew. */
  private static final long PATIENCE_CHARS = 1 << 20;

  private final Nfa nfa;
  private final Alphabet alphabet;
  private final int patterns;
  private final int maxEntries;

  /** The patterns that it searches for, as bits. */
  private final long[] own;

  private final Object lock = new Object();
  private final Stepper stepper;
  private volatile StateTable table;
  private volatile boolean thrashing;
  private long scannedChars;

  /** Where a scan is: a table and a row of it. */
  private record Cursor(StateTable table, int row, long work) {}

  LazyDfa(Nfa nfa, long[] own, int patterns, int maxEntries) {
    this.nfa = nfa;
    this.alphabet = Alphabet.of(nfa.sets(), nfa.places());
    this.patterns = patterns;
    this.own = own;
    this.maxEntries = maxEntries;
    this.stepper = new Stepper(nfa, alphabet, patterns);
    this.table = freshTable();
  }

  private StateTable freshTable() {
    var fresh = new StateTable(alphabet.size(), maxEntries);
    fresh.add(stepper.initial());
    return fresh;
  }

  /** Whether texts make it start anew too often: its patterns are better apart. */
  boolean isThrashing() {
    return thrashing;
  }

  int stateCount() {
    return table.stateCount();
  }

  /** Whether any pattern is found in the text. */
  boolean any(String text) {
    return search(text, null);
  }

  /** Sets the bit of each pattern that is found in the text. */
  void all(String text, long[] hits) {
    search(text, hits);
  }

  private boolean search(String text, long @Nullable [] hits) {
    long[] atOnce = stepper.initial().found();
    if (atOnce != null && isEnough(atOnce, hits)) {
      return true;
    }
    char[] latin = alphabet.latin();
    StateTable known = table;
    int[] next = known.next();
    int row = alphabet.size();
    long work = 0;
    int length = text.length();
    boolean lineEnds = length > 0 && text.charAt(length - 1) == '\n';
    int plain = lineEnds ? length - 1 : length;
    int steps = plain + (lineEnds ? 2 : 1);
    for (int i = 0; i < steps; i++) {
      int symbol;
      if (i < plain) {
        int point = text.charAt(i);
        if (point < 256) {
          symbol = latin[point];
        } else {
          if (Character.isHighSurrogate((char) point)
              && i + 1 < plain
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            point = Character.toCodePoint((char) point, text.charAt(++i));
          }
          symbol = alphabet.symbol(point);
        }
      } else {
        symbol = i == steps - 1 ? alphabet.end() : alphabet.lastLineFeed();
      }
      int to = next[row + symbol];
      if (to > 0) {
        row = to;
        continue;
      }
      if (to == StateTable.UNKNOWN) {
        if (thrashing && known.isFull()) {
          return walk(text, i, symbol, known.state(row), hits);
        }
        Cursor cursor = extend(known, row, symbol);
        known = cursor.table();
        next = known.next();
        to = cursor.row();
        work += cursor.work();
        checkWork(work);
      }
      if (to < 0) {
        row = -to;
        VarHandle.acquireFence();
        Stepper.Nodes state = known.state(row);
        long[] found = state.found();
        if (found != null && isEnough(found, hits)) {
          return true;
        }
        if (stepper.isDead(state)) {
          return false;
        }
      } else {
        row = to;
      }
    }
    scannedChars += length;
    return false;
  }

  /** Notes what was found; whether there is nothing left to look for. */
  private boolean isEnough(long[] found, long @Nullable [] hits) {
    if (hits == null) {
      return true;
    }
    boolean all = true;
    for (int i = 0; i < found.length; i++) {
      hits[i] |= found[i];
      all &= (own[i] & ~hits[i]) == 0;
    }
    return all;
  }

  /** Finds out where a symbol leads, and says so in a table that may be a new one. */
  private Cursor extend(StateTable seen, int row, int symbol) {
    synchronized (lock) {
      StateTable current = table;
      int from = row;
      if (seen != current || current.isFull()) {
        if (current.isFull()) {
          current = startAnew(current);
        }
        from = current.add(seen.state(row));
      }
      Stepper.Nodes state = current.state(from);
      Stepper.Nodes reached = stepper.step(state.nodes(), state.before(), symbol);
      int to = current.add(reached);
      long work = stepper.takeWork();
      boolean special = reached.found() != null || stepper.isDead(reached);
      VarHandle.releaseFence();
      current.link(from, symbol, special ? -to : to);
      return new Cursor(current, special ? -to : to, work);
    }
  }

  private StateTable startAnew(StateTable full) {
    thrashing = scannedChars < (long) WORTH_CHARS * full.stateCount();
    scannedChars = 0;
    StateTable fresh = freshTable();
    table = fresh;
    return fresh;
  }

  /** Searches the rest of a text without the table. */
  private boolean walk(
      String text, int from, int firstSymbol, Stepper.Nodes start, long @Nullable [] hits) {
    var apart = new Stepper(nfa, alphabet, patterns);
    Stepper.Nodes state = start;
    long work = 0;
    int length = text.length();
    int at = from;
    int symbol = firstSymbol;
    while (true) {
      state = apart.step(state.nodes(), state.before(), symbol);
      long[] found = state.found();
      if (found != null && isEnough(found, hits)) {
        return true;
      }
      if (symbol == alphabet.end() || apart.isDead(state)) {
        break;
      }
      work += apart.takeWork();
      checkWork(work);
      at++;
      if (at >= length) {
        symbol = alphabet.end();
      } else if (at == length - 1 && text.charAt(at) == '\n') {
        symbol = alphabet.lastLineFeed();
      } else {
        int point = text.codePointAt(at);
        at += Character.charCount(point) - 1;
        symbol = alphabet.symbol(point);
      }
    }
    recover(length - from);
    return false;
  }

  private static void checkWork(long work) {
    if (work > MAX_WORK) {
      throw PatternSource.limit(
          "expected a search of at most %d steps, found more: the pattern counts too far"
              .formatted(MAX_WORK));
    }
  }

  /** A table that texts outgrew may serve the next ones. */
  private void recover(int chars) {
    scannedChars += chars;
    if (scannedChars > PATIENCE_CHARS) {
      thrashing = false;
    }
  }
}
