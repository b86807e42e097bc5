package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a document's blocks into pieces that each fit in a chunk. Confined. */
final class Pieces {
  /** An item or row longer than this is read as sentences, not as one. */
  private static final int LONG_ITEM_TOKENS = 60;

  private static final int MAX_HEADING_CHARS = 200;
  private static final int LEVELS = 6;

  private final StructuredText document;
  private final DocumentTokens tokens;
  private final Sentences splitter;
  private final int maxTokens;
  private final String[] headings = new String[LEVELS + 1];
  private final List<Piece> pieces = new ArrayList<>();
  private String path = "";

  Pieces(StructuredText document, DocumentTokens tokens, Sentences splitter, int maxTokens) {
    this.document = document;
    this.tokens = tokens;
    this.splitter = splitter;
    this.maxTokens = maxTokens;
    Arrays.fill(headings, "");
  }

  List<Piece> cut() {
    for (int i = 0; i < document.blocks().size(); i++) {
      Block block = document.blocks().get(i);
      if (block.kind() == Block.Kind.HEADING) {
        enter(block);
      }
      add(block, isTableHead(i));
    }
    int end = pieces.size();
    for (int i = pieces.size() - 1; i >= 0; i--) {
      if (i + 1 < pieces.size() && pieces.get(i).group() != pieces.get(i + 1).group()) {
        end = i + 1;
      }
      pieces.set(i, pieces.get(i).withGroupEnd(end));
    }
    return pieces;
  }

  /** Whether block {@code at} names the columns of a table: it answers nothing by itself. */
  private boolean isTableHead(int at) {
    List<Block> blocks = document.blocks();
    Block block = blocks.get(at);
    return block.kind() == Block.Kind.TABLE_ROW
        && (at == 0 || blocks.get(at - 1).group() != block.group())
        && at + 2 < blocks.size()
        && blocks.get(at + 2).group() == block.group();
  }

  private void enter(Block heading) {
    String text = heading.span().of(document.text()).strip().replaceAll("\\s+", " ");
    if (text.length() > MAX_HEADING_CHARS) {
      text = text.substring(0, MAX_HEADING_CHARS);
    }
    int level = Math.clamp(heading.level(), 1, LEVELS);
    // the title stands before every chunk already
    headings[level] = text.equals(document.title()) ? "" : text;
    Arrays.fill(headings, level + 1, headings.length, "");
    path = String.join(" > ", Arrays.stream(headings).filter(h -> !h.isEmpty()).toList());
  }

  private void add(Block block, boolean tableHead) {
    int start = block.span().startChars();
    int end = block.span().endChars();
    int from = tokens.indexOf(start);
    int to = tokens.indexOf(end);
    if (from == to) {
      return; // no words
    }
    List<TextSpan> sentences = tableHead ? List.of() : sentences(block, to - from);
    if (to - from <= maxTokens) {
      boolean introduces = document.text().substring(start, end).stripTrailing().endsWith(":");
      add(block, start, end, from, to, sentences, introduces);
    } else if (sentences.isEmpty()) {
      addWords(block, start, end);
    } else {
      for (TextSpan sentence : sentences) {
        int first = tokens.indexOf(sentence.startChars());
        int last = tokens.indexOf(sentence.endChars());
        if (last - first > maxTokens) {
          addWords(block, sentence.startChars(), sentence.endChars());
        } else if (last > first) {
          add(
              block,
              sentence.startChars(),
              sentence.endChars(),
              first,
              last,
              List.of(sentence),
              false);
        }
      }
    }
  }

  private List<TextSpan> sentences(Block block, int count) {
    return switch (block.kind()) {
      case HEADING -> List.of();
      case LIST_ITEM, TABLE_ROW ->
          count <= LONG_ITEM_TOKENS ? List.of(block.span()) : split(block.span());
      case PARAGRAPH, CODE -> split(block.span());
    };
  }

  private List<TextSpan> split(TextSpan span) {
    var found = new ArrayList<TextSpan>();
    splitter.split(document.text(), span.startChars(), span.endChars(), found);
    return found;
  }

  /** Cuts what is too long even as a sentence, between words where that is possible. */
  private void addWords(Block block, int startChars, int endChars) {
    int from = tokens.indexOf(startChars);
    int end = tokens.indexOf(endChars);
    while (from < end) {
      int to = Math.min(from + maxTokens, end);
      if (to < end) {
        int word = to;
        while (word > from && !tokens.beginsWord(word)) {
          word--;
        }
        to = word > from ? word : to;
      }
      int start = tokens.startChars(from);
      int stop = tokens.endChars(to - 1);
      List<TextSpan> whole =
          block.kind() == Block.Kind.HEADING ? List.of() : List.of(new TextSpan(start, stop));
      add(block, start, stop, from, to, whole, false);
      from = to;
    }
  }

  private void add(
      Block block, int start, int end, int from, int to, List<TextSpan> sentences, boolean intro) {
    pieces.add(
        new Piece(
            start,
            end,
            from,
            to,
            block.kind(),
            block.group(),
            0,
            block.page(),
            path,
            sentences,
            intro));
  }
}
