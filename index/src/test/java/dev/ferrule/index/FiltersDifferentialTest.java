package dev.ferrule.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FieldType;
import dev.ferrule.model.FieldValue;
import dev.ferrule.model.Filter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Filters pass the same documents as {@link Filter}'s own words read one document at a time.
 * Another start of the seeds with {@code -Dferrule.fuzz.seed=...}.
 */
class FiltersDifferentialTest {
  private static final long FIRST_SEED = Long.getLong("ferrule.fuzz.seed", 1);
  private static final int FILTERS = Integer.getInteger("ferrule.fuzz.runs", 1_500);
  private static final int DOCUMENTS = 300;
  private static final List<FieldType> TYPES = List.of(FieldType.values());
  private static final List<FieldType> ORDERED =
      List.of(FieldType.INT, FieldType.FLOAT, FieldType.TIME);
  private static final long[] WHOLE = {
    Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, 7, 8, Long.MAX_VALUE - 1, Long.MAX_VALUE
  };
  private static final double[] DECIMAL = {
    -Double.MAX_VALUE,
    -1.5,
    -Double.MIN_VALUE,
    -0.0,
    0.0,
    Double.MIN_VALUE,
    0.1,
    1.5,
    Double.MAX_VALUE
  };
  private static final long[] MILLIS = {
    -62_135_596_800_000L, -1, 0, 1, 1_777_636_800_000L, 1_777_636_800_001L, 253_402_300_799_999L
  };
  private static final String[] WORDS = {"", "a", "A", "a b", "é", "日本", "\u0000"};

  @TempDir private Path directory;

  /** Each field is named for its type, in lower case. */
  private static String field(FieldType type) {
    return type.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static FieldValue value(FieldType type, Random random) {
    return switch (type) {
      case KEYWORD -> new FieldValue.Keyword(WORDS[random.nextInt(WORDS.length)]);
      case INT -> new FieldValue.Int(WHOLE[random.nextInt(WHOLE.length)]);
      case FLOAT -> new FieldValue.Decimal(DECIMAL[random.nextInt(DECIMAL.length)]);
      case BOOL -> new FieldValue.Bool(random.nextBoolean());
      case TIME -> new FieldValue.Time(Instant.ofEpochMilli(MILLIS[random.nextInt(MILLIS.length)]));
    };
  }

  private static Map<String, List<FieldValue>> metadata(Random random) {
    var metadata = new HashMap<String, List<FieldValue>>();
    for (FieldType type : TYPES) {
      var values = new ArrayList<FieldValue>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(value(type, random));
      }
      if (!values.isEmpty()) {
        metadata.put(field(type), values);
      }
    }
    return metadata;
  }

