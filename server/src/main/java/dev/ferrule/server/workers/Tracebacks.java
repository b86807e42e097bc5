package dev.ferrule.server.workers;

import dev.ferrule.proto.v1.CallFailure;
import dev.ferrule.rules.values.Failure;

/** What workers say of calls that failed, cut to what is kept. Stateless. */
final class Tracebacks {
  static final int MOST_TYPE_CHARS = 200;
  static final int MOST_MESSAGE_CHARS = 2_000;
  static final int MOST_TRACEBACK_CHARS = 8_000;

  private Tracebacks() {}

  static Failure of(CallFailure failure) {
    String type = failure.getType().isEmpty() ? "Exception" : failure.getType();
    return Failure.traced(
        start(type, MOST_TYPE_CHARS),
        start(failure.getMessage(), MOST_MESSAGE_CHARS),
        end(failure.getTraceback(), MOST_TRACEBACK_CHARS));
  }

  private static String start(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }

  /* The end of a traceback says where it happened. */
  private static String end(String text, int most) {
    return text.length() <= most ? text : "..." + text.substring(text.length() - most);
  }
}
