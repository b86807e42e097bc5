package dev.ferrule.engine;

import dev.ferrule.index.CollectionIndex;
import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An index in a directory of its own that goes when it is closed. */
record Scratch(Path directory, CollectionIndex index) implements AutoCloseable {
  static final CollectionSchema SCHEMA =
      new CollectionSchema(
          "engine",
          Models.STANDARD,
          ChunkingSettings.DEFAULT,
          CollectionSchema.Analyzer.ENGLISH,
          List.of());

  static Scratch open() {
    try {
      Path directory = Files.createTempDirectory("ferrule-index-");
      return new Scratch(directory, CollectionIndex.open(directory, SCHEMA, "1"));
    } catch (IOException e) {
      throw failed("making", e);
    }
  }

  private static FerruleException failed(String doing, IOException e) {
    return new FerruleException(
        ErrorCode.INDEX_FAILED,
        "%s the index's directory failed: %s".formatted(doing, e.getMessage()),
        e);
  }

  @Override
  public void close() {
    index.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Scratch::delete);
    } catch (IOException e) {
      throw failed("deleting", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
