package dev.ferrule.rules.values;

/**
 * What a function returns in place of a value when it has none. Immutable.
 *
 * @param kind whether authors want to hear of it
 * @param error the name of the error, as Python would call it: {@code ValueError}
 * @param message what was expected and what was found
 */
public record Failure(Kind kind, String error, String message) {
  /** The value is not there, which the author foresaw. */
  public static final Failure EXPECTED = new Failure(Kind.EXPECTED, "ExpectedUdfException", "");

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
