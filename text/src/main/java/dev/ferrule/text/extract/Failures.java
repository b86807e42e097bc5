package dev.ferrule.text.extract;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import org.jspecify.annotations.Nullable;

/** The ways extraction fails. */
final class Failures {
  private Failures() {}

  /** The content is not what it is said to be, or is damaged. */
  static FerruleException unreadable(String message) {
    return unreadable(message, null);
  }

  static FerruleException unreadable(String message, @Nullable Throwable cause) {
    return new FerruleException(ErrorCode.DOCUMENT_UNREADABLE, message, cause);
  }

  /** The content passes a limit of {@link ExtractionLimits}. */
  static FerruleException tooLarge(String what, String limit, long maximum) {
    return new FerruleException(
        ErrorCode.REQUEST_TOO_LARGE, "%s must stay within %s=%d".formatted(what, limit, maximum));
  }

  static FerruleException unsupported(String message) {
    return new FerruleException(ErrorCode.REQUEST_MEDIA_TYPE, message);
  }
}
