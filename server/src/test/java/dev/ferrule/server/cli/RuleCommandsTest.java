package dev.ferrule.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that open rules, on a small set in a directory. */
class RuleCommandsTest {
  private static final String RULES =
      """
      UserId: str = JsonData(path='$.id')
      Count: int = JsonData(path='$.n')
      User = Entity(type='User', id=UserId)
      Many = Rule(when_all=[Count > 2], description='many')
      Again = Rule(when_all=[HasLabel(entity=User, label='seen')], description='again')
      WhenRules(
          rules_any=[Many],
          then=[DeclareVerdict(verdict='hold'), LabelAdd(entity=User, label='seen')],
      )
      WhenRules(rules_any=[Again], then=[DeclareVerdict(verdict='again')])
      """;
  private static final List<String> EVENTS =
      List.of(event("u1", 3), event("u2", 1), "no event", event("u1", 0));

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private String failure = "";

  private static String event(String id, int n) {
    return "{\"action_name\": \"a\", \"timestamp\": \"2026-01-02T03:04:05Z\", \"data\":"
        + " {\"id\": \"%s\", \"n\": %d}}".formatted(id, n);
  }

  @BeforeEach
  void writeRules() throws IOException {
    Files.createDirectories(directory.resolve("set/tests"));
    write("set/main.sml", RULES);
    write("set/config.yaml", "labels: {seen: {valid_for: [User]}}\n");
    write(
        "set/tests/many.yaml",
        """
        - name: many are held
          event: {data: {id: u, n: 3}}
          expect: {verdicts: [hold], rules: [Many], not_rules: [Again], labels: {User/u: [seen]}}
        """);
    write("events.jsonl", String.join("\n", EVENTS));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private int run(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .setExecutionExceptionHandler((thrown, _, _) -> {
          failure = String.valueOf(thrown.getMessage());
          return 3;
        })
        .execute(args);
  }

  @Test
  void checkPassesAGoodSetAndRunsItsTests() {
    assertEquals(0, run(new CheckCommand(), path("set")), out::toString);
    assertTrue(out.toString().contains("0 errors, 0 warnings; 1 tests passed, 0 failed"), out + "");
  }

  @Test
  void checkPrintsEveryErrorAndEndsWith3() throws IOException {
    write("set/main.sml", RULES + "A = Nothing(x=1)\nB = Cuont\n");
    assertEquals(3, run(new CheckCommand(), path("set")));
    assertTrue(out.toString().contains("unknown function: `Nothing`"), out + "");
    out.getBuffer().setLength(0);
    assertEquals(3, run(new CheckCommand(), path("set"), "--json"));
    var json = Json.parse(out.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals("main.sml", json.get("findings").get(0).get("span").get("path").asString());
  }

  @Test
  void checkEndsWith3WhenATestFails() throws IOException {
    write("set/main.sml", RULES.replace("Count > 2", "Count > 5"));
    assertEquals(3, run(new CheckCommand(), path("set")));
    assertTrue(out.toString().contains("expected verdicts [hold], found []"), out + "");
  }

  @Test
  void runWritesAResultForEachEventAndKeepsLabels() throws IOException {
    assertEquals(
        3,
        run(
            new RunCommand(),
            path("set"),
            "--events",
            path("events.jsonl"),
            "--out",
            path("out.jsonl")),
        () -> failure);
    List<String> lines = Files.readAllLines(directory.resolve("out.jsonl"));
    assertEquals(3, lines.size());
    var first = Json.parse(lines.getFirst().getBytes(StandardCharsets.UTF_8));
    assertEquals("hold", first.get("__verdicts").get(0).asString());
    assertEquals("User/seen/1", first.get("__entity_label_mutations").get(0).asString());
    var last = Json.parse(lines.getLast().getBytes(StandardCharsets.UTF_8));
    assertEquals("again", last.get("__verdicts").get(0).asString());
  }

  @Test
  void runReadsAndWritesGzip() throws IOException {
    try (OutputStream gz =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("events.jsonl.gz")))) {
      gz.write((EVENTS.getFirst() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(
        0,
        run(
            new RunCommand(),
            path("set"),
            "--events",
            path("events.jsonl.gz"),
            "--out",
            path("out.gz")),
        () -> failure);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(directory.resolve("out.gz")))) {
      var result = Json.parse(in.readAllBytes());
      assertEquals(true, result.get("Many").asBoolean());
    }
  }

  @Test
  void explainTellsWhatDecided() {
    assertEquals(
        0,
        run(
            new ExplainCommand(),
            path("set"),
            "--event",
            path("events.jsonl"),
            "--line",
            "2",
            "--rule",
            "Many"));
    assertTrue(out.toString().startsWith("Many: did not fire  (main.sml:4)"), out + "");
    assertTrue(out.toString().contains("Count = 1"), out + "");
  }

  @Test
  void explainKnowsNoOtherRules() {
    assertEquals(
        3,
        run(
            new ExplainCommand(),
            path("set"),
            "--event",
            path("events.jsonl"),
            "--line",
            "1",
            "--rule",
            "Mnay"));
    assertTrue(
        failure.contains("expected the name of a rule of the set, found Mnay, did you mean Many?"),
        failure);
  }

  @Test
  void backtestTellsWhatAChangeDoes() throws IOException {
    Files.createDirectories(directory.resolve("new"));
    write("new/main.sml", RULES.replace("Count > 2", "Count > 0"));
    write("new/config.yaml", Files.readString(directory.resolve("set/config.yaml")));
    assertEquals(
        0,
        run(
            new BacktestCommand(),
            path("set"),
            path("new"),
            "--events",
            path("events.jsonl"),
            "--html",
            path("page.html")),
        () -> failure);
    assertTrue(out.toString().contains("+ Many, line 2, a"), out + "");
    assertTrue(Files.readString(directory.resolve("page.html")).contains("Rules that changed"));
  }

  @Test
  void aDirectoryWithoutRulesIsRefused() {
    assertEquals(3, run(new CheckCommand(), path("nowhere")));
    assertTrue(failure.contains("expected a directory of rules"), failure);
  }

  @Test
  void aMissingFileOfEventsIsNamed() {
    assertEquals(3, run(new RunCommand(), path("set"), "--events", path("none.jsonl")));
    assertTrue(failure.contains("expected a readable file of events"), failure);
  }
}
