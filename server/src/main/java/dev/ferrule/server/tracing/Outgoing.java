package dev.ferrule.server.tracing;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A call of something outside of the node, as a span of its own when it is traced. Confined. */
public final class Outgoing implements AutoCloseable {
  static final Outgoing UNTRACED = new Outgoing(null);

  private final @Nullable TracedSpan span;

  Outgoing(@Nullable TracedSpan span) {
    this.span = span;
  }

  /** Gives the headers that carry the trace on (W3C Trace Context), or none. */
  public void headers(BiConsumer<String, String> header) {
    if (span != null) {
      span.headers(header);
    }
  }

  /** Notes why it failed: the code of an error, or a kind of failure, without any payload. */
  public void failed(String why) {
    if (span != null) {
      span.failed(why);
    }
  }

  @Override
  public void close() {
    if (span != null) {
      span.end();
    }
  }
}
