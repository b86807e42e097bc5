package dev.ferrule.rules.regex;

/** How many code points a tree matches at least and at most. */
final class Widths {
  /** More than any text has; sums stay below overflow. */
  static final long ENDLESS = 1L << 60;

  record Width(long min, long max) {
    Width {
      min = Math.min(min, ENDLESS);
      max = Math.min(max, ENDLESS);
    }

    Width plus(Width other) {
      return new Width(min + other.min, max + other.max);
    }

    Width or(Width other) {
      return new Width(Math.min(min, other.min), Math.max(max, other.max));
    }
  }

  private static final Width NONE = new Width(0, 0);
  private static final Width ONE = new Width(1, 1);

  private Widths() {}

  static Width of(Tree tree, ParserState state) {
    return switch (tree) {
      case Tree.Literal _, Tree.OneOf _, Tree.Any _ -> ONE;
      case Tree.At _, Tree.Look _ -> NONE;
      case Tree.Sequence(var items) ->
          items.stream().map(item -> of(item, state)).reduce(NONE, Width::plus);
      case Tree.Choice(var branches) ->
          branches.stream().map(branch -> of(branch, state)).reduce(Width::or).orElse(NONE);
      case Tree.Group group ->
          state.isClosed(group.number()) ? state.width(group.number()) : of(group.body(), state);
      case Tree.Atomic(var body) -> of(body, state);
      case Tree.Repeat repeat -> repeated(of(repeat.body(), state), repeat);
      case Tree.Backreference reference -> state.width(reference.group());
      case Tree.Conditional(_, var yes, var no) -> {
        Width width = of(yes, state);
        yield no == null ? new Width(0, width.max()) : width.or(of(no, state));
      }
    };
  }

  private static Width repeated(Width once, Tree.Repeat repeat) {
    long max =
        repeat.max() == Tree.UNBOUNDED
            ? (once.max() == 0 ? 0 : ENDLESS)
            : times(once.max(), repeat.max());
    return new Width(times(once.min(), repeat.min()), max);
  }

  private static long times(long width, long count) {
    return width != 0 && count > ENDLESS / width ? ENDLESS : width * count;
  }
}
