package dev.ferrule.rules.regex;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;

/** A regular expression in Python's dialect. Immutable, thread-safe. */
public final class PythonRegex {
  private final String pattern;
  private final boolean caseInsensitive;
  private final java.util.regex.Pattern translated;

  private PythonRegex(String pattern, boolean caseInsensitive) {
    this.pattern = pattern;
    this.caseInsensitive = caseInsensitive;
    this.translated =
        java.util.regex.Pattern.compile(
            pattern, caseInsensitive ? java.util.regex.Pattern.CASE_INSENSITIVE : 0);
  }

  /** Whether letters match regardless of case. */
  public enum Case {
    SENSITIVE,
    INSENSITIVE
  }

  /**
   * @throws FerruleException with {@link ErrorCode#RULE_REGEX} and Python's message, as {@code
   *     missing ), unterminated subpattern at position 0}, when the pattern is none
   */
  public static PythonRegex compile(String pattern, Case letters) {
    try {
      return new PythonRegex(pattern, letters == Case.INSENSITIVE);
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new FerruleException(ErrorCode.RULE_REGEX, e.getDescription(), e);
    }
  }

  public String pattern() {
    return pattern;
  }

  public Case letters() {
    return caseInsensitive ? Case.INSENSITIVE : Case.SENSITIVE;
  }

  /** Whether the pattern is found anywhere in the text, as {@code re.search} does. */
  public boolean find(String text) {
    return translated.matcher(text).find();
  }
}
