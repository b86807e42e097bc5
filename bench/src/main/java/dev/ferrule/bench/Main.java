package dev.ferrule.bench;

import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs a benchmark: {@code ./ferrule bench NAME [--quick] [--data DIR] [--osprey DIR]}. */
public final class Main {
  /** A benchmark. */
  interface Bench {
    Report run(Setup setup) throws IOException;
  }

  /**
   * What a benchmark runs with.
   *
   * @param home the project's root
   * @param shared where the public data sets are
   * @param quick whether to run a small part, to see that it works
   * @param osprey a checkout of Osprey to measure beside, or null
   */
  record Setup(Path home, Path shared, boolean quick, @Nullable Path osprey) {
    /** A place of its own for what a benchmark keeps between runs. */
    Path work(String name) {
      return home.resolve("bench/work").resolve(name);
    }
  }

  private static final String ALL = "all";

  private static final Map<String, Bench> BENCHES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("retrieval", new RetrievalBench()),
              Map.entry("answers", new AnswersBench()),
              Map.entry("client", new ClientBench()),
              Map.entry("compile", new CompileBench()),
              Map.entry("crash", new CrashBench()),
              Map.entry("crash-documents", new DocumentsCrashBench()),
              Map.entry("engine", new EngineBench()),
              Map.entry("etcd", new EtcdBench()),
              Map.entry("events", new EventsBench()),
              Map.entry("functions", new FunctionsBench()),
              Map.entry("ingest", new IngestBench()),
              Map.entry("json", new JsonBench()),
              Map.entry("load", new LoadBench()),
              Map.entry("memory", new MemoryBench()),
              Map.entry("pauses", new PausesBench()),
              Map.entry("overload", new OverloadBench()),
              Map.entry("regex", new RegexBench()),
              Map.entry("rules", new RulesBench()),
              Map.entry("stages", new StagesBench()),
              Map.entry("start", new StartBench()),
              Map.entry("search", new SearchBench()),
              Map.entry("swap", new SwapBench()),
              Map.entry("tokenizer", new TokenizerBench())));

  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    String name = words.isEmpty() ? "" : words.getFirst();
    boolean known = BENCHES.containsKey(name) || name.equals(ALL);
    if (!known || words.contains("--help")) {
      System.err.println(
          """
          Usage: ferrule bench NAME [--quick] [--data DIR] [--osprey DIR]
          Runs a benchmark, prints a table and writes bench/results/NAME.json.
            NAME     all, or %s
            --quick  a small part, to see that it works; its figures are not written
            --data   the public data sets (default: ../shared/data beside the project)
            --osprey a checkout of Osprey, whose engine the bench rules then runs too\
          """
              .formatted(String.join(", ", BENCHES.keySet())));
      System.exit(words.contains("--help") ? 0 : 2);
      return;
    }
    Path home = Path.of(System.getProperty("ferrule.home", ".")).toAbsolutePath().normalize();
    int data = words.indexOf("--data");
    Path shared =
        data >= 0 ? Path.of(words.get(data + 1)) : home.resolve("../shared/data").normalize();
    int osprey = words.indexOf("--osprey");
    var setup =
        new Setup(
            home,
            shared,
            words.contains("--quick"),
            osprey >= 0 ? Path.of(words.get(osprey + 1)).toAbsolutePath() : null);
    List<String> names = name.equals(ALL) ? List.copyOf(BENCHES.keySet()) : List.of(name);
    boolean failed = false;
    for (String one : names) {
      failed |= !run(one, setup);
    }
    System.exit(failed ? 1 : 0);
  }

  /* One that fails keeps none of the others from running. */
  private static boolean run(String name, Setup setup) throws IOException {
    long started = System.nanoTime();
    try {
      Report report = Objects.requireNonNull(BENCHES.get(name)).run(setup);
      System.out.println(report.markdown());
      if (!setup.quick()) {
        report.write(setup.home().resolve("bench/results").resolve(name + ".json"));
      }
    } catch (FerruleException e) {
      System.err.println("ferrule bench " + name + ": " + e.getMessage());
      return false;
    }
    System.err.printf("%s took %.0f s%n", name, (System.nanoTime() - started) / 1e9);
    return true;
  }
}
