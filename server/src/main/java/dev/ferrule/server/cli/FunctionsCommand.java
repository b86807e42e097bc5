package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionReference;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Prints the reference of functions. */
@CommandLine.Command(
    name = "functions",
    description = "Prints the functions that rules may call: all of them, or all about one.",
    mixinStandardHelpOptions = true)
final class FunctionsCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "a function, by its name or another name for it")
  private @Nullable String name;

  @CommandLine.ArgGroup private Form form = new Form();

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** How to print it; as text when nothing is said. */
  static final class Form {
    @CommandLine.Option(names = "--json", description = "print it as JSON")
    private boolean json;

    @CommandLine.Option(
        names = "--markdown",
        description = "print it as a page, as docs/rules/functions.md")
    private boolean markdown;
  }

  @Override
  public Integer call() {
    var table = new FunctionTable(RuleSets.functions(StandardFunctions.Options.DEFAULT));
    var out = spec.commandLine().getOut();
    out.print(render(name == null ? null : get(table, name), table.all()));
    out.flush();
    return 0;
  }

  private String render(@Nullable Function one, Collection<Function> all) {
    Collection<Function> chosen = one == null ? all : List.of(one);
    if (form.json) {
      return FunctionReference.json(chosen);
    }
    if (form.markdown) {
      return FunctionReference.markdown(chosen);
    }
    return one == null ? FunctionReference.text(all) : FunctionReference.text(one);
  }

  private static Function get(FunctionTable table, String name) {
    var function = table.find(name);
    if (function == null) {
      throw new FerruleException(
          ErrorCode.REQUEST_NOT_FOUND, "expected the name of a function, found " + name);
    }
    return function;
  }
}
