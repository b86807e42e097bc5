package dev.ferrule.bench;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.labels.MemoryLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * How long does it take to check and compile a set of 1000 rules, the first time in a fresh process
 * and when warm? Beside CPython's own compiler on the same text, which does less: no types, no
 * names, no patterns. Rerun: {@code ./ferrule bench compile}.
 */
final class CompileBench implements Main.Bench {
  private static final int FORKS = 5;
  private static final int RULES = 1_000;
  private static final long SEED = 20_261_121;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("compile", setup.home());
    var cold = new double[FORKS];
    for (int fork = 0; fork < FORKS; fork++) {
      cold[fork] = Double.parseDouble(Peer.run(setup.home(), command(Once.class.getName()), false));
    }
    double[] warm = warm(setup.quick() ? 10 : 60);
    Path text = setup.work("compile").resolve("rules.py");
    Files.createDirectories(text.getParent());
    Files.writeString(text, GeneratedRules.files(RULES, SEED).get("main.sml"));
    double python =
        Double.parseDouble(
            Peer.run(
                setup.home(),
                List.of(
                    "python3",
                    "-c",
                    """
                    import time
                    text = open(%r).read()
                    times = []
                    for _ in range(20):
                        started = time.perf_counter()
                        compile(text, "rules", "exec")
                        times.append(time.perf_counter() - started)
                    print(sorted(times)[10] * 1000)
                    """
                        .replace("%r", "'" + text + "'")),
                false));
    row(report, "ferrule, first time in a process", Report.median(cold), cold);
    row(report, "ferrule, warm", Report.median(warm), new double[] {min(warm)});
    row(report, "CPython's compile(), warm", python, new double[0]);
    report.ratio("warm, times CPython's compile()", Report.median(warm) / python);
    return report;
  }

  private static void row(Report report, String system, double millis, double[] more) {
    Map<String, Object> row = report.row(system);
    row.put("rules", RULES);
    row.put("ms", Report.round(millis));
    row.put("forks, or best", Arrays.stream(more).mapToObj(Report::round).toList().toString());
  }

  private static List<String> command(String main) {
    var runtime = java.lang.management.ManagementFactory.getRuntimeMXBean();
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    // As a command starts: with the simplest collector, and without the module of other benches.
    runtime.getInputArguments().stream()
        .filter(argument -> !argument.startsWith("--add-modules") && !argument.contains("UseZGC"))
        .forEach(command::add);
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of("-cp", runtime.getClassPath(), main));
    return command;
  }

  private static double[] warm(int rounds) {
    var times = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      times[i] = compile(GeneratedRules.files(RULES, SEED + i));
    }
    return Arrays.copyOfRange(times, rounds / 2, rounds);
  }

  /** Milliseconds to check and compile the files. */
  static double compile(Map<String, String> files) {
    var clock = InstantSource.system();
    var services = new Services(new MemoryLabels(1, clock), clock, () -> new Random(1));
    long started = System.nanoTime();
    var functions = new FunctionTable(RuleSets.functions(StandardFunctions.Options.DEFAULT));
    var checked = Checker.check(Sources.of(files), functions, Lists.NONE);
    RuleCompiler.compile(Objects.requireNonNull(checked.rules()), services).newEvaluator();
    return (System.nanoTime() - started) / 1e6;
  }

  /** A process of its own that compiles one set and prints the milliseconds. */
  static final class Once {
    public static void main(String[] args) {
      var files = GeneratedRules.files(RULES, SEED);
      System.out.println(compile(files));
    }
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElse(0);
  }
}
