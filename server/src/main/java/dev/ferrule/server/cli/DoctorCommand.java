package dev.ferrule.server.cli;

import dev.ferrule.server.config.Settings;
import dev.ferrule.server.doctor.Doctor;
import dev.ferrule.server.doctor.FactsReader;
import dev.ferrule.server.doctor.Finding;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Checks a machine. */
@CommandLine.Command(
    name = "doctor",
    description = {
      "Checks this machine for a node with these settings, and says what to change.",
      "Ends with 1 when something must change. Stop the node first, or its port is taken."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @CommandLine.Mixin private NodeOptions options = new NodeOptions();

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    Settings settings = options.settings();
    List<Finding> findings = Doctor.examine(settings, FactsReader.read(settings), Instant.now());
    PrintWriter out = spec.commandLine().getOut();
    print(findings, out);
    out.flush();
    return findings.stream().anyMatch(each -> each.level() == Finding.Level.WRONG) ? 1 : 0;
  }

  static void print(List<Finding> findings, PrintWriter out) {
    for (Finding each : findings) {
      switch (each.level()) {
        case FINE -> out.printf("ok      %s: %s%n", each.name(), each.found());
        case BETTER, WRONG ->
            out.printf(
                "%s  %s: expected %s, found %s%n        do: %s%n",
                each.level() == Finding.Level.WRONG ? "wrong " : "better",
                each.name(),
                each.expected(),
                each.found(),
                each.act());
      }
    }
    long wrong = findings.stream().filter(f -> f.level() == Finding.Level.WRONG).count();
    long better = findings.stream().filter(f -> f.level() == Finding.Level.BETTER).count();
    out.printf("%d to change, %d that could be better%n", wrong, better);
  }
}
