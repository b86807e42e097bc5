package dev.ferrule.server.releases;

import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes releases of this node run. Thread-safe. */
public final class ReleaseCompiler {
  private final Services services;
  private final StandardFunctions.Options options;
  private final @Nullable Path jars;
  private final Predicate<WorkerFunctions.Versioned> runsHere;

  /**
   * @param services what rules need of the node
   * @param options what the functions that ship need
   * @param jars a directory of jars with further functions, or null
   * @param runsHere tells the functions that need no workers, as this process runs them
   */
  public ReleaseCompiler(
      Services services,
      StandardFunctions.Options options,
      @Nullable Path jars,
      Predicate<WorkerFunctions.Versioned> runsHere) {
    this.runsHere = runsHere;
    this.services = services;
    this.options = options;
    this.jars = jars;
  }

  /**
   * The rule set of a release, to be closed.
   *
   * @throws dev.ferrule.model.FerruleException when the files make no set
   */
  public RuleSet open(Release release) {
    return RuleSets.of(release.files(), options, jars);
  }

  /**
   * Checks and compiles a release.
   *
   * @throws dev.ferrule.model.FerruleException with all errors when it does not check
   */
  public LiveRelease compile(Release release) {
    RuleSet set = open(release);
    try {
      return new LiveRelease(
          release.hash(), set.compile(services), set::close, FunctionNeeds.of(release, runsHere));
    } catch (RuntimeException | Error e) {
      set.close();
      throw e;
    }
  }
}
