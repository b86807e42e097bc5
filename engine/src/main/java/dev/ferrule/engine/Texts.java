package dev.ferrule.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Many texts in one buffer, handed out in runs. Thread-safe, as long as nobody writes to it. */
final class Texts {
  private static final int RUN_TEXTS = 256;
  private static final int RUN_BYTES = 128 << 10;

  private final ByteBuffer utf8;
  private final LongBuffer ends;
  private int next;
  private int runs;

  /**
   * @param utf8 the texts, one behind the other
   * @param ends where each ends, as 64-bit integers
   */
  Texts(ByteBuffer utf8, ByteBuffer ends) {
    this.utf8 = utf8;
    this.ends = ends.duplicate().order(ByteOrder.nativeOrder()).asLongBuffer();
  }

  int count() {
    return ends.limit();
  }

  private long start(int index) {
    return index == 0 ? 0 : ends.get(index - 1);
  }

  String text(int index) {
    int start = Math.toIntExact(start(index));
    var bytes = new byte[Math.toIntExact(ends.get(index) - start)];
    utf8.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Texts {@code [from, to)}.
   *
   * @param number which run it is, from 0
   */
  record Run(int number, int from, int to) {}

  /** The next run; null when there is none. */
  synchronized @Nullable Run next() {
    int from = next;
    if (from == count()) {
      return null;
    }
    int to = from + 1;
    while (to < count() && to - from < RUN_TEXTS && ends.get(to) - start(from) <= RUN_BYTES) {
      to++;
    }
    next = to;
    return new Run(runs++, from, to);
  }
}
