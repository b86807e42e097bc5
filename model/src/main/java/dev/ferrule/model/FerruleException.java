package dev.ferrule.model;

import org.jspecify.annotations.Nullable;

/**
 * The one unchecked exception of Ferrule. Its message is lower case, says what was expected and
 * what was found, and never carries a payload or a secret: it is shown to callers as it stands.
 */
public final class FerruleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  public FerruleException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public FerruleException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
