package dev.ferrule.text.wordpiece;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Objects;

/**
 * The Unicode properties of the reference implementation, from {@code reference-unicode.txt} (whose
 * head says why they are not the JDK's). Decompositions and lower case are the JDK's but for the
 * listed exceptions. Immutable.
 */
final class ReferenceUnicode {
  /** Loaded on first use; about 0.7 MB. */
  static final ReferenceUnicode INSTANCE = load();

  private static final int CODE_POINTS = Character.MAX_CODE_POINT + 1;

  /* The Hangul constants of the Unicode Standard, section 3.12. */
  private static final int HANGUL_SYLLABLES = 0xAC00;
  private static final int HANGUL_SYLLABLES_END = 0xD7A4;

  private final BitSet controls = new BitSet(CODE_POINTS);
  private final BitSet punctuation = new BitSet(CODE_POINTS);
  private final BitSet marks = new BitSet(0x20000);
  private final BitSet wholes = new BitSet(0x20000);
  private final byte[] orders = new byte[0x20000];
  private final int[][] lowers = new int[8][];
  private int lowerCount;

  private static ReferenceUnicode load() {
    var unicode = new ReferenceUnicode();
    try (InputStream in =
            Objects.requireNonNull(
                ReferenceUnicode.class.getResourceAsStream("reference-unicode.txt"));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      String section = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("[")) {
          section = line.substring(1, line.length() - 1);
        } else if (!line.startsWith("#")) {
          unicode.read(section, line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return unicode;
  }

  private void read(String section, String line) {
    for (String item : line.split(" ", -1)) {
      int plus = item.indexOf('+');
      String range = plus < 0 ? item : item.substring(0, plus);
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
      int end = (dash < 0 ? first : Integer.parseInt(range.substring(dash + 1), 16)) + 1;
      switch (section) {
        case "control" -> controls.set(first, end);
        case "punctuation" -> punctuation.set(first, end);
        case "mark" -> marks.set(first, end);
        case "whole" -> wholes.set(first, end);
        case "lower" ->
            lowers[lowerCount++] = new int[] {first, end, Integer.parseInt(item.substring(plus))};
        default -> {
          byte order = (byte) Integer.parseInt(section.substring("order ".length()));
          for (int cp = first; cp < end; cp++) {
            orders[cp] = order;
          }
        }
      }
    }
  }

  /** Adds every code point that one of the listed properties speaks of. */
  void addSpecialTo(BitSet set) {
    set.or(controls);
    set.or(punctuation);
    set.or(marks);
    set.set(0xFFFD);
    for (int cp = 0; cp < orders.length; cp++) {
      if (orders[cp] != 0 || isWhitespace(cp)) {
        set.set(cp);
      }
    }
    for (int i = 0; i < lowerCount; i++) {
      set.set(lowers[i][0], lowers[i][1]);
    }
  }

  /** Whether {@code clean_text} removes it. */
  boolean isRemovedByCleaning(int cp) {
    return cp == 0 || cp == 0xFFFD || (controls.get(cp) && cp != '\t' && cp != '\n' && cp != '\r');
  }

  boolean isWhitespace(int cp) {
    return (cp >= '\t' && cp <= '\r') || cp == 0x85 || Character.isSpaceChar(cp);
  }

  boolean isPunctuation(int cp) {
    return punctuation.get(cp);
  }

  /** A mark that {@code strip_accents} removes. */
  boolean isMark(int cp) {
    return marks.get(cp);
  }

  /** The canonical combining class; 0 for a starter. */
  int order(int cp) {
    return cp < orders.length ? orders[cp] & 0xFF : 0;
  }

  /** The ranges that BERT calls Chinese: not Hangul, Hiragana or Katakana. */
  static boolean isChinese(int cp) {
    return cp >= 0x3400
        && ((cp <= 0x4DBF)
            || (cp >= 0x4E00 && cp <= 0x9FFF)
            || (cp >= 0xF900 && cp <= 0xFAFF)
            || (cp >= 0x20000 && cp <= 0x2A6DF)
            || (cp >= 0x2A700 && cp <= 0x2B81F)
            || (cp >= 0x2B920 && cp <= 0x2CEAF)
            || (cp >= 0x2F800 && cp <= 0x2FA1F));
  }

  /** The canonical decomposition (NFD) of one code point into {@code out}; returns its length. */
  int decompose(int cp, int[] out) {
    if (cp < 0xC0 || wholes.get(cp) || isSurrogate(cp) || isWholeIdeograph(cp)) {
      out[0] = cp;
      return 1;
    }
    if (cp >= HANGUL_SYLLABLES && cp < HANGUL_SYLLABLES_END) {
      int index = cp - HANGUL_SYLLABLES;
      out[0] = 0x1100 + index / 588;
      out[1] = 0x1161 + index % 588 / 28;
      out[2] = 0x11A7 + index % 28;
      return index % 28 == 0 ? 2 : 3;
    }
    String nfd = Normalizer.normalize(Character.toString(cp), Normalizer.Form.NFD);
    int length = 0;
    for (int i = 0; i < nfd.length(); i += Character.charCount(out[length++])) {
      out[length] = nfd.codePointAt(i);
    }
    return length;
  }

  /** Blocks of ideographs without a decomposition: 90 thousand that need not be asked for. */
  private static boolean isWholeIdeograph(int cp) {
    return (cp >= 0x3400 && cp < 0xA000) || (cp >= 0x20000 && cp < 0x2F800);
  }

  /** The lower case of one code point into {@code out}; returns its length. */
  int lower(int cp, int[] out) {
    if (cp == 0x130) {
      // The one code point whose lower case is longer: i and a dot above.
      out[0] = 'i';
      out[1] = 0x307;
      return 2;
    }
    out[0] = lower(cp);
    return 1;
  }

  private int lower(int cp) {
    for (int i = 0; i < lowerCount; i++) {
      if (cp >= lowers[i][0] && cp < lowers[i][1]) {
        return cp + lowers[i][2];
      }
    }
    return Character.toLowerCase(cp);
  }

  private static boolean isSurrogate(int cp) {
    return cp >= Character.MIN_SURROGATE && cp <= Character.MAX_SURROGATE;
  }
}
