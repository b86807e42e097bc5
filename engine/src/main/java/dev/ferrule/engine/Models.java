package dev.ferrule.engine;

import dev.ferrule.embed.BatcherSettings;
import dev.ferrule.embed.Embedder;
import dev.ferrule.embed.EmbeddingModel;
import dev.ferrule.embed.ModelFiles;
import dev.ferrule.embed.ModelNatives;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The models in use, each loaded once, when it is first needed. Thread-safe. */
final class Models implements AutoCloseable {
  /** The model that a node takes when none is named. */
  static final String STANDARD = "all-MiniLM-L6-v2";

  private static final int CACHED_QUERIES = 4_096;

  private final Path directory;
  private final Path natives;
  private final int workers;
  private final Map<String, Embedder> loaded = new TreeMap<>();

  /**
   * @param directory where models of the caller's own are
   * @param natives where native libraries are unpacked
   * @param workers threads that run a model
   */
  Models(Path directory, Path natives, int workers) {
    this.directory = directory;
    this.natives = natives;
    this.workers = workers;
  }

  synchronized Embedder get(String name) {
    return loaded.computeIfAbsent(name, this::load);
  }

  private Embedder load(String name) {
    ModelNatives.unpackTo(natives);
    return new Embedder(
        EmbeddingModel.load(ModelFiles.read(name, directory)),
        new BatcherSettings(
            workers,
            BatcherSettings.DEFAULT.maxBatchTokens(),
            BatcherSettings.DEFAULT.maxWaitingTokens(),
            BatcherSettings.DEFAULT.linger()),
        CACHED_QUERIES);
  }

  @Override
  public synchronized void close() {
    loaded.values().forEach(Embedder::close);
    loaded.clear();
  }
}
