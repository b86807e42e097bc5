package dev.ferrule.text.wordpiece;

import dev.ferrule.text.TokenBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Normalises a stretch of text as a whole and then reads it: for marks that change places, and for
 * tokenizers with added tokens that match after normalisation. Thread-safe.
 */
final class ExactScanner {
  private final ExactNormalizer normalizer;
  private final Supplier<CharTable> plainTableMaker;
  private final WordSplitter words;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable CharTable plainTable;

  /**
   * @param plainTable makes the table for text that is normalised already; asked once, when first
   *     needed, as most texts never need it
   */
  ExactScanner(ExactNormalizer normalizer, Supplier<CharTable> plainTable, WordSplitter words) {
    this.normalizer = normalizer;
    this.plainTableMaker = plainTable;
    this.words = words;
  }

  /** Reads {@code chars[from, to)}. */
  void scan(char[] chars, int from, int to, int base, Scratch scratch, TokenBuffer out) {
    NormalizedText text = normalizer.normalize(chars, from, to, base);
    scan(text, 0, text.size, scratch, out);
  }

  /** Reads {@code chars[from, to)}, in which added tokens are matched once it is normalised. */
  void scan(AddedTokens tokens, char[] chars, int to, int base, Scratch scratch, TokenBuffer out) {
    NormalizedText text = normalizer.normalize(chars, 0, to, base);
    String string = text.toString();
    var matches = tokens.matches(string, 0, string.length());
    int atChars = 0;
    int at = 0;
    while (matches.next()) {
      // A token may begin in white space that the one before took along.
      int start =
          matches.start() < atChars
              ? at - string.codePointCount(matches.start(), atChars)
              : at + string.codePointCount(atChars, matches.start());
      scan(text, at, start, scratch, out);
      int end = start + string.codePointCount(matches.start(), matches.end());
      out.add(matches.id(), text.starts[start], text.ends[end - 1]);
      at = end;
      atChars = matches.end();
    }
    scan(text, at, text.size, scratch, out);
  }

  private void scan(NormalizedText text, int from, int to, Scratch scratch, TokenBuffer out) {
    CharTable table = plainTable();
    WordSplitter.begin(scratch);
    for (int i = from; i < to; i++) {
      int entry = table.entry(text.codePoints[i]);
      switch (CharTable.kind(entry)) {
        case CharTable.SPACE -> words.flush(scratch, out);
        case CharTable.ISOLATED -> {
          words.flush(scratch, out);
          out.add(CharTable.payload(entry), text.starts[i], text.ends[i]);
        }
        default -> words.push(scratch, CharTable.payload(entry), text.starts[i], text.ends[i]);
      }
    }
    words.flush(scratch, out);
  }

  private CharTable plainTable() {
    CharTable table = plainTable;
    if (table != null) {
      return table;
    }
    lock.lock();
    try {
      table = plainTable;
      if (table == null) {
        table = plainTableMaker.get();
        plainTable = table;
      }
      return table;
    } finally {
      lock.unlock();
    }
  }
}
