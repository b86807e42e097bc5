package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Category;
import dev.ferrule.rules.regex.Tree.Place;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The symbols that an automaton reads: classes of code points that no set of its patterns tells
 * apart, a line feed that ends the text, and the end. Immutable; thread-safe.
 */
final class Alphabet {
  /*
   * Classes of code points and not UTF-16 units: \w or a negated set would need a path of two
   * steps for each of some hundred ranges above U+FFFF, and a lone surrogate, which Python takes
   * for a character, could not be told from half of a pair. With classes a pair costs one table
   * look-up and the automaton stays as small as that of an ASCII pattern.
   */
  private static final int PAGE = 256;

  private final int[] firsts;
  private final int[] symbolsByRange;
  private final long[][] sets;
  private final char[] latin = new char[PAGE];
  private final AtomicReferenceArray<char @Nullable []> pages =
      new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) / PAGE);
  private final boolean[] word;
  private final boolean[] asciiWord;
  private final int lineFeed;
  private final int classes;

  private Alphabet(int[] firsts, int[] symbolsByRange, long[][] sets, int setCount) {
    this.firsts = firsts;
    this.symbolsByRange = symbolsByRange;
    this.sets = sets;
    this.classes = sets.length;
    this.word = new boolean[classes + 2];
    this.asciiWord = new boolean[classes + 2];
    for (int symbol = 0; symbol < classes; symbol++) {
      word[symbol] = contains(setCount, symbol);
      asciiWord[symbol] = contains(setCount + 1, symbol);
    }
    for (int point = 0; point < PAGE; point++) {
      latin[point] = (char) search(point);
    }
    this.lineFeed = latin['\n'];
  }

  /** Symbols for these sets and places. */
  static Alphabet of(List<CodePointSet> sets, List<Place> places) {
    var all = new ArrayList<>(sets);
    boolean word = places.contains(Place.WORD_EDGE) || places.contains(Place.NO_WORD_EDGE);
    boolean ascii =
        places.contains(Place.ASCII_WORD_EDGE) || places.contains(Place.NO_ASCII_WORD_EDGE);
    all.add(word ? CharSets.of(Category.WORD) : CodePointSet.EMPTY);
    all.add(ascii ? CharSets.of(Category.ASCII_WORD) : CodePointSet.EMPTY);
    all.add(CodePointSet.range('\n', '\n'));

    // Sweeps over all points where a set begins or ends, and names each combination it meets.
    var events = new ArrayList<long[]>();
    for (int set = 0; set < all.size(); set++) {
      for (int i = 0; i < all.get(set).rangeCount(); i++) {
        events.add(new long[] {all.get(set).first(i), set});
        events.add(new long[] {all.get(set).last(i) + 1L, set});
      }
    }
    events.sort((a, b) -> Long.compare(a[0], b[0]));
    var known = new HashMap<LongBuffer, Integer>();
    var combinations = new ArrayList<long[]>();
    var active = new long[(all.size() + 63) / 64];
    var firsts = new int[events.size() + 1];
    var symbols = new int[events.size() + 1];
    int ranges = 0;
    long point = 0;
    int event = 0;
    while (point <= Character.MAX_CODE_POINT) {
      while (event < events.size() && events.get(event)[0] == point) {
        int set = (int) events.get(event++)[1];
        active[set >> 6] ^= 1L << set;
      }
      firsts[ranges] = (int) point;
      symbols[ranges++] = name(active, known, combinations);
      point = event < events.size() ? events.get(event)[0] : Long.MAX_VALUE;
    }
    return new Alphabet(
        Arrays.copyOf(firsts, ranges),
        Arrays.copyOf(symbols, ranges),
        combinations.toArray(long[][]::new),
        sets.size());
  }

  private static int name(
      long[] active, Map<LongBuffer, Integer> known, List<long[]> combinations) {
    Integer name = known.get(LongBuffer.wrap(active));
    if (name == null) {
      name = combinations.size();
      long[] kept = active.clone();
      combinations.add(kept);
      known.put(LongBuffer.wrap(kept), name);
    }
    return name;
  }

  /** How many symbols there are, the two for the end included. */
  int size() {
    return classes + 2;
  }

  /** A line feed that is the last character. */
  int lastLineFeed() {
    return classes;
  }

  /** The end of the text. */
  int end() {
    return classes + 1;
  }

  /** Symbols of the first 256 code points; not to be changed. */
  char[] latin() {
    return latin;
  }

  /** The symbol of any code point. Pages of the table are made when first asked for. */
  int symbol(int point) {
    char[] page = pages.getAcquire(point / PAGE);
    return page != null ? page[point % PAGE] : makePage(point / PAGE)[point % PAGE];
  }

  private char[] makePage(int number) {
    var page = new char[PAGE];
    for (int i = 0; i < PAGE; i++) {
      page[i] = (char) search(number * PAGE + i);
    }
    pages.setRelease(number, page);
    return page;
  }

  private int search(int point) {
    int found = Arrays.binarySearch(firsts, point);
    return symbolsByRange[found >= 0 ? found : -found - 2];
  }

  /** Whether the set has the characters of the symbol. */
  boolean contains(int set, int symbol) {
    int of = symbol == classes ? lineFeed : symbol;
    return of < classes && (sets[of][set >> 6] >>> set & 1) != 0;
  }

  boolean isWord(int symbol) {
    return word[symbol];
  }

  boolean isAsciiWord(int symbol) {
    return asciiWord[symbol];
  }

  boolean isLineFeed(int symbol) {
    return symbol == lineFeed || symbol == classes;
  }
}
