package dev.ferrule.engine;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Rules, tokens, vectors and search for a process that is no node. Thread-safe. Close what it
 * opened before it.
 */
public final class Engine implements AutoCloseable {
  private final Cores cores;
  private final Models models;

  /**
   * @param threads that share each call; 0 for one a core
   * @param modelsDirectory where models of the caller's own are
   * @param nativeDirectory where native libraries are unpacked, and stay for the next time
   */
  public Engine(int threads, Path modelsDirectory, Path nativeDirectory) {
    int count = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    this.cores = new Cores(count);
    this.models = new Models(modelsDirectory, nativeDirectory, count);
  }

  /**
   * Opens a rule set.
   *
   * @param directory with main.sml
   * @param jars a directory of jars with further functions, or null
   * @param own runs the functions of the set's {@code workers.yaml}; null: they have no values
   * @throws FerruleException when there is none, or a file of it cannot be read
   */
  public Rules rules(Path directory, @Nullable Path jars, @Nullable Functions own) {
    if (!Files.isDirectory(directory)) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a directory of rules with a main.sml, found none: " + directory);
    }
    var options = StandardFunctions.Options.DEFAULT.with(new EngineModel(models));
    if (own != null) {
      options = options.with(new OwnFunctions(own));
    }
    return new Rules(RuleSets.open(directory, options, jars), cores, jars != null);
  }

  /**
   * A model, loaded when it is first needed.
   *
   * @param name null for the one that a node takes when none is named
   * @throws FerruleException when there is no model of this name
   */
  public Model model(@Nullable String name) {
    return new Model(models.get(name == null ? Models.STANDARD : name), cores);
  }

  /** An empty index of documents. */
  public Documents documents(@Nullable String model) {
    return new Documents(models.get(model == null ? Models.STANDARD : model), cores);
  }

  /** An empty index of vectors. */
  public VectorIndex vectors(int dims) {
    return new VectorIndex(dims, cores);
  }

  @Override
  public void close() {
    cores.close();
    models.close();
  }
}
