package dev.ferrule.rules.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed pattern; flags are resolved, so that each node says all it means. Immutable. */
sealed interface Tree {
  /** The {@code max} of a repetition without an upper bound. */
  long UNBOUNDED = 0xFFFF_FFFFL;

  /** Which letters count as the same. */
  enum Fold {
    NONE,
    ASCII,
    UNICODE
  }

  /** Whether a test asks for what stands there or for its absence. */
  enum Sign {
    IS,
    IS_NOT
  }

  /** How a repetition chooses its count. */
  enum Greed {
    GREEDY,
    LAZY,
    POSSESSIVE
  }

  /** Where an assertion looks. */
  enum Direction {
    AHEAD,
    BEHIND
  }

  /** A place between two characters. */
  enum Place {
    TEXT_START,
    LINE_START,
    TEXT_END,
    /** At the end, or before a line feed that is the last character. */
    LAST_LINE_END,
    LINE_END,
    WORD_EDGE,
    NO_WORD_EDGE,
    ASCII_WORD_EDGE,
    NO_ASCII_WORD_EDGE
  }

  /** A class of characters with a name of its own. */
  enum Category {
    DIGIT,
    SPACE,
    WORD,
    ASCII_DIGIT,
    ASCII_SPACE,
    ASCII_WORD
  }

  /** A part of a character set. */
  sealed interface Member {
    record Single(int codePoint) implements Member {}

    record Range(int first, int last) implements Member {}

    record Named(Category category, Sign sign) implements Member {}
  }

  record Literal(int codePoint, Sign sign, Fold fold) implements Tree {}

  record OneOf(List<Member> members, Sign sign, Fold fold) implements Tree {}

  /** Any character; a line feed only where {@code sign} is {@link Sign#IS}. */
  record Any(Sign lineFeeds) implements Tree {}

  record At(Place place) implements Tree {}

  record Sequence(List<Tree> items) implements Tree {}

  record Choice(List<Tree> branches) implements Tree {}

  /** A group; those that capture nothing and only set flags have number 0. */
  record Group(int number, Tree body) implements Tree {}

  record Repeat(Tree body, long min, long max, Greed greed) implements Tree {}

  record Atomic(Tree body) implements Tree {}

  record Look(Tree body, Direction direction, Sign sign, long widthCodePoints) implements Tree {}

  record Backreference(int group, Fold fold) implements Tree {}

  record Conditional(int group, Tree yes, @Nullable Tree no) implements Tree {}
}
