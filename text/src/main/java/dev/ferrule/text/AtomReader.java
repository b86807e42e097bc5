package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import dev.ferrule.text.Atom.Border;
import java.util.ArrayList;
import java.util.List;

/** Takes a document apart into its {@link Atom}s, in order. Confined to one document. */
final class AtomReader {
  /* A list item or code block up to this long is one sentence: it is short enough to quote whole. */
  private static final int WHOLE_TOKENS = 60;

  private final StructuredText document;
  private final String text;
  private final TokenBuffer tokens;
  private final Tokenizer tokenizer;
  private final SentenceSplitter splitter;
  private final int maxTokens;
  private final int pieceTokens;

  private final List<Atom> atoms = new ArrayList<>();
  private final List<TextSpan> sentences = new ArrayList<>();
  private int nextToken;
  private int endChars;

  /**
   * @param tokens those of the whole text
   * @param maxTokens the most tokens of an atom
   */
  AtomReader(
      StructuredText document,
      TokenBuffer tokens,
      Tokenizer tokenizer,
      SentenceSplitter splitter,
      int maxTokens) {
    this.document = document;
    this.text = document.text();
    this.tokens = tokens;
    this.tokenizer = tokenizer;
    this.splitter = splitter;
    this.maxTokens = maxTokens;
    // Parts of a long sentence are small, so that its first can keep a heading company.
    pieceTokens = Math.max(maxTokens / 8, 1);
  }

  List<Atom> read() {
    int group = Integer.MIN_VALUE;
    for (Block block : document.blocks()) {
      boolean continues = block.group() == group;
      group = block.group();
      switch (block.kind()) {
        case HEADING -> add(block, block.span(), Border.BLOCK);
        case PARAGRAPH -> addSentences(block, Border.BLOCK);
        case TABLE_ROW -> add(block, block.span(), continues ? Border.ROW : Border.BLOCK);
        case LIST_ITEM -> {
          Border border = continues ? Border.ITEM : Border.BLOCK;
          if (isShort(block.span())) {
            add(block, block.span(), border);
          } else {
            addSentences(block, border);
          }
        }
        case CODE -> {
          if (isShort(block.span())) {
            add(block, block.span(), Border.BLOCK);
          } else {
            addLines(block);
          }
        }
      }
    }
    return atoms;
  }

  private boolean isShort(TextSpan span) {
    int last = nextToken + WHOLE_TOKENS;
    return last >= tokens.size() || tokens.startChars(last) >= span.endChars();
  }

  private void addSentences(Block block, Border first) {
    sentences.clear();
    splitter.split(text, block.span().startChars(), block.span().endChars(), sentences);
    Border border = first;
    for (TextSpan sentence : sentences) {
      if (add(block, sentence, border)) {
        border = Border.SENTENCE;
      }
    }
  }

  private void addLines(Block block) {
    Border border = Border.BLOCK;
    int end = block.span().endChars();
    for (int start = block.span().startChars(); start < end; ) {
      int newline = text.indexOf('\n', start, end);
      int stop = newline < 0 ? end : newline + 1;
      if (add(block, new TextSpan(start, stop), border)) {
        border = Border.LINE;
      }
      start = stop;
    }
  }

  /** Adds a span as one atom or several; false if it has no tokens. */
  private boolean add(Block block, TextSpan span, Border border) {
    // A token that a border falls into stays with what it began in.
    int start = Math.max(span.startChars(), endChars);
    int end = span.endChars();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    int before = nextToken;
    while (nextToken < tokens.size() && tokens.endChars(nextToken) <= start) {
      nextToken++;
    }
    int first = nextToken;
    while (nextToken < tokens.size() && tokens.startChars(nextToken) < end) {
      nextToken++;
    }
    if (first == nextToken) {
      return false;
    }
    boolean glued = first == before && first > 0 && !canCutBefore(first);
    addPieces(
        block,
        Math.min(start, tokens.startChars(first)),
        end,
        first,
        nextToken,
        glued && !atoms.isEmpty() ? Border.NONE : border);
    return true;
  }

  private void addPieces(
      Block block, int start, int end, int first, int endToken, Border firstBorder) {
    Border border = firstBorder;
    int from = start;
    int at = first;
    if (endToken - first > maxTokens) {
      int cut = cutAfter(at, endToken);
      while (cut < endToken) {
        addAtom(block, from, tokens.endChars(cut - 1), at, cut, border);
        from = Math.max(endChars, tokens.startChars(cut));
        border = canCutBefore(cut) ? Border.WORD : Border.NONE;
        at = cut;
        cut = cutAfter(at, endToken);
      }
    }
    addAtom(block, from, Math.max(end, tokens.endChars(endToken - 1)), at, endToken, border);
  }

  private void addAtom(Block block, int start, int end, int first, int endToken, Border border) {
    atoms.add(new Atom(new TextSpan(start, end), first, endToken, block, border));
    endChars = end;
  }

  /** Where a piece that begins at a token should end: before a word, unless that makes it long. */
  private int cutAfter(int first, int endToken) {
    for (int cut = first + pieceTokens; cut < Math.min(first + maxTokens, endToken); cut++) {
      if (canCutBefore(cut)) {
        return cut;
      }
    }
    return Math.min(first + maxTokens, endToken);
  }

  /** Whether the text on both sides, encoded alone, has the same tokens as here. */
  private boolean canCutBefore(int token) {
    return !tokenizer.continuesWord(tokens.id(token))
        && tokens.endChars(token - 1) <= tokens.startChars(token);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
