package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.time.Instant;

/**
 * Who did something, when, and why. Immutable.
 *
 * @param by a name, {@link #AUTOMATIC} when no person did it
 * @param note why; may be empty
 */
public record Authored(String by, Instant at, String note) {
  /** Who takes back a release that passed its bounds. */
  public static final String AUTOMATIC = "automatic";

  private static final int MOST_BY_CHARS = 200;
  private static final int MOST_NOTE_CHARS = 2_000;

  public Authored {
    require("by", by, MOST_BY_CHARS);
    require("note", note, MOST_NOTE_CHARS);
  }

  private static void require(String name, String text, int mostChars) {
    if (text.length() > mostChars) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected at most %d characters in %s, found %d"
              .formatted(mostChars, name, text.length()));
    }
  }
}
