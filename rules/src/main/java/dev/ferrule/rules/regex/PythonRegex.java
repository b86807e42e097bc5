package dev.ferrule.rules.regex;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import org.jspecify.annotations.Nullable;

/** A regular expression in Python's dialect. Immutable, thread-safe. */
public final class PythonRegex {
  /** The longest pattern. */
  public static final int MAX_PATTERN_CHARS = 1 << 16;

  private final String pattern;
  private final Case letters;
  private final Parser.Parsed parsed;

  /** Made at the first search: a set may never ask for it. */
  private volatile @Nullable Search search;

  private PythonRegex(String pattern, Case letters, Parser.Parsed parsed) {
    this.pattern = pattern;
    this.letters = letters;
    this.parsed = parsed;
  }

  /** Whether letters match regardless of case. */
  public enum Case {
    SENSITIVE,
    INSENSITIVE
  }

  /**
   * @throws FerruleException with {@link ErrorCode#RULE_REGEX} and Python's message, as {@code
   *     missing ), unterminated subpattern at position 0}, when the pattern is none; with {@link
   *     ErrorCode#RULE_LIMIT} when it is too long or too deep
   */
  public static PythonRegex compile(String pattern, Case letters) {
    if (pattern.length() > MAX_PATTERN_CHARS) {
      throw PatternSource.limit(
          "expected a pattern of at most %d characters, found %d"
              .formatted(MAX_PATTERN_CHARS, pattern.length()));
    }
    int flags = letters == Case.INSENSITIVE ? Flags.IGNORE_CASE : 0;
    return new PythonRegex(pattern, letters, Parser.parse(pattern, flags));
  }

  public String pattern() {
    return pattern;
  }

  public Case letters() {
    return letters;
  }

  /**
   * Whether the pattern is found anywhere in the text, as {@code re.search} does.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_LIMIT} when the search takes too many steps
   */
  public boolean find(String text) {
    return search().find(text);
  }

  Tree tree() {
    return parsed.tree();
  }

  private Search search() {
    Search made = search;
    if (made == null) {
      made = Search.of(parsed);
      search = made;
    }
    return made;
  }
}
