package dev.ferrule.server.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.server.results.ResultQueries.By;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries over blocks, merged or not, find and count what a list does. */
class ResultQueriesDifferentialTest {
  private static final int QUERIES = 25;

  @TempDir private Path directory = Path.of("unset");

  @Test
  void queriesAgreeWithAList() {
    for (long seed = 1; seed <= 2; seed++) {
      try (var fixture = new LogFixture(directory.resolve("s" + seed))) {
        var random = new Random(seed);
        var made = new RandomResults(seed);
        var all = new ArrayList<Result>();
        for (int i = 0; i < 400; i++) {
          List<Result> group =
              made.plausible(random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(4));
          fixture.write(group);
          all.addAll(group);
        }
        compare(fixture, all, random);
        int before = fixture.blocks();
        fixture.merge();
        org.junit.jupiter.api.Assertions.assertTrue(fixture.blocks() < before / 4);
        compare(fixture, all, random);
        fixture.reopen();
        compare(fixture, all, random);
      }
    }
  }

  private static final List<By> BY = List.of(By.values());

  private static void compare(LogFixture fixture, List<Result> all, Random random) {
    var queries = new ResultQueries(fixture.log, new BlockWalk.Bounds(700, 9));
    RandomResults.assertSame(all, fixture.onDisk(0));
    for (int i = 0; i < QUERIES; i++) {
      ResultFilter filter = filter(all, random);
      List<Result> expected = all.stream().filter(filter::test).toList();
      assertEquals(expected.reversed(), find(queries, filter, 1 + random.nextInt(50), all));
      compareTop(queries, filter, expected, BY.get(random.nextInt(5)));
      compareCounts(queries, filter, expected, BY.get(random.nextInt(4)));
    }
    for (Result result : all.subList(0, 500)) {
      RandomResults.assertSame(result, Objects.requireNonNull(fixture.log.find(result.id())));
    }
  }

  private static ResultFilter filter(List<Result> all, Random random) {
    long from = all.get(random.nextInt(all.size())).receivedMillis();
    return new ResultFilter(
        random.nextBoolean() ? Long.MIN_VALUE : from,
        random.nextBoolean() ? Long.MAX_VALUE : from + random.nextInt(3_000_000),
        or(random, "action" + random.nextInt(4)),
        or(random, "User/" + random.nextInt(22)),
        or(random, "Rule" + random.nextInt(7)),
        or(random, "block"),
        or(random, "release" + random.nextInt(3)));
  }

  private static @Nullable String or(Random random, String value) {
    return random.nextInt(4) == 0 ? value : null;
  }

  /** Page by page; the list's own objects, so that they compare. */
  private static List<Result> find(
      ResultQueries queries, ResultFilter filter, int limit, List<Result> all) {
    Map<Long, Result> byId = new HashMap<>();
    all.forEach(result -> byId.put(result.id(), result));
    var found = new ArrayList<Result>();
    ResultPlace after = ResultPlace.END;
    while (after != null) {
      var page = queries.page(filter, after, limit);
      for (var each : page.results()) {
        Result own = Objects.requireNonNull(byId.get(each.result().id()));
        RandomResults.assertSame(own, each.result());
        found.add(own);
      }
      after = page.next() == null ? null : ResultPlace.parse(page.next().text());
    }
    return found;
  }

  private static List<String> names(Result result, By by) {
    return switch (by) {
      case ACTION -> List.of(result.action());
      case RELEASE -> List.of(result.release());
      case RULE -> result.rules();
      case VERDICT -> result.verdicts();
      case ENTITY -> result.entities();
    };
  }

  private static void compareTop(
      ResultQueries queries, ResultFilter filter, List<Result> expected, By by) {
    var wanted = new TreeMap<String, Long>();
    expected.forEach(r -> names(r, by).forEach(name -> wanted.merge(name, 1L, Long::sum)));
    var found = new TreeMap<String, Long>();
    ResultPlace after = ResultPlace.END;
    while (after != null) {
      var top = queries.top(filter, after, by, 1_000);
      top.counts().forEach((name, count) -> found.merge(name, count, Long::sum));
      after = top.next();
    }
    assertEquals(wanted, found);
  }

  private static void compareCounts(
      ResultQueries queries, ResultFilter filter, List<Result> expected, By by) {
    long from = filter.fromMillis() == Long.MIN_VALUE ? 1_600_000_000_000L : filter.fromMillis();
    var bounded =
        new ResultFilter(
            from,
            filter.toMillis() == Long.MAX_VALUE ? 1_800_000_000_000L : filter.toMillis(),
            filter.action(),
            filter.entity(),
            filter.rule(),
            filter.verdict(),
            filter.release());
    long interval = 3_600_000;
    int intervals = (int) Math.max(1, Math.ceilDiv(bounded.toMillis() - from, interval));
    var wanted = new TreeMap<String, Long>();
    for (Result result : expected) {
      long at = (result.receivedMillis() - from) / interval;
      wanted.merge("total " + at, 1L, Long::sum);
      names(result, by).forEach(name -> wanted.merge(name + " " + at, 1L, Long::sum));
    }
    var found = new TreeMap<String, Long>();
    ResultPlace after = ResultPlace.END;
    while (after != null) {
      var counts = queries.counts(bounded, after, interval, intervals, by);
      add("total", counts.totals(), found);
      counts.rows().forEach((name, row) -> add(name, row, found));
      after = counts.next();
    }
    assertEquals(wanted, found);
  }

  private static void add(String name, long[] row, Map<String, Long> into) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] > 0) {
        into.merge(name + " " + i, row[i], Long::sum);
      }
    }
  }
}
