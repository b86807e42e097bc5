package dev.ferrule.engine;

import dev.ferrule.model.CodePoints;
import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of many texts, without special tokens. Immutable once its job has ended. */
public final class Tokens {
  private final List<@Nullable Part> parts = new ArrayList<>();
  private long size;

  /**
   * The tokens of one run of texts.
   *
   * @param ids of all its texts
   * @param spans start and end of each token in its text, in code points
   * @param counts how many tokens each text has
   */
  private record Part(int[] ids, int[] spans, int[] counts) {}

  /** Tokenizes runs; confined to one thread. */
  static final class Worker implements Cores.Worker {
    private final Tokenizer tokenizer;
    private final Texts texts;
    private final Tokens tokens;
    private final TokenBuffer buffer = new TokenBuffer();

    Worker(Tokenizer tokenizer, Texts texts, Tokens tokens) {
      this.tokenizer = tokenizer;
      this.texts = texts;
      this.tokens = tokens;
    }

    @Override
    public boolean step() {
      Texts.Run run = texts.next();
      if (run == null) {
        return false;
      }
      buffer.clear();
      var counts = new int[run.to() - run.from()];
      var offsets = new ArrayList<int[]>();
      for (int i = run.from(); i < run.to(); i++) {
        String text = texts.text(i);
        int before = buffer.size();
        tokenizer.encode(text, buffer);
        counts[i - run.from()] = buffer.size() - before;
        offsets.add(spans(text, buffer, before));
      }
      var spans = new int[2 * buffer.size()];
      int at = 0;
      for (int[] some : offsets) {
        System.arraycopy(some, 0, spans, at, some.length);
        at += some.length;
      }
      tokens.put(run.number(), new Part(buffer.ids(), spans, counts));
      return true;
    }

    private static int[] spans(String text, TokenBuffer buffer, int from) {
      var spans = new int[2 * (buffer.size() - from)];
      var codePoints = new CodePoints(text);
      for (int i = from; i < buffer.size(); i++) {
        spans[2 * (i - from)] = codePoints.at(buffer.startChars(i));
        spans[2 * (i - from) + 1] = codePoints.at(buffer.endChars(i));
      }
      return spans;
    }
  }

  private synchronized void put(int number, Part part) {
    while (parts.size() <= number) {
      parts.add(null);
    }
    parts.set(number, part);
    size += part.ids().length;
  }

  /** How many tokens all texts have. */
  public synchronized long size() {
    return size;
  }

  /**
   * Writes them out, as integers of the machine's order.
   *
   * @param ids of all tokens, 32 bits each
   * @param spans start and end of each token in its text, in code points, 32 bits each
   * @param ends how many tokens there are up to the end of each text, 64 bits each
   */
  public synchronized void copyTo(ByteBuffer ids, ByteBuffer spans, ByteBuffer ends) {
    IntBuffer idsOut = ids.order(ByteOrder.nativeOrder()).asIntBuffer();
    IntBuffer spansOut = spans.order(ByteOrder.nativeOrder()).asIntBuffer();
    LongBuffer endsOut = ends.order(ByteOrder.nativeOrder()).asLongBuffer();
    long end = 0;
    for (Part part : parts) {
      if (part != null) {
        idsOut.put(part.ids());
        spansOut.put(part.spans());
        for (int count : part.counts()) {
          end += count;
          endsOut.put(end);
        }
      }
    }
  }
}
