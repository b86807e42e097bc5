package dev.ferrule.server.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds and counts results. Each query looks at a bounded part of the log, from the newest on, and
 * tells where to go on. Thread-safe.
 */
public final class ResultQueries {
  private static final int MOST_PAGE_BYTES = 8 << 20;
  private static final int MOST_ROWS = 1_000;
  private static final int MOST_DISTINCT = 200_000;
  private static final int[] NONE = {};

  /** Under this name stands what is too much to tell apart. */
  public static final String OTHERS = "(others)";

  private final StoredBlocks blocks;
  private final BlockWalk.Bounds bounds;

  public ResultQueries(ResultLog log) {
    this(log, BlockWalk.Bounds.DEFAULT);
  }

  ResultQueries(ResultLog log, BlockWalk.Bounds bounds) {
    this.blocks = log.blocks();
    this.bounds = bounds;
  }

  /** What results are told apart by. */
  public enum By {
    ACTION,
    RULE,
    VERDICT,
    RELEASE,
    ENTITY
  }

  /** A result and its place. */
  public record Found(ResultPlace place, Result result) {}

  /**
   * Results, the newest first.
   *
   * @param next pass it on for the next page; null when there is none. A page may have fewer
   *     results than it may have, even none, and yet a next one
   */
  public record Page(List<Found> results, @Nullable ResultPlace next) {}

  /** A page of the results before a place. */
  public Page page(ResultFilter filter, ResultPlace before, int limit) {
    var found = new ArrayList<Found>();
    var bytes = new long[1];
    ResultPlace next =
        walk()
            .walk(
                filter,
                before,
                (head, inBlock, upTo) -> {
                  var wanted = new ArrayList<Integer>();
                  for (int i = upTo - 1; i >= 0 && found.size() + wanted.size() < limit; i--) {
                    if (inBlock.test(i)) {
                      wanted.add(i);
                    }
                  }
                  bytes[0] += take(head, wanted.reversed(), found);
                  boolean full = found.size() >= limit || bytes[0] >= MOST_PAGE_BYTES;
                  return full && !wanted.isEmpty() ? place(head, wanted.getLast()) : null;
                });
    return new Page(List.copyOf(found), next);
  }

  private BlockWalk walk() {
    return new BlockWalk(blocks, bounds);
  }

  private static ResultPlace place(BlockHead head, int i) {
    int group = head.groupOf(i);
    return new ResultPlace(head.sequences[group], i - head.starts[group]);
  }

  /** Adds the results at places in a block, the last first; gives their size. */
  private long take(BlockHead head, List<Integer> wanted, List<Found> found) {
    if (wanted.isEmpty()) {
      return 0;
    }
    int[] places = wanted.stream().mapToInt(i -> i).toArray();
    List<Result> results = blocks.read(head, places);
    long bytes = 0;
    for (int i = places.length - 1; i >= 0; i--) {
      ResultPlace place = place(head, places[i]);
      Result result = results == null ? blocks.find(place) : results.get(i);
      if (result != null) {
        found.add(new Found(place, result));
        bytes += result.effects().length + result.features().length + result.data().length;
      }
    }
    return bytes;
  }

  /**
   * How many results in each interval.
   *
   * @param totals a count for each interval
   * @param rows the same by name, sorted
   * @param next where to go on when this was not all; the counts are to be added up
   */
  public record Counts(long[] totals, Map<String, long[]> rows, @Nullable ResultPlace next) {}

  /** Counts the results before a place in so many intervals from the filter's time on. */
  public Counts counts(
      ResultFilter filter,
      ResultPlace before,
      long intervalMillis,
      int intervals,
      @Nullable By by) {
    var totals = new long[intervals];
    var rows = new TreeMap<String, long[]>();
    ResultPlace next =
        walk()
            .walk(
                filter,
                before,
                (head, inBlock, upTo) -> {
                  var inHead = new HashMap<Integer, long[]>();
                  for (int i = 0; i < upTo; i++) {
                    if (inBlock.test(i)) {
                      int at = (int) ((head.received()[i] - filter.fromMillis()) / intervalMillis);
                      totals[at]++;
                      for (int name : names(head, by, i)) {
                        inHead
                            .computeIfAbsent(name, n -> row(rows, head.names[n], intervals))[at]++;
                      }
                    }
                  }
                  return null;
                });
    return new Counts(totals, rows, next);
  }

  private static long[] row(Map<String, long[]> rows, String name, int intervals) {
    String key = rows.size() < MOST_ROWS || rows.containsKey(name) ? name : OTHERS;
    return rows.computeIfAbsent(key, _ -> new long[intervals]);
  }

  private static int[] names(BlockHead head, @Nullable By by, int i) {
    return switch (by) {
      case null -> NONE;
      case ACTION -> new int[] {head.actions()[i]};
      case RELEASE -> new int[] {head.releases()[i]};
      case RULE -> head.list(head.rules()[i]);
      case VERDICT -> head.list(head.verdicts()[i]);
      case ENTITY -> head.entities().get(i);
    };
  }

  /**
   * The most frequent names with how many results have them, the most frequent first.
   *
   * @param results how many results were counted
   * @param exact false when there were too many names to count each
   * @param next where to go on when this was not all
   */
  public record Top(
      Map<String, Long> counts, long results, boolean exact, @Nullable ResultPlace next) {}

  /** Counts the results before a place by name. */
  public Top top(ResultFilter filter, ResultPlace before, By by, int limit) {
    var tally = new Tally();
    ResultPlace next =
        walk()
            .walk(
                filter,
                before,
                (head, inBlock, upTo) -> {
                  String[] names = by == By.ENTITY ? head.entityNames() : head.names;
                  var inHead = new long[names.length];
                  for (int i = 0; i < upTo; i++) {
                    if (inBlock.test(i)) {
                      tally.results++;
                      for (int name : names(head, by, i)) {
                        inHead[name]++;
                      }
                    }
                  }
                  tally.add(names, inHead);
                  return null;
                });
    return new Top(tally.most(limit), tally.results, tally.exact, next);
  }

  /** Counts by name; the rarest are forgotten when there are too many. */
  private static final class Tally {
    private final Map<String, long[]> counts = new HashMap<>();
    private long results;
    private boolean exact = true;

    void add(String[] names, long[] more) {
      for (int i = 0; i < more.length; i++) {
        if (more[i] > 0) {
          counts.computeIfAbsent(names[i], _ -> new long[1])[0] += more[i];
        }
      }
      if (counts.size() > MOST_DISTINCT) {
        exact = false;
        Map<String, Long> kept = most(MOST_DISTINCT / 2);
        counts.keySet().retainAll(kept.keySet());
      }
    }

    Map<String, Long> most(int limit) {
      var most = new LinkedHashMap<String, Long>();
      counts.entrySet().stream()
          .sorted(
              Comparator.<Map.Entry<String, long[]>>comparingLong(entry -> -entry.getValue()[0])
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(limit)
          .forEach(entry -> most.put(entry.getKey(), entry.getValue()[0]));
      return most;
    }
  }
}
