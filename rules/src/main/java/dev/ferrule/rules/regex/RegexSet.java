package dev.ferrule.rules.regex;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Patterns that share one scan of a text: each is found exactly where {@link PythonRegex#find}
 * finds it alone, at a cost that hardly grows with their number. Thread-safe; a scan allocates
 * nothing once texts of its kind were seen, but for patterns that look around or refer back.
 */
public final class RegexSet {
  /*
   * All patterns go into one automaton, each as itself or, where that would take too many states
   * or no automaton can tell, as a simpler pattern that is found wherever it is; then a hit is
   * checked alone. So the automaton is the prefilter, too, and no second pass for literals is
   * needed. Whether patterns get on in one automaton shows with the texts: one that runs out of
   * states again and again is replaced by two with half of its patterns each.
   */

  private static final int MAX_NODES = 200_000;
  private static final int MAX_ENTRIES = 1 << 21;
  private static final int MIN_ENTRIES = 1 << 17;

  private final List<PythonRegex> patterns;

  /** Patterns whose hits are checked alone, as bits. */
  private final long[] checked;

  /** What stands for each pattern in an automaton. */
  private final Tree[] gates;

  private volatile Group[] groups;

  /** Patterns by number, and the automaton that searches for all of them. */
  private record Group(int[] members, LazyDfa automaton) {}

  private RegexSet(List<PythonRegex> patterns) {
    this.patterns = List.copyOf(patterns);
    this.checked = new long[words()];
    this.gates = new Tree[patterns.size()];
    for (int i = 0; i < gates.length; i++) {
      gates[i] = gate(i);
    }
    int[] order =
        IntStream.range(0, gates.length)
            .boxed()
            .sorted(Comparator.comparing(i -> Regular.hasFrequentLoop(gates[i])))
            .mapToInt(i -> i)
            .toArray();
    this.groups = group(order, MAX_ENTRIES).toArray(Group[]::new);
  }

  public static RegexSet of(List<PythonRegex> patterns) {
    return new RegexSet(patterns);
  }

  public int size() {
    return patterns.size();
  }

  /** How many numbers of 64 bits hold one bit for each pattern. */
  public int words() {
    return (patterns.size() + 63) >> 6;
  }

  /** The pattern of this number, in the order given. */
  public PythonRegex pattern(int number) {
    return patterns.get(number);
  }

  /**
   * Sets bit {@code i} of the hits where pattern {@code i} is found in the text, and clears the
   * others.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_LIMIT} when a pattern's search takes too
   *     many steps
   */
  public void find(String text, long[] hits) {
    search(text, hits, null);
  }

  /** The same, but a pattern whose search takes too many steps gets a bit among the failures. */
  public void find(String text, long[] hits, long[] failures) {
    Arrays.fill(failures, 0);
    search(text, hits, failures);
  }

  private void search(String text, long[] hits, long @Nullable [] failures) {
    Arrays.fill(hits, 0);
    for (Group group : groups) {
      try {
        group.automaton().all(text, hits);
      } catch (FerruleException e) {
        apart(group, text, hits, failures);
      }
      if (group.automaton().isThrashing() && group.members().length > 1) {
        split(group);
      }
    }
    for (int word = 0; word < checked.length; word++) {
      for (long rest = hits[word] & checked[word]; rest != 0; rest &= rest - 1) {
        decide(word * 64 + Long.numberOfTrailingZeros(rest), text, hits, failures);
      }
    }
  }

  /** One by one, to know which of them takes too many steps. */
  private void apart(Group group, String text, long[] hits, long @Nullable [] failures) {
    for (int member : group.members()) {
      decide(member, text, hits, failures);
    }
  }

  private void decide(int number, String text, long[] hits, long @Nullable [] failures) {
    long bit = 1L << number;
    hits[number >> 6] &= ~bit;
    try {
      if (patterns.get(number).find(text)) {
        hits[number >> 6] |= bit;
      }
    } catch (FerruleException e) {
      if (failures == null || e.code() != ErrorCode.RULE_LIMIT) {
        throw e;
      }
      failures[number >> 6] |= bit;
    }
  }

  private Tree gate(int number) {
    Tree tree = patterns.get(number).tree();
    if (Regular.isRegular(tree) && !Regular.counts(tree)) {
      return tree;
    }
    checked[number >> 6] |= 1L << number;
    return Regular.superset(tree, Regular.Slack.COUNTS);
  }

  private synchronized void split(Group group) {
    var now = new ArrayList<Group>();
    for (Group each : groups) {
      if (each != group) {
        now.add(each);
        continue;
      }
      int half = group.members().length / 2;
      int entries = Math.max(MIN_ENTRIES, MAX_ENTRIES / groups.length);
      now.addAll(group(Arrays.copyOf(group.members(), half), entries));
      now.addAll(group(Arrays.copyOfRange(group.members(), half, group.members().length), entries));
    }
    groups = now.toArray(Group[]::new);
  }

  private List<Group> group(int[] members, int entries) {
    if (members.length == 0) {
      return List.of();
    }
    var nfa = new Nfa(MAX_NODES);
    var own = new long[words()];
    boolean fits = true;
    for (int member : members) {
      fits = fits && nfa.add(gates[member], member);
      own[member >> 6] |= 1L << member;
    }
    if (!fits && members.length == 1) {
      // Alone too large for a graph: it is checked alone on every text.
      nfa = new Nfa(MAX_NODES);
      nfa.add(new Tree.Sequence(List.of()), members[0]);
      checked[members[0] >> 6] |= own[members[0] >> 6];
      fits = true;
    }
    if (fits) {
      return List.of(new Group(members, new LazyDfa(nfa, own, size(), entries)));
    }
    int half = members.length / 2;
    var halves = new ArrayList<>(group(Arrays.copyOf(members, half), entries));
    halves.addAll(group(Arrays.copyOfRange(members, half, members.length), entries));
    return halves;
  }

  /** How many automata share the work. */
  int groupCount() {
    return groups.length;
  }
}
