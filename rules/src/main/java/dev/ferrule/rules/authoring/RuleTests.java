package dev.ferrule.rules.authoring;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.yaml.Yaml;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.PythonText;
import dev.ferrule.rules.values.PythonValues;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The test cases of a rule set: {@code tests/*.yaml}, each a list of an event and what is expected
 * of it. Only what a case names is checked. Stateless.
 *
 * <pre>{@code
 * - name: a new account that posts links is held back
 *   event:
 *     action_name: message_sent
 *     timestamp: 2026-01-02T03:04:05Z
 *     data: {user: {id: u1}, message: {text: "https://example.com"}}
 *   labels: {User/u1: [new]}
 *   expect:
 *     verdicts: [hold]
 *     rules: [LinkFromNewAccount]
 *     not_rules: [Spam]
 *     features: {LinkCount: 1}
 *     labels: {User/u1: [new, watched]}
 *     errors: 0
 * }</pre>
 */
public final class RuleTests {
  private static final String DEFAULT_TIME = "2026-01-01T00:00:00+00:00";
  private static final int MOST_ENTITIES = 10_000;
  private static final int MOST_SHOWN_CHARS = 200;
  private static final Set<String> CASE_KEYS = Set.of("name", "event", "labels", "expect");
  private static final Set<String> EVENT_KEYS =
      Set.of("action_id", "action_name", "timestamp", "data", "secret_data");
  private static final Set<String> EXPECT_KEYS =
      Set.of("verdicts", "rules", "not_rules", "features", "labels", "errors");

  private RuleTests() {}

  /**
   * What a case came to.
   *
   * @param file where it stands
   * @param failures what was otherwise than expected; empty when it passed
   */
  public record Outcome(String file, String name, List<String> failures) {
    public Outcome {
      failures = List.copyOf(failures);
    }

    public boolean passed() {
      return failures.isEmpty();
    }
  }

  /** Runs all cases of the files. A file or case that cannot be read is a failed case. */
  public static List<Outcome> run(CheckedRules rules, List<SourceFile> files) {
    var labels = new SwitchedLabels();
    var clock = new SwitchedClock();
    var evaluator =
        RuleCompiler.compile(rules, new Services(labels, clock::now, () -> new Random(1)))
            .newEvaluator();
    var outcomes = new ArrayList<Outcome>();
    for (var file : files) {
      List<?> cases;
      try {
        cases = list(Yaml.load(file.path(), file.text()), "a list of cases");
      } catch (FerruleException e) {
        outcomes.add(new Outcome(file.path(), "the file", List.of(String.valueOf(e.getMessage()))));
        continue;
      }
      int number = 0;
      for (Object each : cases) {
        number++;
        String name = "case " + number;
        try {
          Map<?, ?> test = map(each, "a case with name, event and expect");
          name = String.valueOf(test.get("name") == null ? name : test.get("name"));
          onlyKeys(test, CASE_KEYS);
          Event event = event(map(test.get("event"), "an event"));
          clock.now = event.time().withOffset().toInstant();
          labels.current = labels(test.get("labels"), clock.now);
          Evaluation evaluation = evaluator.evaluate(event);
          evaluation.applyLabels(labels, clock.now);
          outcomes.add(
              new Outcome(
                  file.path(),
                  name,
                  compare(map(test.get("expect"), "what to expect"), evaluation, labels)));
        } catch (FerruleException e) {
          outcomes.add(new Outcome(file.path(), name, List.of(String.valueOf(e.getMessage()))));
        }
      }
    }
    return outcomes;
  }

  private static Event event(Map<?, ?> event) {
    onlyKeys(event, EVENT_KEYS);
    Object action = event.get("action_name");
    Object time = event.get("timestamp");
    Object id = event.get("action_id");
    return new Event(
        id instanceof Number number ? number.longValue() : 1,
        action == null ? "test" : action.toString(),
        EventTime.parse(time == null ? DEFAULT_TIME : time.toString()),
        json(event.get("data")),
        json(event.get("secret_data")));
  }

  private static JsonSlice json(@Nullable Object data) {
    return data == null
        ? JsonSlice.EMPTY
        : JsonSlice.of(JsonMapper.shared().writeValueAsBytes(map(data, "an object as data")));
  }

  private static MemoryLabels labels(@Nullable Object given, Instant now) {
    var labels = new MemoryLabels(MOST_ENTITIES, () -> now);
    if (given != null) {
      Instant before = now.minus(Duration.ofDays(1));
      map(given, "labels by entity")
          .forEach((entity, names) ->
              list(names, "a list of labels")
                  .forEach(name ->
                      labels.apply(
                          new Effect.LabelChange(
                              entity(String.valueOf(entity)),
                              LabelStatus.ADDED,
                              String.valueOf(name),
                              null,
                              null,
                              null,
                              false),
                          "test",
                          "",
                          before)));
    }
    return labels;
  }

  private static Entity entity(String key) {
    int slash = key.indexOf('/');
    if (slash < 1) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected an entity as User/1, found " + key);
    }
    return new Entity(key.substring(0, slash), key.substring(slash + 1));
  }

  private static List<String> compare(
      Map<?, ?> expected, Evaluation evaluation, SwitchedLabels labels) {
    onlyKeys(expected, EXPECT_KEYS);
    var failures = new ArrayList<String>();
    if (expected.containsKey("verdicts")) {
      var verdicts = new ArrayList<String>();
      for (var emitted : evaluation.effects()) {
        if (emitted.effect() instanceof Effect.Verdict(String verdict)) {
          verdicts.add(verdict);
        }
      }
      same("verdicts", sorted(expected.get("verdicts")), new TreeSet<>(verdicts), failures);
    }
    var fired = new TreeSet<String>();
    evaluation
        .features()
        .forEach((name, value) -> {
          if (Boolean.TRUE.equals(value)) {
            fired.add(name);
          }
        });
    for (String rule : sorted(expected.get("rules"))) {
      if (!fired.contains(rule)) {
        failures.add("expected rule %s to fire, found that it did not".formatted(rule));
      }
    }
    for (String rule : sorted(expected.get("not_rules"))) {
      if (fired.contains(rule)) {
        failures.add("expected rule %s not to fire, found that it did".formatted(rule));
      }
    }
    features(expected.get("features"), evaluation, failures);
    if (expected.get("labels") != null) {
      map(expected.get("labels"), "labels by entity")
          .forEach((entity, names) ->
              same(
                  "labels of " + entity,
                  sorted(names),
                  present(labels.read(entity(String.valueOf(entity)))),
                  failures));
    }
    if (expected.get("errors") instanceof Number errors
        && errors.intValue() != evaluation.errors().size()) {
      failures.add(
          "expected %s errors, found %d: %s"
              .formatted(
                  errors,
                  evaluation.errors().size(),
                  evaluation.errors().stream().map(e -> e.message()).toList()));
    }
    return failures;
  }

  private static Set<String> present(EntityLabels labels) {
    var names = new TreeSet<String>();
    labels
        .labels()
        .forEach((name, state) -> {
          if (state.status() == LabelStatus.ADDED || state.status() == LabelStatus.MANUALLY_ADDED) {
            names.add(name);
          }
        });
    return names;
  }

  private static void features(
      @Nullable Object expected, Evaluation evaluation, List<String> failures) {
    if (expected == null) {
      return;
    }
    map(expected, "features by name")
        .forEach((name, value) -> {
          String feature = String.valueOf(name);
          if (!evaluation.features().containsKey(feature)) {
            failures.add("expected feature %s, found none of that name".formatted(feature));
            return;
          }
          Object found = evaluation.features().get(feature);
          if (!PythonValues.equal(plain(value), found)) {
            failures.add(
                "expected feature %s to be %s, found %s"
                    .formatted(
                        feature,
                        shorten(PythonText.repr(plain(value))),
                        shorten(PythonText.repr(found))));
          }
        });
  }

  private static void same(
      String what, Set<String> expected, Set<String> found, List<String> failures) {
    if (!expected.equals(found)) {
      failures.add("expected %s %s, found %s".formatted(what, expected, found));
    }
  }

  /* YAML has ints of several widths; rules have one. */
  private static @Nullable Object plain(@Nullable Object yaml) {
    return switch (yaml) {
      case Integer number -> number.longValue();
      case BigInteger number -> number;
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>();
        list.forEach(item -> items.add(plain(item)));
        yield items;
      }
      case Map<?, ?> map -> {
        var entries = new LinkedHashMap<Object, @Nullable Object>();
        map.forEach((key, value) -> entries.put(key, plain(value)));
        yield entries;
      }
      case null, default -> yaml;
    };
  }

  private static Set<String> sorted(@Nullable Object names) {
    var sorted = new TreeSet<String>();
    if (names != null) {
      list(names, "a list of names").forEach(name -> sorted.add(String.valueOf(name)));
    }
    return sorted;
  }

  private static Map<?, ?> map(@Nullable Object value, String wanted) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new FerruleException(
        ErrorCode.CONFIG_INVALID, "expected %s, found %s".formatted(wanted, kind(value)));
  }

  private static List<?> list(@Nullable Object value, String wanted) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new FerruleException(
        ErrorCode.CONFIG_INVALID, "expected %s, found %s".formatted(wanted, kind(value)));
  }

  private static String kind(@Nullable Object value) {
    return value == null
        ? "nothing"
        : value instanceof Map
            ? "a mapping"
            : value instanceof List ? "a list" : shorten("" + value);
  }

  private static String shorten(String text) {
    return text.length() <= MOST_SHOWN_CHARS ? text : text.substring(0, MOST_SHOWN_CHARS) + "...";
  }

  private static void onlyKeys(Map<?, ?> map, Set<String> known) {
    for (Object key : map.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected one of %s, found %s".formatted(new TreeSet<>(known), key));
      }
    }
  }

  /** The labels of the case that runs. Confined. */
  private static final class SwitchedLabels implements Labels {
    private Labels current = new MemoryLabels(1, Instant::now);

    @Override
    public EntityLabels read(Entity entity) {
      return current.read(entity);
    }

    @Override
    public void apply(Effect.LabelChange change, String ruleName, String description, Instant at) {
      current.apply(change, ruleName, description, at);
    }
  }

  /** The time of the case that runs. Confined. */
  private static final class SwitchedClock {
    private Instant now = Instant.EPOCH;

    Instant now() {
      return now;
    }
  }
}
