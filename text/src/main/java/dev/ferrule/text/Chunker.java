package dev.ferrule.text;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.TextSpan;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Temporary. */
public final class Chunker {
  private final Tokenizer tokenizer;
  private final ChunkingSettings settings;

  public Chunker(Tokenizer tokenizer, Sentences sentences, ChunkingSettings settings) {
    this.tokenizer = tokenizer;
    this.settings = settings;
  }

  public List<TextChunk> chunk(StructuredText text) {
    var buffer = new TokenBuffer();
    tokenizer.encode(text.text(), buffer);
    var sentences = new ArrayList<TextSpan>();
    for (Block block : text.blocks()) {
      if (block.kind() == Block.Kind.HEADING) continue;
      BreakIterator it = BreakIterator.getSentenceInstance(Locale.ENGLISH);
      String s = block.span().of(text.text());
      it.setText(s);
      int a = it.first();
      for (int b = it.next(); b != BreakIterator.DONE; a = b, b = it.next()) {
        int e = b;
        while (e > a && Character.isWhitespace(s.charAt(e - 1))) e--;
        if (e > a)
          sentences.add(new TextSpan(block.span().startChars() + a, block.span().startChars() + e));
      }
    }
    var chunks = new ArrayList<TextChunk>();
    int token = 0;
    int i = 0;
    while (i < sentences.size()) {
      var mine = new ArrayList<TextSpan>();
      var tokens = new ArrayList<Integer>();
      while (token < buffer.size() && buffer.startChars(token) < sentences.get(i).startChars())
        token++;
      int first = token;
      while (i < sentences.size()) {
        TextSpan s = sentences.get(i);
        int a = token;
        while (a < buffer.size() && buffer.startChars(a) < s.startChars()) a++;
        int b = a;
        while (b < buffer.size() && buffer.startChars(b) < s.endChars()) b++;
        if (!mine.isEmpty() && b - first > settings.maxTokens()) break;
        mine.add(s);
        tokens.add(a - first);
        tokens.add(b - first);
        token = b;
        i++;
      }
      chunks.add(
          new TextChunk(
              chunks.size(),
              new TextSpan(mine.getFirst().startChars(), mine.getLast().endChars()),
              0,
              "",
              mine,
              buffer.ids(first, token),
              tokens.stream().mapToInt(x -> x).toArray()));
    }
    return chunks;
  }
}
