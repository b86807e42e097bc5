package dev.ferrule.rules.regex;

import org.jspecify.annotations.Nullable;

/** The flags of a pattern as bits, and how they are written inside one. */
final class Flags {
  static final int IGNORE_CASE = 1;
  static final int LOCALE = 2;
  static final int LINES = 4;
  static final int DOT_ALL = 8;
  static final int VERBOSE = 16;
  static final int ASCII = 32;
  static final int TEMPLATE = 64;
  static final int UNICODE = 128;

  /** Those of which a pattern has one. */
  private static final int ALPHABETS = ASCII | LOCALE | UNICODE;

  private static final String LETTERS = "iLmsxatu";

  /** What a scoped group such as {@code (?i-s:...)} changes. */
  record Change(int on, int off) {
    int apply(int flags) {
      int base = (on & ALPHABETS) != 0 ? flags & ~ALPHABETS : flags;
      return (base | on) & ~off;
    }
  }

  private Flags() {}

  static Tree.Fold fold(int flags) {
    if ((flags & IGNORE_CASE) == 0) {
      return Tree.Fold.NONE;
    }
    return (flags & ASCII) != 0 ? Tree.Fold.ASCII : Tree.Fold.UNICODE;
  }

  /** The bit of a flag's letter, or 0. */
  static int bit(int token) {
    int at = token < 0 ? -1 : LETTERS.indexOf(token);
    return switch (at) {
      case -1 -> 0;
      case 5 -> ASCII;
      case 6 -> TEMPLATE;
      case 7 -> UNICODE;
      default -> 1 << at;
    };
  }

  /**
   * Reads on after the first letter or dash of {@code (?...}. Flags for the whole pattern are put
   * into the state, and null is returned.
   */
  static @Nullable Change read(PatternSource source, ParserState state, int first) {
    int on = 0;
    int token = first;
    if (first != '-') {
      while (true) {
        int flag = bit(token);
        if (flag == LOCALE) {
          throw source.error("bad inline flags: cannot use 'L' flag with a str pattern", 0);
        }
        on |= flag;
        if ((flag & ALPHABETS) != 0 && (on & ALPHABETS) != flag) {
          throw source.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible", 0);
        }
        token = next(source, "missing -, : or )");
        if (token == ')' || token == '-' || token == ':') {
          break;
        }
        require(source, token, "missing -, : or )");
      }
    }
    if (token == ')') {
      state.flags |= on;
      return null;
    }
    if ((on & TEMPLATE) != 0) {
      throw source.error("bad inline flags: cannot turn on global flag", 1);
    }
    int off = token == '-' ? readOff(source) : 0;
    if ((off & TEMPLATE) != 0) {
      throw source.error("bad inline flags: cannot turn off global flag", 1);
    }
    if ((on & off) != 0) {
      throw source.error("bad inline flags: flag turned on and off", 1);
    }
    return new Change(on, off);
  }

  private static int readOff(PatternSource source) {
    int off = 0;
    int token = next(source, "missing flag");
    require(source, token, "missing flag");
    while (true) {
      int flag = bit(token);
      if ((flag & ALPHABETS) != 0) {
        throw source.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0);
      }
      off |= flag;
      token = next(source, "missing :");
      if (token == ':') {
        return off;
      }
      require(source, token, "missing :");
    }
  }

  private static int next(PatternSource source, String missing) {
    int token = source.take();
    if (token == PatternSource.END) {
      throw source.error(missing, 0);
    }
    return token;
  }

  private static void require(PatternSource source, int token, String missing) {
    if (bit(token) == 0) {
      boolean letter = (token & PatternSource.ESCAPED) == 0 && Character.isLetter(token);
      throw source.error(letter ? "unknown flag" : missing, PatternSource.length(token));
    }
  }
}
