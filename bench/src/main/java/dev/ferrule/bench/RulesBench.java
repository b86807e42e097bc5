package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.bytecode.Evaluator;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.labels.MemoryLabels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many events a second does one core decide, from the bytes of the event to the bytes of the
 * result, when warm? Beside the plain interpreter and, with {@code --osprey CHECKOUT}, Osprey's own
 * engine on the same files and events; all come to the same results, which is checked. Rerun:
 * {@code ./ferrule bench rules --osprey CHECKOUT}.
 */
final class RulesBench implements Main.Bench {
  private static final int FORKS = 3;
  private static final long SEED = 20_261_121;
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("rules", setup.home());
    Path peer = setup.home().resolve("bench/peers/osprey");
    if (setup.osprey() != null) {
      Peer.setUp(peer);
    }
    for (int rules : setup.quick() ? new int[] {100} : new int[] {10, 100, 1000}) {
      Path directory = setup.work("rules").resolve("generated-" + rules);
      write(directory, GeneratedRules.files(rules, SEED));
      var lines = GeneratedRules.events(2_000, SEED).stream().map(RulesBench::envelope).toList();
      Measured ours = measure(report, setup, rules + " rules, generated", rules, directory, lines);
      if (setup.osprey() != null) {
        beside(report, setup, peer, rules, directory, lines.subList(0, 200), ours);
      }
    }
    Path safety = setup.home().resolve("examples/safety");
    measure(
        report,
        setup,
        "examples/safety",
        -1,
        safety,
        Files.readAllLines(SafetyEvents.numbered(setup)));
    return report;
  }

  private record Measured(double eventsPerSecond, Evaluator evaluator) {}

  static String envelope(String data) {
    return "{\"action_id\": 7, \"action_name\": \"message_sent\","
        + " \"timestamp\": \"2026-01-02T03:04:05.678900+00:00\", \"data\": "
        + data
        + "}";
  }

  static void write(Path directory, Map<String, String> files) throws IOException {
    Files.createDirectories(directory);
    for (var file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }

  private static Measured measure(
      Report report, Main.Setup setup, String name, int rules, Path directory, List<String> lines)
      throws IOException {
    RuleSet set = RuleSets.open(directory, StandardFunctions.Options.DEFAULT, null);
    var clock = InstantSource.system();
    var services = new Services(new MemoryLabels(100_000, clock), clock, () -> new Random(1));
    Evaluator evaluator = set.compile(services).newEvaluator();
    var interpreter = new Interpreter(set.checked(), services);
    var reader = new EventReader(clock, null);
    var events = new ArrayList<Event>();
    for (String line : lines) {
      events.add(reader.read(JsonSlice.of(line.getBytes(StandardCharsets.UTF_8)), 1));
    }
    same(evaluator, interpreter, events.subList(0, Math.min(500, events.size())));
    int count = set.checked().ruleDescriptions().size();
    double seconds = setup.quick() ? 1 : 4;
    var compiled = new double[FORKS];
    var walked = new double[FORKS];
    double bytes = 0;
    warm(evaluator, events, setup.quick() ? 3 : 12);
    for (int fork = 0; fork < FORKS; fork++) {
      walked[fork] = walk(interpreter, events, seconds / 2);
      long allocated = allocated();
      long done = 0;
      var out = new JsonWriter(1 << 14);
      long started = System.nanoTime();
      while (System.nanoTime() - started < seconds * 1e9) {
        done += pass(evaluator, events, out);
      }
      compiled[fork] = done * 1e9 / (System.nanoTime() - started);
      bytes = (double) (allocated() - allocated) / done;
    }
    double rate = Report.median(compiled);
    Map<String, Object> row = report.row("ferrule, compiled");
    row.put("set", name);
    row.put("events/s", Math.round(rate));
    row.put("million rules/s", Report.round(rate * Math.max(rules, count) / 1e6));
    row.put("bytes allocated an event", Math.round(bytes));
    row.put("of forks", Arrays.stream(compiled).mapToObj(Math::round).toList().toString());
    Map<String, Object> plain = report.row("ferrule, walking the tree");
    plain.put("set", name);
    plain.put("events/s", Math.round(Report.median(walked)));
    report.ratio(name + ": compiled over walking the tree", rate / Report.median(walked));
    return new Measured(rate, evaluator);
  }

  private static void warm(Evaluator evaluator, List<Event> events, double seconds) {
    var out = new JsonWriter(1 << 14);
    long started = System.nanoTime();
    while (System.nanoTime() - started < seconds * 1e9) {
      pass(evaluator, events, out);
    }
  }

  private static int pass(Evaluator evaluator, List<Event> events, JsonWriter out) {
    for (Event event : events) {
      out.reset();
      evaluator.evaluate(event, out);
    }
    return events.size();
  }

  private static double walk(Interpreter interpreter, List<Event> events, double seconds) {
    long started = System.nanoTime();
    long done = 0;
    while (System.nanoTime() - started < seconds * 1e9) {
      interpreter.evaluate(events.get((int) (done % events.size())));
      done++;
    }
    return done * 1e9 / (System.nanoTime() - started);
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  private static void same(Evaluator evaluator, Interpreter interpreter, List<Event> events) {
    var out = new JsonWriter(1 << 14);
    for (Event event : events) {
      out.reset();
      evaluator.evaluate(event, out);
      JsonNode expected =
          JSON.readTree(JSON.writeValueAsString(interpreter.evaluate(event).evaluation().output()));
      require(expected, JSON.readTree(out.copy()), "the interpreter");
    }
  }

  private static void require(JsonNode expected, JsonNode found, String peer) {
    if (!expected.equals(found)) {
      throw new FerruleException(
          ErrorCode.INTERNAL,
          "expected the results of %s, found others: %s and %s".formatted(peer, expected, found));
    }
  }

  private static void beside(
      Report report,
      Main.Setup setup,
      Path peer,
      int rules,
      Path directory,
      List<String> lines,
      Measured ours)
      throws IOException {
    Path events = setup.work("rules").resolve("events.jsonl");
    Path out = setup.work("rules").resolve("osprey.jsonl");
    Files.write(events, lines);
    var shipped = new double[FORKS];
    var tuned = new double[FORKS];
    @Nullable JsonNode found = null;
    for (int fork = 0; fork < FORKS; fork++) {
      String line =
          Peer.run(
              peer,
              List.of(
                  ".venv/bin/python",
                  "measure.py",
                  String.valueOf(setup.osprey()),
                  directory.toString(),
                  events.toString(),
                  "--seconds",
                  setup.quick() ? "1" : "5",
                  "--out",
                  out.toString()),
              false);
      found = JSON.readTree(line);
      shipped[fork] = found.path("events_per_s_shipped").asDouble(0);
      tuned[fork] = found.path("events_per_s_tuned").asDouble(0);
    }
    List<String> results = Files.readAllLines(out);
    var reader = new EventReader(InstantSource.system(), null);
    var writer = new JsonWriter(1 << 14);
    for (int i = 0; i < lines.size(); i++) {
      writer.reset();
      byte[] line = lines.get(i).getBytes(StandardCharsets.UTF_8);
      ours.evaluator().evaluate(reader.read(JsonSlice.of(line), 1), writer);
      require(JSON.readTree(results.get(i)), JSON.readTree(writer.copy()), "Osprey");
    }
    String name = rules + " rules, generated";
    row(report, "osprey, as shipped", name, shipped, rules);
    row(report, "osprey, tuned", name, tuned, rules);
    report.ratio(
        name + ": over osprey as shipped", ours.eventsPerSecond() / Report.median(shipped));
    report.ratio(name + ": over osprey tuned", ours.eventsPerSecond() / Report.median(tuned));
  }

  private static void row(Report report, String system, String set, double[] rates, int rules) {
    Map<String, Object> row = report.row(system);
    row.put("set", set);
    row.put("events/s", Report.round(Report.median(rates)));
    row.put("million rules/s", Report.round(Report.median(rates) * rules / 1e6));
    row.put("of forks", Arrays.stream(rates).mapToObj(Report::round).toList().toString());
  }
}
