package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Direction;
import dev.ferrule.rules.regex.Tree.Sign;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what starts with an opening parenthesis. Confined to its parser. */
final class GroupParser {
  private static final String UNTERMINATED = "missing ), unterminated subpattern";
  private static final String OPEN_GROUP = "cannot refer to an open group";
  private static final String ENDED = "unexpected end of pattern";

  private final Parser parser;
  private final PatternSource source;
  private final ParserState state;

  GroupParser(Parser parser, PatternSource source, ParserState state) {
    this.parser = parser;
    this.source = source;
    this.state = state;
  }

  /** Reads a group from after its parenthesis and adds what it means, if anything. */
  void read(List<Tree> items, int flags, boolean first) {
    int start = source.position() - 1;
    if (!source.accept('?')) {
      items.add(capture(null, flags, start));
      return;
    }
    int kind = take();
    switch (kind) {
      case 'P' -> items.add(pythonExtension(flags, start));
      case ':' -> items.add(new Tree.Sequence(body(flags, start)));
      case '>' -> items.add(new Tree.Atomic(new Tree.Sequence(body(flags, start))));
      case '#' -> comment(start);
      case '=', '!' -> items.add(look(Direction.AHEAD, sign(kind), flags, start));
      case '<' -> items.add(lookBehind(flags, start));
      case '(' -> items.add(conditional(flags, start));
      default -> {
        if (kind != '-' && Flags.bit(kind) == 0) {
          throw source.error(
              "unknown extension ?" + PatternSource.text(kind), PatternSource.length(kind) + 1);
        }
        Flags.Change change = Flags.read(source, state, kind);
        if (change != null) {
          items.add(new Tree.Group(0, new Tree.Sequence(body(change.apply(flags), start))));
        } else if (!first || !items.isEmpty()) {
          throw source.error(
              "global flags not at the start of the expression", source.position() - start);
        }
      }
    }
  }

  private int take() {
    int token = source.take();
    if (token == PatternSource.END) {
      throw source.error(ENDED, 0);
    }
    return token;
  }

  private static Sign sign(int token) {
    return token == '=' ? Sign.IS : Sign.IS_NOT;
  }

  private List<Tree> body(int flags, int start) {
    List<Tree> items = parser.alternatives(flags, false);
    close(start);
    return items;
  }

  private void close(int start) {
    if (!source.accept(')')) {
      throw source.error(UNTERMINATED, source.position() - start);
    }
  }

  private Tree capture(@Nullable String name, int flags, int start) {
    int number = state.open(name, source);
    var body = new Tree.Sequence(body(flags, start));
    state.close(number, Widths.of(body, state));
    return new Tree.Group(number, body);
  }

  private Tree pythonExtension(int flags, int start) {
    if (source.accept('<')) {
      return capture(groupName('>'), flags, start);
    }
    if (!source.accept('=')) {
      int token = take();
      throw source.error(
          "unknown extension ?P" + PatternSource.text(token), PatternSource.length(token) + 2);
    }
    String name = groupName(')');
    int group = known(name);
    if (!state.isClosed(group)) {
      throw source.error(OPEN_GROUP, length(name) + 1);
    }
    state.checkLookbehind(group, source);
    return new Tree.Backreference(group, Flags.fold(flags));
  }

  private String groupName(char terminator) {
    String name = source.takeUntil(terminator, "group name");
    if (!Names.isIdentifier(name)) {
      throw badName(name);
    }
    return name;
  }

  private RuntimeException badName(String name) {
    return source.error("bad character in group name " + Names.quoted(name), length(name) + 1);
  }

  private int known(String name) {
    Integer group = state.named(name);
    if (group == null) {
      throw source.error("unknown group name " + Names.quoted(name), length(name) + 1);
    }
    return group;
  }

  private static int length(String name) {
    return name.codePointCount(0, name.length());
  }

  private void comment(int start) {
    do {
      if (source.peek() == PatternSource.END) {
        throw source.error("missing ), unterminated comment", source.position() - start);
      }
    } while (source.take() != ')');
  }

  private Tree lookBehind(int flags, int start) {
    int kind = take();
    if (kind != '=' && kind != '!') {
      throw source.error(
          "unknown extension ?<" + PatternSource.text(kind), PatternSource.length(kind) + 2);
    }
    int before = state.lookbehindGroups;
    if (before < 0) {
      state.lookbehindGroups = state.groupCount();
    }
    List<Tree> items = parser.alternatives(flags, false);
    state.lookbehindGroups = before;
    close(start);
    return look(Direction.BEHIND, sign(kind), items);
  }

  private Tree look(Direction direction, Sign sign, int flags, int start) {
    return look(direction, sign, body(flags, start));
  }

  private Tree look(Direction direction, Sign sign, List<Tree> items) {
    var body = new Tree.Sequence(items);
    Widths.Width width = Widths.of(body, state);
    if (direction == Direction.BEHIND) {
      if (width.min() > 0xFFFF_FFFFL) {
        state.failLate(PatternSource.invalid("looks too much behind"));
      } else if (width.min() != width.max()) {
        state.failLate(PatternSource.invalid("look-behind requires fixed-width pattern"));
      }
    }
    return new Tree.Look(body, direction, sign, width.min());
  }

  private Tree conditional(int flags, int start) {
    String name = source.takeUntil(')', "group name");
    int group;
    if (Names.isIdentifier(name)) {
      group = known(name);
    } else {
      group = Names.groupNumber(name);
      if (group < 0) {
        throw badName(name);
      }
      if (group == 0) {
        throw source.error("bad group number", length(name) + 1);
      }
      state.refer(group, source.position() - length(name) - 1);
    }
    state.checkLookbehind(group, source);
    Tree yes = new Tree.Sequence(nested(flags));
    Tree no = null;
    if (source.accept('|')) {
      no = new Tree.Sequence(nested(flags));
      if (source.peek() == '|') {
        throw source.error("conditional backref with more than two branches", 0);
      }
    }
    close(start);
    return new Tree.Conditional(group, yes, no);
  }

  private List<Tree> nested(int flags) {
    return parser.branch(flags, false, false);
  }
}
