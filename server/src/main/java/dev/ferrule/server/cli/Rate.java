package dev.ferrule.server.cli;

import java.io.PrintStream;
import java.util.Locale;

/** Tells how far a file of events is and how fast it goes, once a second. Confined. */
final class Rate {
  private static final long EVERY_NANOS = 1_000_000_000;
  private static final int LOOK_EVERY = 256;

  private final String what;
  private final PrintStream out;
  private final long startedNanos = System.nanoTime();
  private long count;
  private long toldNanos = startedNanos;

  Rate(String what, PrintStream out) {
    this.what = what;
    this.out = out;
  }

  /** One more event. */
  void advance(double share) {
    count++;
    if (count % LOOK_EVERY == 0) {
      tell(share);
    }
  }

  /** So many events in all. */
  void at(long events, double share) {
    count = events;
    tell(share);
  }

  private void tell(double share) {
    long now = System.nanoTime();
    if (now - toldNanos >= EVERY_NANOS) {
      toldNanos = now;
      out.printf(
          Locale.ROOT, "%s: %,d events, %.0f %%, %s%n", what, count, share * 100, perSecond(now));
    }
  }

  /** The last line. */
  void finish(long refused) {
    long now = System.nanoTime();
    out.printf(
        Locale.ROOT,
        "%,d events in %.2f s, %s%s%n",
        count,
        (now - startedNanos) / 1e9,
        perSecond(now),
        refused == 0 ? "" : ", %,d refused".formatted(refused));
  }

  private String perSecond(long now) {
    return String.format(
        Locale.ROOT, "%,.0f events/s", count * 1e9 / Math.max(1, now - startedNanos));
  }
}
