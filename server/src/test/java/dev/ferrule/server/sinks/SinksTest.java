package dev.ferrule.server.sinks;

import static dev.ferrule.server.inbox.EventParts.await;
import static dev.ferrule.server.inbox.EventParts.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.inbox.EventParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SinksTest {
  /** Writes ids to a file; fails while a file says so, and never takes event 13. */
  private static final String SAMPLE =
      """
      import dev.ferrule.server.results.Result;
      import dev.ferrule.server.sinks.ResultSink;
      import java.nio.file.*;
      import java.util.*;

      public class Sample implements ResultSink {
        private Path out;
        private Path broken;

        public String name() { return "sample"; }

        public void open(Map<String, String> settings) {
          out = Path.of(settings.get("out"));
          broken = Path.of(settings.get("broken"));
        }

        public void write(List<Result> results) throws Exception {
          if (Files.exists(broken)) {
            throw new AssertionError("broken");
          }
          for (Result result : results) {
            if (result.id() == 13) {
              throw new IllegalArgumentException("never 13");
            }
          }
          for (Result result : results) {
            Files.writeString(out, result.id() + "\\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          }
        }

        public void close() {}
      }
      """;

  @TempDir private Path directory = Path.of("unset");

  private EventParts parts() {
    return new EventParts(directory.resolve("node"), 1_000, DeadLetters.Limits.DEFAULT).run();
  }

  private static Sinks sinks(EventParts parts, String jsonl, String jars) {
    var sinks = new Sinks(parts.store, parts.results, parts.letters, jsonl, jars);
    sinks.start();
    return sinks;
  }

  private static void submit(EventParts parts, long id, String text) {
    parts.engine.submit(parts.intake.read(event(id, "u" + id, text))).join();
  }

  private static List<JsonNode> lines(Path file) {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      var lines = new ArrayList<JsonNode>();
      for (String line : Files.readAllLines(file)) {
        lines.add(JsonMapper.shared().readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eachResultIsALineOfTheFile() {
    Path file = directory.resolve("results.jsonl");
    try (var parts = parts();
        var sinks = sinks(parts, file.toString(), "")) {
      submit(parts, 1, "LOUD");
      submit(parts, 2, "x");
      await("both lines", () -> sinks.counts().getFirst().written() == 2);
      JsonNode first = lines(file).getFirst();
      assertEquals("1", first.path("id").asString(""));
      assertEquals("hush", first.path("verdicts").path(0).asString(""));
      assertEquals("LOUD", first.path("data").path("text").asString(""));
    }
  }

  @Test
  void aFileThatWasMovedIsMadeAgainAndNothingIsLost() throws IOException {
    Path file = directory.resolve("results.jsonl");
    Path old = directory.resolve("results.jsonl.1");
    try (var parts = parts();
        var sinks = sinks(parts, file.toString(), "")) {
      submit(parts, 1, "x");
      await("a line", () -> sinks.counts().getFirst().written() == 1);
      Files.move(file, old);
      submit(parts, 2, "x");
      await("a line", () -> sinks.counts().getFirst().written() == 2);
      assertEquals("1", lines(old).getFirst().path("id").asString(""));
      assertEquals("2", lines(file).getFirst().path("id").asString(""));
    }
  }

  @Test
  void resultsGoOnWhereTheFileStoppedAndALineThatWasCutOffIsEnded() throws IOException {
    Path file = directory.resolve("results.jsonl");
    try (var parts = parts();
        var sinks = sinks(parts, file.toString(), "")) {
      submit(parts, 1, "x");
      await("a line", () -> sinks.counts().getFirst().written() == 1);
    }
    Files.writeString(file, "{\"id\":", java.nio.file.StandardOpenOption.APPEND);
    try (var parts = parts()) {
      submit(parts, 2, "x"); // before the sink follows
      try (var sinks = sinks(parts, file.toString(), "")) {
        await("a line", () -> sinks.counts().getFirst().written() == 1);
        var text = Files.readAllLines(file);
        assertEquals(3, text.size());
        assertEquals("{\"id\":", text.get(1));
        assertTrue(text.get(2).startsWith("{\"id\":\"2\""), text.get(2));
      }
    }
  }

  private Path jar() throws IOException {
    Path source = Files.createDirectories(directory.resolve("src")).resolve("Sample.java");
    Files.writeString(source, SAMPLE);
    Path classes = Files.createDirectories(directory.resolve("classes"));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path", ""),
                source.toString());
    assertEquals(0, failed);
    Path jars = Files.createDirectories(directory.resolve("jars"));
    try (var out = new JarOutputStream(Files.newOutputStream(jars.resolve("sample.jar")))) {
      out.putNextEntry(new JarEntry("Sample.class"));
      out.write(Files.readAllBytes(classes.resolve("Sample.class")));
      out.putNextEntry(new JarEntry("META-INF/services/dev.ferrule.server.sinks.ResultSink"));
      out.write("Sample\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      out.closeEntry();
    }
    Files.writeString(
        jars.resolve("sample.properties"),
        "out=%s\nbroken=%s\n".formatted(directory.resolve("out"), directory.resolve("broken")));
    return jars;
  }

  @Test
  void aSinkOfAJarGetsAllResultsThoughItFailsForAWhile() throws IOException {
    Path jars = jar();
    Path file = directory.resolve("results.jsonl");
    try (var parts = parts();
        var sinks = sinks(parts, file.toString(), jars.toString())) {
      Files.createFile(directory.resolve("broken"));
      for (int i = 1; i <= 12; i++) {
        submit(parts, i, "x");
      }
      await("the other sink goes on", () -> lines(file).size() == 12);
      await("it fails", () -> sinks.counts().get(1).failed() > 0);
      Files.delete(directory.resolve("broken"));
      await(
          "it takes all",
          () -> sinks.counts().get(1).behind() == 0 && sinks.counts().get(1).written() == 12);
      assertEquals(12, Files.readAllLines(directory.resolve("out")).stream().distinct().count());
    }
  }

  @Test
  void aResultThatASinkNeverTakesBecomesADeadLetterAndTheOthersGoOn() throws IOException {
    Path jars = jar();
    try (var parts = parts();
        var sinks = sinks(parts, "", jars.toString())) {
      for (int i = 12; i <= 14; i++) {
        submit(parts, i, "x");
      }
      await("all are handled", () -> sinks.counts().getFirst().written() == 3);
      assertEquals(List.of("12", "14"), Files.readAllLines(directory.resolve("out")));
      DeadLetter letter = parts.letters.list(DeadLetter.Source.SINK, 0, 10).letters().getFirst();
      assertEquals(13, letter.content().eventId());
      assertEquals("sample", letter.content().name());
      var thrown = assertThrows(FerruleException.class, () -> sinks.replay(letter));
      assertEquals(ErrorCode.SINK_FAILED, thrown.code());
      assertEquals(1, parts.letters.count());
    }
  }

  @Test
  void aDirectoryThatIsNoneStopsTheStart() {
    try (var parts = parts()) {
      var thrown =
          assertThrows(
              FerruleException.class,
              () -> sinks(parts, "", directory.resolve("nowhere").toString()));
      assertEquals(ErrorCode.CONFIG_INVALID, thrown.code());
    }
  }
}
