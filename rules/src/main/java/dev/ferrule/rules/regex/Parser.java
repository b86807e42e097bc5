package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Greed;
import dev.ferrule.rules.regex.Tree.Place;
import dev.ferrule.rules.regex.Tree.Sign;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a pattern in the syntax of Python 3.11's {@code re} for text. Accepts and refuses what
 * Python does, with Python's messages, positions included; names of characters ({@code \N}) are
 * those of the JDK. Deeper nesting than {@link #MAX_NESTING} is refused, where Python fails too.
 * Confined.
 */
final class Parser {
  private static final int MAX_NESTING = 300;

  private final PatternSource source;
  private final ParserState state;
  private final Escapes escapes;
  private final GroupParser groups;
  private int nesting;

  private Parser(PatternSource source, int flags) {
    this.source = source;
    this.state = new ParserState(flags);
    this.escapes = new Escapes(source, state);
    this.groups = new GroupParser(this, source, state);
  }

  /** A tree and how many groups it has, group 0 included. */
  record Parsed(Tree tree, int groupCount) {}

  static Parsed parse(String pattern, int flags) {
    var source = new PatternSource(pattern);
    var parser = new Parser(source, flags);
    Tree tree = new Tree.Sequence(parser.alternatives(flags, true));
    parser.state.finish(source);
    return new Parsed(tree, parser.state.groupCount());
  }

  /** Branches between bars, as the items of one sequence. */
  List<Tree> alternatives(int givenFlags, boolean outermost) {
    var branches = new ArrayList<List<Tree>>();
    do {
      branches.add(branch(givenFlags, outermost, outermost && branches.isEmpty()));
    } while (source.accept('|'));
    return branches.size() == 1 ? branches.getFirst() : Branches.merge(branches);
  }

  /** One branch; {@code first} is whether flags for the whole pattern may start it. */
  List<Tree> branch(int givenFlags, boolean outermost, boolean first) {
    if (++nesting > MAX_NESTING) {
      throw PatternSource.limit(
          "expected at most %d nested groups, found more".formatted(MAX_NESTING));
    }
    var items = new ArrayList<Tree>();
    while (true) {
      int flags = outermost ? state.flags : givenFlags;
      int token = source.peek();
      if (token == PatternSource.END || token == '|' || token == ')') {
        break;
      }
      source.take();
      if ((flags & Flags.VERBOSE) != 0 && skip(token)) {
        continue;
      }
      if ((token & PatternSource.ESCAPED) != 0) {
        items.add(escapes.read(token, flags));
        continue;
      }
      switch (token) {
        case '[' -> items.add(new SetParser(source, escapes, flags).read());
        case '*', '+', '?', '{' -> quantifier(token, items, flags);
        case '.' -> items.add(new Tree.Any((flags & Flags.DOT_ALL) != 0 ? Sign.IS : Sign.IS_NOT));
        case '(' -> groups.read(items, flags, first);
        case '^' ->
            items.add(
                new Tree.At((flags & Flags.LINES) != 0 ? Place.LINE_START : Place.TEXT_START));
        case '$' ->
            items.add(
                new Tree.At((flags & Flags.LINES) != 0 ? Place.LINE_END : Place.LAST_LINE_END));
        default -> items.add(literal(token, flags));
      }
    }
    nesting--;
    return Branches.unpack(items);
  }

  private static Tree literal(int point, int flags) {
    return new Tree.Literal(point, Sign.IS, Flags.fold(flags));
  }

  /** Whether the token is a blank or starts a comment, which is skipped. */
  private boolean skip(int token) {
    if (token == '#') {
      int skipped = source.take();
      while (skipped != PatternSource.END && skipped != '\n') {
        skipped = source.take();
      }
      return true;
    }
    return token == ' ' || (token >= '\t' && token <= '\r');
  }

  private void quantifier(int token, List<Tree> items, int flags) {
    int here = source.position();
    long min = token == '+' ? 1 : 0;
    long max = token == '?' ? 1 : Tree.UNBOUNDED;
    if (token == '{') {
      if (source.peek() == '}') {
        items.add(literal('{', flags));
        return;
      }
      String low = source.takeDigits(Integer.MAX_VALUE, 10);
      String high = source.accept(',') ? source.takeDigits(Integer.MAX_VALUE, 10) : low;
      if (!source.accept('}')) {
        items.add(literal('{', flags));
        source.seek(here);
        return;
      }
      min = low.isEmpty() ? 0 : count(low);
      max = high.isEmpty() ? Tree.UNBOUNDED : count(high);
      if (max < min) {
        throw source.error("min repeat greater than max repeat", source.position() - here);
      }
    }
    if (items.isEmpty() || items.getLast() instanceof Tree.At) {
      throw source.error("nothing to repeat", source.position() - here + 1);
    }
    if (items.getLast() instanceof Tree.Repeat) {
      throw source.error("multiple repeat", source.position() - here + 1);
    }
    Greed greed =
        source.accept('?') ? Greed.LAZY : source.accept('+') ? Greed.POSSESSIVE : Greed.GREEDY;
    if ((flags & Flags.TEMPLATE) != 0) {
      String operator =
          switch (greed) {
            case GREEDY -> "MAX_REPEAT";
            case LAZY -> "MIN_REPEAT";
            case POSSESSIVE -> "POSSESSIVE_REPEAT";
          };
      state.failLate(PatternSource.invalid("internal: unsupported template operator " + operator));
    }
    items.add(new Tree.Repeat(items.removeLast(), min, max, greed));
  }

  private static long count(String digits) {
    String number = digits.replaceFirst("^0+(?=.)", "");
    if (number.length() > 10 || Long.parseLong(number) >= Tree.UNBOUNDED) {
      throw PatternSource.invalid("the repetition number is too large");
    }
    return Long.parseLong(number);
  }
}
