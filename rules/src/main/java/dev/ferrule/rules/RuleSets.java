package dev.ferrule.rules;

import dev.ferrule.rules.check.SourceDirectory;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.additions.AdditionalFunctions;
import dev.ferrule.rules.functions.engine.EngineFunctions;
import dev.ferrule.rules.lists.ListFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens rule sets with the functions that ship. Stateless. */
public final class RuleSets {
  private RuleSets() {}

  /** The functions that ship, and more. */
  public static List<Function> functions(List<Function> more) {
    var all = new ArrayList<Function>(EngineFunctions.all());
    all.addAll(AdditionalFunctions.all());
    all.addAll(more);
    return all;
  }

  /**
   * The rule set of a directory: its {@code *.sml}, {@code config.yaml} and {@code lists/}.
   *
   * @param more functions beside those that ship
   */
  public static RuleSet open(Path directory, List<Function> more) {
    Sources sources = SourceDirectory.read(directory);
    return new RuleSet(sources, new FunctionTable(functions(more)), ListFiles.open(directory));
  }
}
