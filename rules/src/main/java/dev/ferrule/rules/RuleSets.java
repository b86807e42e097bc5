package dev.ferrule.rules;

import dev.ferrule.rules.check.SourceDirectory;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.additions.AdditionalFunctions;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.lists.ListFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens rule sets with the functions that ship. Stateless. */
public final class RuleSets {
  private RuleSets() {}

  /** The functions that ship. */
  public static List<Function> functions(StandardFunctions.Options options) {
    var all = new ArrayList<Function>(StandardFunctions.all(options));
    all.addAll(AdditionalFunctions.all());
    return all;
  }

  /**
   * The rule set of a directory: its {@code *.sml}, {@code config.yaml} and {@code lists/}.
   *
   * @param more functions beside those that ship
   */
  public static RuleSet open(Path directory, List<Function> more) {
    Sources sources = SourceDirectory.read(directory);
    var functions = functions(StandardFunctions.Options.DEFAULT);
    functions.addAll(more);
    return new RuleSet(sources, new FunctionTable(functions), ListFiles.open(directory));
  }
}
