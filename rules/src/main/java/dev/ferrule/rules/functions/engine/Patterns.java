package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.types.Type;
import org.jspecify.annotations.Nullable;

/** What the functions that take patterns share. */
final class Patterns {
  static final Parameter PATTERN =
      constant("pattern", Type.STR, "A regular expression in Python's dialect.");
  static final Parameter CASE_INSENSITIVE =
      optionalConstant("case_insensitive", Type.BOOL, false, "Whether case does not matter.");

  private Patterns() {}

  static PythonRegex.Case letters(CallSite site) {
    return Boolean.TRUE.equals(site.constant("case_insensitive"))
        ? PythonRegex.Case.INSENSITIVE
        : PythonRegex.Case.SENSITIVE;
  }

  /** The compiled pattern, or null when it is none, which has been reported. */
  static @Nullable PythonRegex compile(CallSite site) {
    try {
      return PythonRegex.compile(site.text("pattern"), letters(site));
    } catch (FerruleException e) {
      site.reject("invalid regex pattern", site.spanOf("pattern"), "error: " + e.getMessage());
      return null;
    }
  }
}
