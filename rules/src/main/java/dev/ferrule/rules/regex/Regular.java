package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Greed;
import dev.ferrule.rules.regex.Tree.Sign;
import java.util.List;

/**
 * Which patterns an automaton can search, and for the others one that it can: found wherever the
 * pattern is, and elsewhere too, so that most texts are ruled out in one cheap pass.
 */
final class Regular {
  private static final Tree EMPTY = new Tree.Sequence(List.of());

  /** Counting further than this, over characters as frequent as letters, makes many states. */
  private static final int MANY = 4;

  /** A set with at least so many of the lower-case letters is frequent. */
  private static final int FREQUENT_LETTERS = 12;

  /** How much is given up. */
  enum Slack {
    /** What no automaton can tell. */
    IRREGULAR,
    /** And the exact counts that would make large automata. */
    COUNTS,
    /** And all counts above one. */
    ALL_COUNTS
  }

  private Regular() {}

  static boolean isRegular(Tree tree) {
    return switch (tree) {
      case Tree.Literal _, Tree.OneOf _, Tree.Any _, Tree.At _ -> true;
      case Tree.Sequence(var items) -> items.stream().allMatch(Regular::isRegular);
      case Tree.Choice(var branches) -> branches.stream().allMatch(Regular::isRegular);
      case Tree.Group(_, var body) -> isRegular(body);
      case Tree.Repeat repeat -> repeat.greed() != Greed.POSSESSIVE && isRegular(repeat.body());
      case Tree.Atomic _, Tree.Look _, Tree.Backreference _, Tree.Conditional _ -> false;
    };
  }

  /** Whether an automaton has to count over frequent characters. */
  static boolean counts(Tree tree) {
    return switch (tree) {
      case Tree.Literal _, Tree.OneOf _, Tree.Any _, Tree.At _, Tree.Backreference _ -> false;
      case Tree.Sequence(var items) -> items.stream().anyMatch(Regular::counts);
      case Tree.Choice(var branches) -> branches.stream().anyMatch(Regular::counts);
      case Tree.Group(_, var body) -> counts(body);
      case Tree.Repeat repeat -> counts(repeat) || counts(repeat.body());
      case Tree.Atomic(var body) -> counts(body);
      case Tree.Look look -> counts(look.body());
      case Tree.Conditional(_, var yes, var no) -> counts(yes) || (no != null && counts(no));
    };
  }

  private static boolean counts(Tree.Repeat repeat) {
    long count = repeat.max() == Tree.UNBOUNDED ? repeat.min() : repeat.max();
    CodePointSet set = CharSets.ofOne(repeat.body());
    return set != null
        ? count > MANY && isFrequent(set)
        : count > 1 && hasFrequentLoop(repeat.body());
  }

  private static boolean isFrequent(CodePointSet set) {
    int letters = 0;
    for (int letter = 'a'; letter <= 'z'; letter++) {
      letters += set.contains(letter) ? 1 : 0;
    }
    return letters >= FREQUENT_LETTERS;
  }

  /** Whether it can wait for what comes next over any number of frequent characters. */
  static boolean hasFrequentLoop(Tree tree) {
    return switch (tree) {
      case Tree.Literal _, Tree.OneOf _, Tree.Any _, Tree.At _, Tree.Look _ -> false;
      case Tree.Backreference _ -> true;
      case Tree.Sequence(var items) -> items.stream().anyMatch(Regular::hasFrequentLoop);
      case Tree.Choice(var branches) -> branches.stream().anyMatch(Regular::hasFrequentLoop);
      case Tree.Group(_, var body) -> hasFrequentLoop(body);
      case Tree.Atomic(var body) -> hasFrequentLoop(body);
      case Tree.Repeat repeat -> {
        CodePointSet set = CharSets.ofOne(repeat.body());
        yield set != null ? repeat.max() > MANY && isFrequent(set) : hasFrequentLoop(repeat.body());
      }
      case Tree.Conditional(_, var yes, var no) ->
          hasFrequentLoop(yes) || (no != null && hasFrequentLoop(no));
    };
  }

  /** A regular tree that is found wherever this one is. */
  static Tree superset(Tree tree, Slack slack) {
    return switch (tree) {
      case Tree.Literal _, Tree.OneOf _, Tree.Any _, Tree.At _ -> tree;
      case Tree.Sequence(var items) ->
          new Tree.Sequence(items.stream().map(item -> superset(item, slack)).toList());
      case Tree.Choice(var branches) ->
          new Tree.Choice(branches.stream().map(branch -> superset(branch, slack)).toList());
      case Tree.Group(_, var body) -> superset(body, slack);
      case Tree.Atomic(var body) -> superset(body, slack);
      case Tree.Look _ -> EMPTY;
      case Tree.Backreference _ ->
          new Tree.Repeat(new Tree.Any(Sign.IS), 0, Tree.UNBOUNDED, Greed.GREEDY);
      case Tree.Conditional(_, var yes, var no) ->
          new Tree.Choice(List.of(superset(yes, slack), no == null ? EMPTY : superset(no, slack)));
      case Tree.Repeat repeat -> repeated(repeat, superset(repeat.body(), slack), slack);
    };
  }

  private static Tree repeated(Tree.Repeat repeat, Tree body, Slack slack) {
    boolean exact =
        switch (slack) {
          case IRREGULAR -> true;
          case COUNTS -> !counts(repeat);
          case ALL_COUNTS ->
              repeat.min() <= 1 && (repeat.max() <= 1 || repeat.max() == Tree.UNBOUNDED);
        };
    return exact
        ? new Tree.Repeat(body, repeat.min(), repeat.max(), Greed.GREEDY)
        : new Tree.Repeat(body, Math.min(repeat.min(), 1), Tree.UNBOUNDED, Greed.GREEDY);
  }
}
