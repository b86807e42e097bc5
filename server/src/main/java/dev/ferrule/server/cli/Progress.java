package dev.ferrule.server.cli;

import java.io.PrintStream;

/**
 * Tells how far something is: one line rewritten on a terminal, a line per tenth otherwise.
 * Thread-safe.
 */
final class Progress {
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintStream out;
  private final String what;
  private final long total;
  private final boolean terminal;
  private final long startedNanos = System.nanoTime();
  private long done;
  private long drawnNanos;
  private long toldTenths;

  Progress(PrintStream out, String what, long total) {
    this.out = out;
    this.what = what;
    this.total = total;
    this.terminal = isTerminal();
  }

  @SuppressWarnings("SystemConsoleNull") // null in a JVM without the module jdk.internal.le
  private static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  synchronized void advance() {
    done++;
    long now = System.nanoTime();
    if (terminal && (now - drawnNanos > REDRAW_NANOS || done == total)) {
      drawnNanos = now;
      out.printf("\r%s %d of %d", what, done, total);
      out.flush();
    } else if (!terminal && total > 0 && done * 10 / total > toldTenths) {
      toldTenths = done * 10 / total;
      out.printf("%s %d of %d%n", what, done, total);
    }
  }

  /** Ends the line. */
  synchronized void finish() {
    if (terminal && total > 0) {
      out.printf(
          "\r%s %d of %d in %.1f s%n", what, done, total, (System.nanoTime() - startedNanos) / 1e9);
    }
  }
}
