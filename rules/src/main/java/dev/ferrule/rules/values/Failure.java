package dev.ferrule.rules.values;

import org.jspecify.annotations.Nullable;

/**
 * What a function returns in place of a value when it has none. Immutable.
 *
 * @param kind whether authors want to hear of it
 * @param error the name of the error, as Python would call it: {@code ValueError}
 * @param message what was expected and what was found
 * @param traceback where it happened, when somebody else's code failed: the text of a traceback, or
 *     empty when there is none; null for all other failures
 */
public record Failure(Kind kind, String error, String message, @Nullable String traceback) {
  /** The value is not there, which the author foresaw. */
  public static final Failure EXPECTED = new Failure(Kind.EXPECTED, "ExpectedUdfException", "");

  /** A failure of this process's code. */
  public Failure(Kind kind, String error, String message) {
    this(kind, error, message, null);
  }

  /** A failure that counts, of code that ran elsewhere; results keep what it says. */
  public static Failure traced(String error, String message, String traceback) {
    return new Failure(Kind.UNEXPECTED, error, message, traceback);
  }

  /** A failure that counts as an error. */
  public static Failure unexpected(String error, String message) {
    return new Failure(Kind.UNEXPECTED, error, message);
  }

  /** Whether a failure counts. */
  public enum Kind {
    /** Not counted, not reported. */
    EXPECTED,
    /** Counted in {@code __error_count} and reported. */
    UNEXPECTED
  }
}
