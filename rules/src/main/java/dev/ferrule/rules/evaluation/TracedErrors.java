package dev.ferrule.rules.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What results keep of failures in somebody else's code, as {@code __errors}. Stateless.
 *
 * <p>Failures of the rule language itself are counted alone: an explanation says what they were.
 */
public final class TracedErrors {
  /** The key in results. */
  public static final String KEY = "__errors";

  /** Most that one result keeps. */
  public static final int MOST = 8;

  /** Most characters of a traceback in a result; its end is kept. */
  public static final int MOST_TRACEBACK_CHARS = 2_000;

  private TracedErrors() {}

  /** An object for each: where the call stands, error, message and traceback. Empty when none. */
  public static List<Map<String, Object>> of(List<EvaluationError> errors) {
    return errors.stream()
        .filter(error -> error.failure().traceback() != null)
        .limit(MOST)
        .map(TracedErrors::of)
        .toList();
  }

  private static Map<String, Object> of(EvaluationError error) {
    var span = error.at().span();
    var object = new LinkedHashMap<String, Object>();
    object.put("path", span.file().path());
    object.put("line", (long) span.line());
    object.put("error", error.failure().error());
    object.put("message", error.failure().message());
    String traceback = String.valueOf(error.failure().traceback());
    object.put(
        "traceback",
        traceback.length() <= MOST_TRACEBACK_CHARS
            ? traceback
            : "..." + traceback.substring(traceback.length() - MOST_TRACEBACK_CHARS));
    return object;
  }
}
