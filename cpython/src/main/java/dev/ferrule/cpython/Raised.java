package dev.ferrule.cpython;

/**
 * What a call comes to that has no value. Immutable.
 *
 * @param type name of the exception, as {@code ValueError}
 * @param message at most 2,000 characters
 * @param traceback the function's own frames, at most 8,000 characters; may be empty
 */
public record Raised(String type, String message, String traceback) {
  /** A value of another type than expected. */
  static Raised wrong(String message) {
    return new Raised("TypeError", message, "");
  }
}
