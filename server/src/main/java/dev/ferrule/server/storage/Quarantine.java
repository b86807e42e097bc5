package dev.ferrule.server.storage;

import dev.ferrule.store.documents.DocumentCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a repair puts what it takes out: {@code quarantine/TIME/} in the data directory, entries as
 * JSON lines with {@code table}, {@code key} and {@code value} in base64. Confined.
 */
final class Quarantine {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path directory;

  Quarantine(Path data, Instant now) {
    this.directory = data.resolve("quarantine").resolve(now.toString().replace(':', '-'));
  }

  Path directory() {
    return directory;
  }

  /** Keeps an entry; it is on disk when this returns. */
  void keep(DocumentCheck.Entry entry, String reason) {
    Base64.Encoder base64 = Base64.getEncoder();
    String line =
        JSON.writeValueAsString(
            JSON.createObjectNode()
                .put("table", entry.table().columnFamily())
                .put("key", base64.encodeToString(entry.key()))
                .put("value", base64.encodeToString(entry.value()))
                .put("reason", reason));
    try {
      Files.createDirectories(directory);
      try (var out =
          FileChannel.open(
              directory.resolve("entries.jsonl"),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND)) {
        var bytes = StandardCharsets.UTF_8.encode(line + "\n");
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a copy of a file. */
  void keep(Path file) {
    try {
      Files.createDirectories(directory);
      Path copy = directory.resolve(String.valueOf(file.getFileName()));
      Files.copy(file, copy);
      try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
