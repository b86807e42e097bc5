package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Category;
import dev.ferrule.rules.regex.Tree.Fold;
import dev.ferrule.rules.regex.Tree.Member;
import dev.ferrule.rules.regex.Tree.Sign;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The code points that a node of one character matches, case folded as Python folds it.
 * Thread-safe.
 */
final class CharSets {
  private static final CodePointSet ASCII_WORD =
      new CodePointSet.Builder().add('0', '9').add('A', 'Z').add('_').add('a', 'z').build();
  private static final CodePointSet ASCII_SPACE =
      new CodePointSet.Builder().add(' ').add('\t', '\r').build();
  private static final CodePointSet NO_LINE_FEED = CodePointSet.range('\n', '\n').complement();

  /* The patterns of a rule set have much the same sets, and folding one means looking at every
   * letter there is. */
  private static final int MOST_SHARED = 256;
  private static final Map<Tree.OneOf, CodePointSet> SHARED = new ConcurrentHashMap<>();
  private static final Map<Tree.Literal, CodePointSet> LETTERS = new ConcurrentHashMap<>();

  private CharSets() {}

  /** What a tree of one character matches; null for any other tree. */
  static @Nullable CodePointSet ofOne(Tree tree) {
    return switch (tree) {
      case Tree.Literal literal -> of(literal);
      case Tree.OneOf set -> shared(set);
      case Tree.Any any -> of(any);
      case Tree.Sequence(var items) -> items.size() == 1 ? ofOne(items.getFirst()) : null;
      case Tree.At _,
          Tree.Choice _,
          Tree.Group _,
          Tree.Repeat _,
          Tree.Atomic _,
          Tree.Look _,
          Tree.Backreference _,
          Tree.Conditional _ ->
          null;
    };
  }

  private static CodePointSet shared(Tree.OneOf set) {
    CodePointSet known = SHARED.get(set);
    if (known == null) {
      known = of(set);
      if (SHARED.size() < MOST_SHARED) {
        SHARED.put(set, known);
      }
    }
    return known;
  }

  static CodePointSet of(Category category) {
    return switch (category) {
      case DIGIT -> Unicode.DIGIT;
      case SPACE -> Unicode.SPACE;
      case WORD -> Unicode.WORD;
      case ASCII_DIGIT -> CodePointSet.range('0', '9');
      case ASCII_SPACE -> ASCII_SPACE;
      case ASCII_WORD -> ASCII_WORD;
    };
  }

  static CodePointSet of(Tree.Any any) {
    return any.lineFeeds() == Sign.IS ? CodePointSet.ALL : NO_LINE_FEED;
  }

  static CodePointSet of(Tree.Literal literal) {
    return literal.codePoint() < 128
        ? LETTERS.computeIfAbsent(literal, CharSets::fold)
        : fold(literal);
  }

  private static CodePointSet fold(Tree.Literal literal) {
    int point = literal.codePoint();
    return signed(
        switch (literal.fold()) {
          case NONE -> single(point);
          case ASCII -> Unicode.withAsciiLowerIn(single(Unicode.asciiLower(point)));
          case UNICODE -> Unicode.sameAs(point);
        },
        literal.sign());
  }

  private static CodePointSet single(int point) {
    return CodePointSet.range(point, point);
  }

  private static CodePointSet signed(CodePointSet set, Sign sign) {
    return sign == Sign.IS ? set : set.complement();
  }

  /*
   * Python lowers the members of a set, and the character that it looks up in it. Above U+FFFF it
   * does so for ranges only: a single character there is compared as written with the lowered one,
   * so that an upper-case one matches nothing.
   */
  static CodePointSet of(Tree.OneOf set) {
    var lowered = new CodePointSet.Builder();
    for (Member member : set.members()) {
      switch (member) {
        case Member.Named(var category, var sign) -> lowered.add(signed(of(category), sign));
        case Member.Single(int point) -> {
          if (set.fold() == Fold.NONE || point > Character.MAX_VALUE) {
            lowered.add(point);
          } else {
            addLower(point, point, set.fold(), lowered);
          }
        }
        case Member.Range(int first, int last) -> {
          if (set.fold() == Fold.NONE) {
            lowered.add(first, last);
          } else {
            addLower(first, Math.min(last, Character.MAX_VALUE), set.fold(), lowered);
            addAstral(Math.max(first, Character.MIN_SUPPLEMENTARY_CODE_POINT), last, lowered);
          }
        }
      }
    }
    CodePointSet members = lowered.build();
    return signed(
        switch (set.fold()) {
          case NONE -> members;
          case ASCII -> Unicode.withAsciiLowerIn(members);
          case UNICODE -> Unicode.withLowerIn(members);
        },
        set.sign());
  }

  private static void addLower(int first, int last, Fold fold, CodePointSet.Builder into) {
    if (first > last) {
      return;
    }
    if (fold == Fold.UNICODE) {
      Unicode.addLower(first, last, into);
      return;
    }
    into.add(first, last);
    int upperFirst = Math.max(first, 'A');
    int upperLast = Math.min(last, 'Z');
    if (upperFirst <= upperLast) {
      into.add(Unicode.asciiLower(upperFirst), Unicode.asciiLower(upperLast));
    }
  }

  private static void addAstral(int first, int last, CodePointSet.Builder into) {
    if (first > last) {
      return;
    }
    into.add(first, last);
    Unicode.astralLowerOf(first, last, into);
  }
}
