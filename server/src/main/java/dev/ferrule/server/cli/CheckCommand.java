package dev.ferrule.server.cli;

import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.authoring.RuleTests;
import dev.ferrule.rules.check.CheckResult;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Lints;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.DiagnosticJson;
import dev.ferrule.rules.syntax.DiagnosticText;
import dev.ferrule.server.http.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks a rule set. */
@CommandLine.Command(
    name = "check",
    description = {
      "Checks a rule set: prints all errors and warnings and runs its tests/*.yaml.",
      "Ends with 3 when there is an error or a test fails."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @CommandLine.Mixin private RuleOptions options = new RuleOptions();

  @CommandLine.Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "the directory of the rule set, with main.sml")
  private Path directory = Path.of(".");

  @CommandLine.Option(names = "--json", description = "print the findings as JSON")
  private boolean json;

  @CommandLine.Option(names = "--no-tests", description = "leave out tests/*.yaml")
  private boolean noTests;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    long started = System.nanoTime();
    RuleSet set = options.open(directory);
    CheckResult result = set.check();
    var findings = new ArrayList<Diagnostic>(result.diagnostics());
    List<RuleTests.Outcome> tests = List.of();
    CheckedRules rules = result.rules();
    if (rules != null) {
      findings.addAll(Lints.lint(rules, set.sources()));
      if (!noTests) {
        tests = RuleTests.run(rules, set.sources().tests());
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(set, findings, tests));
    } else {
      print(out, set, findings, tests, seconds);
    }
    out.flush();
    return rules != null && tests.stream().allMatch(RuleTests.Outcome::passed) ? 0 : 3;
  }

  private static void print(
      PrintWriter out,
      RuleSet set,
      List<Diagnostic> findings,
      List<RuleTests.Outcome> tests,
      double seconds) {
    for (var severity : Diagnostic.Severity.values()) {
      var some = findings.stream().filter(f -> f.severity() == severity).toList();
      if (!some.isEmpty()) {
        out.println(DiagnosticText.render(some));
        out.println();
      }
    }
    for (var test : tests) {
      if (!test.passed()) {
        out.println("failed: " + test.file() + ": " + test.name());
        test.failures().forEach(failure -> out.println("  " + failure));
      }
    }
    long errors = count(findings, Diagnostic.Severity.ERROR);
    long failed = tests.stream().filter(test -> !test.passed()).count();
    out.printf(
        "%d files: %d errors, %d warnings; %d tests passed, %d failed (%.2f s)%n",
        set.sources().rules().size(),
        errors,
        count(findings, Diagnostic.Severity.WARNING),
        tests.size() - failed,
        failed,
        seconds);
  }

  private static long count(List<Diagnostic> findings, Diagnostic.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static String json(
      RuleSet set, List<Diagnostic> findings, List<RuleTests.Outcome> tests) {
    ObjectNode root = Json.object();
    root.put("files", set.sources().rules().size());
    root.put("hash", set.sources().hash());
    root.set(
        "findings", Json.parse(DiagnosticJson.render(findings).getBytes(StandardCharsets.UTF_8)));
    ArrayNode cases = root.putArray("tests");
    for (var test : tests) {
      ObjectNode node = cases.addObject();
      node.put("file", test.file()).put("name", test.name()).put("passed", test.passed());
      ArrayNode failures = node.putArray("failures");
      test.failures().forEach(failures::add);
    }
    return Json.text(root);
  }
}
