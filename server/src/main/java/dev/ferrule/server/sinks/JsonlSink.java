package dev.ferrule.server.sinks;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.server.events.ResultJson;
import dev.ferrule.server.results.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends each result to a file as a line of JSON. The file is synced before results count as
 * taken. It is opened again when it was moved or deleted, so logrotate can rotate it. After a crash
 * the last line may be cut off; the next begins on a new line. Confined.
 */
final class JsonlSink implements ResultSink {
  private final Path file;
  private @Nullable FileChannel channel;
  private @Nullable Object key;

  JsonlSink(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public void open(Map<String, String> settings) throws IOException {
    current();
  }

  @Override
  public void write(List<Result> results) throws IOException {
    var lines = new ByteArrayOutputStream(results.size() * 512);
    var out = new JsonWriter(1_024);
    for (Result result : results) {
      out.reset();
      line(result, out);
      lines.write(out.bytes(), 0, out.length());
      lines.write('\n');
    }
    FileChannel to = current();
    long end = to.position();
    try {
      var bytes = ByteBuffer.wrap(lines.toByteArray());
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
      to.force(false);
    } catch (IOException e) { // as of a full disk: all of it is tried again
      undo(to, end);
      throw e;
    }
  }

  private void undo(FileChannel to, long end) throws IOException {
    try {
      to.truncate(end);
    } catch (IOException e) {
      close(); // the next opening ends the line
    }
  }

  private static void line(Result result, JsonWriter out) {
    out.beginObject();
    ResultJson.fields(result, out);
    out.name("features").json(result.features(), 0, result.features().length);
    if (result.data().length > 0) {
      out.name("data").json(result.data(), 0, result.data().length);
    }
    out.endObject();
  }

  /** The file of this name, which may be another than that of the last write. */
  private FileChannel current() throws IOException {
    FileChannel now = channel;
    if (now != null && Objects.equals(key, keyOf(file))) {
      return now;
    }
    close();
    now =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    channel = now;
    now.position(now.size());
    key = keyOf(file);
    endLine(now);
    return now;
  }

  private static @Nullable Object keyOf(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void endLine(FileChannel to) throws IOException {
    var last = ByteBuffer.allocate(1);
    if (to.size() > 0 && to.read(last, to.size() - 1) == 1 && last.get(0) != '\n') {
      to.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel before = channel;
    channel = null;
    if (before != null) {
      before.close();
    }
  }
}
