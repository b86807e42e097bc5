package dev.ferrule.server.cli;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.lsp.RuleLanguageServer;
import dev.ferrule.server.Version;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Serves an editor. */
@CommandLine.Command(
    name = "lsp",
    description = {
      "Serves an editor that speaks the Language Server Protocol, over standard input and output.",
      "Editors start it themselves: see docs/rules/editors.md."
    },
    mixinStandardHelpOptions = true)
final class LspCommand implements Callable<Integer> {
  @CommandLine.Option(
      names = "--stdio",
      description = "what it does anyway; some editors insist on saying so")
  @SuppressWarnings("UnusedVariable") // there is no other way to speak
  private boolean stdio;

  @Override
  public Integer call() {
    PrintStream protocol = System.out;
    // Whatever else is printed must not end up between two messages.
    System.setOut(System.err);
    try {
      return RuleLanguageServer.serve(
          RuleSets::functionsToCheck, Version.NUMBER, System.in, protocol);
    } finally {
      System.setOut(protocol);
    }
  }
}
