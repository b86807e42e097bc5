package dev.ferrule.server.cli;

import dev.ferrule.rules.authoring.CheckReport;
import dev.ferrule.rules.authoring.RuleTests;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.DiagnosticText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

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
    CheckReport report =
        CheckReport.of(
            options.open(directory), noTests ? CheckReport.Part.FINDINGS : CheckReport.Part.TESTS);
    double seconds = (System.nanoTime() - started) / 1e9;
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.json());
    } else {
      print(out, report, seconds);
    }
    out.flush();
    return report.passed() ? 0 : 3;
  }

  private static void print(PrintWriter out, CheckReport report, double seconds) {
    List<Diagnostic> findings = report.findings();
    List<RuleTests.Outcome> tests = report.tests();
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
        report.sources().rules().size(),
        errors,
        count(findings, Diagnostic.Severity.WARNING),
        tests.size() - failed,
        failed,
        seconds);
  }

  private static long count(List<Diagnostic> findings, Diagnostic.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
