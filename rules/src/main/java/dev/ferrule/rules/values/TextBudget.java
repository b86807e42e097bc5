package dev.ferrule.rules.values;

/** How much text the expressions of one event may make. Confined to its evaluation. */
public final class TextBudget {
  /** The UTF-16 units that one event's {@code +}, {@code *} and f-strings may make together. */
  public static final int MOST_CHARS = 16 << 20;

  private long leftChars = MOST_CHARS;

  /** Takes so many chars, or says that there are not as many left. */
  public boolean take(long chars) {
    leftChars -= chars;
    if (leftChars < 0) {
      leftChars += chars;
      return false;
    }
    return true;
  }

  /** Starts the next event. */
  public void reset() {
    leftChars = MOST_CHARS;
  }

  /** What an expression comes to when there is nothing left. */
  public static Failure exhausted() {
    return Failure.unexpected(
        "MemoryError",
        "expected at most %d chars of text made for one event, found more".formatted(MOST_CHARS));
  }
}
