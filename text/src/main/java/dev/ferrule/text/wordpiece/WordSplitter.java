package dev.ferrule.text.wordpiece;

import dev.ferrule.text.TokenBuffer;

/** Appends the tokens of one word that has been read into a {@link Scratch}. Immutable. */
final class WordSplitter {
  private final PieceTrie trie;
  private final int unknownId;
  private final int longestWord;

  /**
   * @param longestWord in symbols; a longer word is unknown
   */
  WordSplitter(PieceTrie trie, int unknownId, int longestWord) {
    this.trie = trie;
    this.unknownId = unknownId;
    this.longestWord = longestWord;
  }

  int unknownId() {
    return unknownId;
  }

  int longestWord() {
    return longestWord;
  }

  /** Begins a word. */
  static void begin(Scratch scratch) {
    scratch.wordLength = 0;
    scratch.wordSpellable = true;
  }

  /** Adds a symbol, which comes from {@code [start, end)} of the text. */
  void push(Scratch scratch, int symbol, int start, int end) {
    int at = scratch.wordLength++;
    scratch.wordEnd = end;
    if (at == 0) {
      scratch.wordStart = start;
    }
    if (symbol == 0 || at >= longestWord) {
      scratch.wordSpellable = false;
    }
    if (scratch.wordSpellable) {
      if (at == scratch.symbols.length) {
        scratch.reserveSymbols(at + 1);
      }
      scratch.symbols[at] = symbol;
      scratch.starts[at] = start;
      scratch.ends[at] = end;
    }
  }

  /** Ends the word, if one has begun, and begins the next. */
  void flush(Scratch scratch, TokenBuffer out) {
    int length = scratch.wordLength;
    if (length == 0) {
      return;
    }
    int pieces = scratch.wordSpellable ? trie.split(scratch, length) : PieceTrie.NONE;
    if (pieces == PieceTrie.NONE) {
      out.add(unknownId, scratch.wordStart, scratch.wordEnd);
    }
    int from = 0;
    for (int i = 0; i < pieces; i++) {
      int to = scratch.pieceEnds[i];
      out.add(scratch.pieceIds[i], scratch.starts[from], scratch.ends[to - 1]);
      from = to;
    }
    begin(scratch);
  }

  /** A whole word whose symbols are in the scratch and come from one char each. */
  void word(Scratch scratch, int length, int start, TokenBuffer out) {
    int pieces = trie.split(scratch, length);
    if (pieces == PieceTrie.NONE) {
      out.add(unknownId, start, start + length);
    }
    int from = start;
    for (int i = 0; i < pieces; i++) {
      int to = start + scratch.pieceEnds[i];
      out.add(scratch.pieceIds[i], from, to);
      from = to;
    }
  }
}