  private static Filter filter(Random random, int depth) {
    FieldType type = TYPES.get(random.nextInt(TYPES.size()));
    return switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0 -> new Filter.Eq(field(type), value(type, random));
      case 1 ->
          new Filter.In(
              field(type),
              IntStream.range(0, random.nextInt(4)).mapToObj(_ -> value(type, random)).toList());
      case 2, 3 -> range(random);
      case 4 -> new Filter.Exists(random.nextInt(10) == 0 ? "never_set" : field(type));
      case 5 ->
          new Filter.Documents(
              IntStream.range(0, random.nextInt(5))
                  .mapToObj(_ -> "d" + random.nextInt(DOCUMENTS + 5))
                  .toList());
      case 6 -> new Filter.And(filters(random, depth));
      case 7 -> new Filter.Or(filters(random, depth));
      default -> new Filter.Not(filter(random, depth - 1));
    };
  }

  private static List<Filter> filters(Random random, int depth) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> filter(random, depth - 1)).toList();
  }

  private static Filter range(Random random) {
    FieldType type = ORDERED.get(random.nextInt(ORDERED.size()));
    return new Filter.Range(field(type), bound(type, random), bound(type, random));
  }

  private static Filter.@Nullable Bound bound(FieldType type, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> new Filter.Bound(value(type, random), Filter.Edge.EXCLUSIVE);
      default -> new Filter.Bound(value(type, random), Filter.Edge.INCLUSIVE);
    };
  }

  private static boolean passes(Filter filter, String id, Map<String, List<FieldValue>> metadata) {
    return switch (filter) {
      case Filter.Eq(var field, var value) ->
          values(metadata, field).stream().anyMatch(v -> compare(v, value) == 0);
      case Filter.In(var field, var wanted) ->
          values(metadata, field).stream()
              .anyMatch(v -> wanted.stream().anyMatch(w -> compare(v, w) == 0));
      case Filter.Range(var field, var from, var to) ->
          values(metadata, field).stream().anyMatch(v -> isAbove(v, from) && isBelow(v, to));
      case Filter.Exists(var field) -> !values(metadata, field).isEmpty();
      case Filter.Documents(var ids) -> ids.contains(id);
      case Filter.And(var inner) -> inner.stream().allMatch(f -> passes(f, id, metadata));
      case Filter.Or(var inner) -> inner.stream().anyMatch(f -> passes(f, id, metadata));
      case Filter.Not(var inner) -> !passes(inner, id, metadata);
    };
  }

  private static List<FieldValue> values(Map<String, List<FieldValue>> metadata, String field) {
    return metadata.getOrDefault(field, List.of());
  }

  private static boolean isAbove(FieldValue value, Filter.@Nullable Bound from) {
    return from == null
        || compare(value, from.value()) > (from.edge() == Filter.Edge.EXCLUSIVE ? 0 : -1);
  }

  private static boolean isBelow(FieldValue value, Filter.@Nullable Bound to) {
    return to == null || compare(value, to.value()) < (to.edge() == Filter.Edge.EXCLUSIVE ? 0 : 1);
  }

  private static int compare(FieldValue left, FieldValue right) {
    return switch (left) {
      case FieldValue.Keyword(var text) ->
          Integer.signum(text.compareTo(((FieldValue.Keyword) right).value()));
      case FieldValue.Int(var number) -> Long.compare(number, ((FieldValue.Int) right).value());
      case FieldValue.Decimal(var number) -> {
        double other = ((FieldValue.Decimal) right).value();
        yield number < other ? -1 : number > other ? 1 : 0; // so that -0.0 is 0.0
      }
      case FieldValue.Bool(var flag) -> Boolean.compare(flag, ((FieldValue.Bool) right).value());
      case FieldValue.Time(var time) ->
          Integer.signum(time.compareTo(((FieldValue.Time) right).value()));
    };
  }

  @Test
  void randomFiltersPassWhatTheirWordsSay() {
    var random = new Random(FIRST_SEED);
    var documents = new TreeMap<String, Map<String, List<FieldValue>>>();
    try (CollectionIndex index = TestIndexes.open(directory)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        Map<String, List<FieldValue>> metadata = metadata(random);
        documents.put("d" + i, metadata);
        TestIndexes.put(
            index,
            "d" + i,
            metadata,
            new float[] {1, i},
            i % 3 == 0 ? new String[] {"x", "y"} : new String[] {"x"});
        if (i % 70 == 0) {
          index.refresh();
        }
      }
      index.refresh();
      int some = 0;
      for (long seed = FIRST_SEED; seed < FIRST_SEED + FILTERS; seed++) {
        Filter filter = filter(new Random(seed), 3);
        List<String> expected =
            documents.entrySet().stream()
                .filter(document -> passes(filter, document.getKey(), document.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        long current = seed;
        assertEquals(expected, index.documents(filter), () -> "seed=" + current + " " + filter);
        some += expected.isEmpty() || expected.size() == DOCUMENTS ? 0 : 1;
        if (seed % 25 == 0) {
          requireSearchesAgree(index, filter, expected, "seed=" + seed + " " + filter);
        }
      }
      assertTrue(some > FILTERS / 3, "too few filters divide the documents");
    }
  }

  private static void requireSearchesAgree(
      CollectionIndex index, Filter filter, List<String> expected, String message) {
    for (SearchMode mode : SearchMode.values()) {
      var hits = index.search(new Query(mode, "x", new float[] {1, 1}, filter, 2 * DOCUMENTS));
      assertEquals(
          expected,
          List.copyOf(
              hits.stream()
                  .map(Hit::documentId)
                  .collect(Collectors.toCollection(java.util.TreeSet::new))),
          () -> mode + " " + message);
    }
  }

  @Test
  void exclusiveEdgesOfTheLongRangeAreEmptyNotWrappedAround() {
    try (CollectionIndex index = TestIndexes.open(directory)) {
      for (long number : WHOLE) {
        TestIndexes.put(
            index,
            "n" + number,
            Map.of("int", List.of(new FieldValue.Int(number))),
            new float[] {1, 0},
            "x");
      }
      index.refresh();
      var above = new Filter.Bound(new FieldValue.Int(Long.MAX_VALUE), Filter.Edge.EXCLUSIVE);
      var below = new Filter.Bound(new FieldValue.Int(Long.MIN_VALUE), Filter.Edge.EXCLUSIVE);
      assertEquals(List.of(), index.documents(new Filter.Range("int", above, null)));
      assertEquals(List.of(), index.documents(new Filter.Range("int", null, below)));
      assertEquals(WHOLE.length - 2, index.documents(new Filter.Range("int", below, above)).size());
    }
  }
}
