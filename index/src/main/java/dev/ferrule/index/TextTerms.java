package dev.ferrule.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * The terms of a text, as an analyzer makes them, so that it need not be analyzed for each question
 * again. A term is kept as a hash of 64 bits. Immutable, thread-safe.
 */
public final class TextTerms {
  private static final long PRIME = 0x100000001b3L;
  private static final long OFFSET = 0xcbf29ce484222325L;

  private final long[] hashes;
  private final int[] startsChars;

  private TextTerms(long[] hashes, int[] startsChars) {
    this.hashes = hashes;
    this.startsChars = startsChars;
  }

  static TextTerms of(Analyzer analyzer, String text) {
    var hashes = new long[Math.max(8, text.length() / 6)];
    var starts = new int[hashes.length];
    int count = 0;
    try (TokenStream stream = analyzer.tokenStream("", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      var offset = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        if (count == hashes.length) {
          hashes = Arrays.copyOf(hashes, 2 * count);
          starts = Arrays.copyOf(starts, 2 * count);
        }
        hashes[count] = hash(term);
        starts[count++] = offset.startOffset();
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string cannot fail", e);
    }
    return new TextTerms(Arrays.copyOf(hashes, count), Arrays.copyOf(starts, count));
  }

  /** FNV-1a over the chars, mixed: two terms of a language do not meet in it. */
  static long hash(CharSequence term) {
    long hash = OFFSET;
    for (int i = 0; i < term.length(); i++) {
      hash = (hash ^ term.charAt(i)) * PRIME;
    }
    return hash ^ hash >>> 32;
  }

  /** How many terms there are; one that comes twice counts twice. */
  public int size() {
    return hashes.length;
  }

  long hash(int index) {
    return hashes[index];
  }

  /** The first term that starts at or after a char. */
  int firstFrom(int chars) {
    int place = Arrays.binarySearch(startsChars, chars);
    while (place > 0 && startsChars[place - 1] == chars) {
      place--; // bigrams and single signs may start together
    }
    return place < 0 ? -place - 1 : place;
  }
}
