package dev.ferrule.server.collections;

import dev.ferrule.embed.BatcherSettings;
import dev.ferrule.embed.Embedder;
import dev.ferrule.embed.EmbeddingModel;
import dev.ferrule.embed.ModelFiles;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The models in use, each loaded once, when it is first needed. Thread-safe. */
public final class Models implements AutoCloseable {
  private final Settings settings;
  private final Map<String, Embedder> loaded = new TreeMap<>();
  private final List<Thread> loading = new CopyOnWriteArrayList<>();

  public Models(Settings settings) {
    this.settings = settings;
  }

  /** The model of this name, loading it when need be; that takes some hundred milliseconds. */
  public synchronized Embedder get(String name) {
    Embedder known = loaded.get(name);
    if (known == null) {
      int workers = settings.integer("embedding.workers");
      known =
          new Embedder(
              EmbeddingModel.load(ModelFiles.read(name, settings.models())),
              new BatcherSettings(
                  workers == 0 ? Runtime.getRuntime().availableProcessors() : workers,
                  settings.integer("embedding.max_batch_tokens"),
                  settings.integer("embedding.max_waiting_tokens"),
                  settings.duration("embedding.linger")),
              settings.integer("embedding.cached_queries"));
      loaded.put(name, known);
    }
    return known;
  }

  /** Begins to load a model; {@link #get} then waits for it, or tells why it cannot be loaded. */
  public void begin(String name) {
    loading.add(
        Thread.ofPlatform()
            .name("load-model")
            .daemon()
            .start(() -> {
              try {
                get(name);
              } catch (FerruleException e) {
                // whoever gets it meets the same
              }
            }));
  }

  /** The models loaded so far, by name. */
  public synchronized Map<String, Embedder> loaded() {
    return new TreeMap<>(loaded);
  }

  /** Also waits for what began to load: a process must not end while ONNX Runtime works. */
  @Override
  public void close() {
    try {
      for (Thread thread : loading) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeLoaded();
  }

  private synchronized void closeLoaded() {
    loaded.values().forEach(Embedder::close);
    loaded.clear();
  }
}
