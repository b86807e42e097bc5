package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import dev.ferrule.text.tokenizers.Tokenizers;
import dev.ferrule.text.wordpiece.Vocabularies;
import java.util.ArrayList;
import java.util.List;

/** Writes a Markdown-like text and its blocks, which leave the markup out. */
final class DocumentBuilder {
  static final Tokenizer TOKENIZER =
      Tokenizers.read(
          Vocabularies.json(
              "a", "b", "c", "##a", "##b", "##c", "word", "s", "##s", ".", ",", "-", "|", "#", "中",
              "é"),
          "test");

  /** A sentence ends with a full stop and what white space follows. */
  static final SentenceSplitter FULL_STOPS =
      (text, start, end, out) -> {
        int from = start;
        for (int i = start; i < end; i++) {
          if (text.charAt(i) == '.' || i == end - 1) {
            out.add(new TextSpan(from, i + 1));
            from = i + 1;
          }
        }
      };

  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private int group;
  private int page = 1;

  DocumentBuilder heading(int level, String title) {
    return block(Block.Kind.HEADING, level, ++group, "#".repeat(level) + " ", title, "\n\n");
  }

  DocumentBuilder paragraph(String content) {
    return block(Block.Kind.PARAGRAPH, 0, ++group, "", content, "\n\n");
  }

  DocumentBuilder code(String content) {
    return block(Block.Kind.CODE, 0, ++group, "", content, "\n\n");
  }

  DocumentBuilder list(String... items) {
    group++;
    for (String item : items) {
      block(Block.Kind.LIST_ITEM, 1, group, "- ", item, "\n");
    }
    text.append('\n');
    return this;
  }

  DocumentBuilder table(String... rows) {
    group++;
    for (String row : rows) {
      block(Block.Kind.TABLE_ROW, 0, group, "| ", row, " |\n");
    }
    text.append('\n');
    return this;
  }

  DocumentBuilder nextPage() {
    page++;
    return this;
  }

  private DocumentBuilder block(
      Block.Kind kind, int level, int group, String before, String content, String after) {
    text.append(before);
    var span = new TextSpan(text.length(), text.length() + content.length());
    text.append(content).append(after);
    blocks.add(new Block(kind, level, group, span, page));
    return this;
  }

  StructuredText build() {
    return new StructuredText("", text.toString(), blocks, page);
  }
}
