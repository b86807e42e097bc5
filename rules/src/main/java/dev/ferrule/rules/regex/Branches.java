package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Member;
import dev.ferrule.rules.regex.Tree.Sign;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites alternatives as Python does. One rewriting shows in what matches: branches of one
 * character become a set, and Python folds the case of characters above U+FFFF otherwise in a set.
 */
final class Branches {
  private Branches() {}

  /** Plain groups stand as sequences up to here, so that a quantifier can take the whole. */
  static List<Tree> unpack(List<Tree> items) {
    var unpacked = new ArrayList<Tree>(items.size());
    for (Tree item : items) {
      if (item instanceof Tree.Sequence(var inner)) {
        unpacked.addAll(inner);
      } else {
        unpacked.add(item);
      }
    }
    return unpacked;
  }

  static List<Tree> merge(List<List<Tree>> branches) {
    var merged = new ArrayList<Tree>();
    int common = 0;
    while (isCommon(branches, common)) {
      merged.add(branches.getFirst().get(common++));
    }
    var rest = new ArrayList<List<Tree>>();
    for (List<Tree> branch : branches) {
      rest.add(branch.subList(common, branch.size()));
    }
    Tree set = asSet(rest);
    merged.add(
        set != null
            ? set
            : new Tree.Choice(
                rest.stream().<Tree>map(items -> new Tree.Sequence(List.copyOf(items))).toList()));
    return merged;
  }

  private static boolean isCommon(List<List<Tree>> branches, int at) {
    if (branches.getFirst().size() <= at) {
      return false;
    }
    Tree first = branches.getFirst().get(at);
    boolean simple =
        switch (first) {
          case Tree.Literal _, Tree.OneOf _, Tree.Any _, Tree.At _, Tree.Backreference _ -> true;
          case Tree.Sequence _,
              Tree.Choice _,
              Tree.Group _,
              Tree.Repeat _,
              Tree.Atomic _,
              Tree.Look _,
              Tree.Conditional _ ->
              false;
        };
    return simple
        && branches.stream().allMatch(branch -> branch.size() > at && branch.get(at).equals(first));
  }

  private static Tree.@Nullable OneOf asSet(List<List<Tree>> branches) {
    var members = new LinkedHashSet<Member>();
    var fold = Tree.Fold.NONE;
    for (List<Tree> branch : branches) {
      if (branch.size() != 1) {
        return null;
      }
      if (branch.getFirst() instanceof Tree.Literal literal && literal.sign() == Sign.IS) {
        members.add(new Member.Single(literal.codePoint()));
        fold = literal.fold();
      } else if (branch.getFirst() instanceof Tree.OneOf set && set.sign() == Sign.IS) {
        members.addAll(set.members());
        fold = set.fold();
      } else {
        return null;
      }
    }
    return new Tree.OneOf(List.copyOf(members), Sign.IS, fold);
  }
}
