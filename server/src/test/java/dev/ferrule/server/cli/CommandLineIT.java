package dev.ferrule.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.TestNode;
import dev.ferrule.server.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The commands, against a node in this process. */
class CommandLineIT {
  @AutoClose private static final TestNode NODE = TestNode.start();

  @TempDir private Path directory = Path.of("unset");

  /** What a command printed and how it ended. */
  private record Run(int exitCode, String out, String err) {
    Run require(int expected) {
      assertEquals(expected, exitCode, () -> out + err);
      return this;
    }

    JsonNode json() {
      return Json.parse(out.getBytes(UTF_8));
    }
  }

  private static synchronized Run run(String... args) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, UTF_8));
      System.setErr(new PrintStream(err, true, UTF_8));
      int exitCode = Main.run(args);
      return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  private static Run onNode(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--url");
    all.add(NODE.url() + "/");
    return run(all.toArray(String[]::new));
  }

  private static String unusedUrl() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  /** Makes a release live that knows a label, whatever other tests published. */
  private static void publishLabel() {
    NODE.publish(
        Map.of(
            "main.sml",
            "Action = GetActionName()\n",
            "config.yaml",
            "labels: {spammer: {valid_for: [User, Timed], connotation: negative, description: x}}\n"));
  }

  @Test
  void labelsAreShownAddedRemovedAndListed() {
    publishLabel();
    assertTrue(onNode("labels", "show", "User/a b/ü").require(0).out().contains("no labels"));
    onNode("labels", "add", "User/a b/ü", "spammer", "--reason", "seen it", "--for", "60")
        .require(0);
    String shown = onNode("labels", "show", "User/a b/ü").require(0).out();
    assertTrue(shown.startsWith("spammer: manually added"), shown);
    assertTrue(shown.contains("anonymous since ") && shown.contains(": seen it"), shown);
    assertEquals(
        "User/a b/ü  spammer manually added\n",
        onNode("labels", "list", "--type", "User", "--label", "spammer").require(0).out());
    assertTrue(
        onNode("labels", "remove", "User/a b/ü", "spammer", "--json")
            .require(0)
            .out()
            .contains("manually_removed"));
    assertEquals(
        "no entities\n",
        onNode("labels", "list", "--type", "User", "--label", "spammer").require(0).out());
    assertTrue(onNode("labels", "show", "User").require(3).err().contains("TYPE/ID"));
  }

  @Test
  void labelsEndAfterATimeThatNamesItsUnit() {
    publishLabel();
    JsonNode label =
        onNode("labels", "add", "Timed/t", "spammer", "--for", "7d", "--json")
            .require(0)
            .json()
            .path("labels")
            .get(0);
    Instant until = Instant.parse(label.path("expires_at").asString());
    Instant since = Instant.parse(label.path("reasons").get(0).path("created_at").asString());
    assertEquals(7, Duration.between(since, until).toDays());
    String shown = onNode("labels", "show", "Timed/t").require(0).out();
    assertTrue(shown.contains("until " + until.truncatedTo(ChronoUnit.SECONDS)), shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1w", "1D", "-5", "1e3", "NaN", "0x1p3", ""})
  void otherTimesAreRefused(String time) {
    String message =
        onNode("labels", "add", "User/refused", "spammer", "--for=" + time).require(2).err();
    assertTrue(message.contains("expected a length of time as 90s, 15m, 2h or 7d"), message);
    assertTrue(onNode("labels", "show", "User/refused").require(0).out().contains("no labels"));
  }

  @Test
  void emptyListsSaySo() {
    assertEquals(
        "no dead letters\n", onNode("dead-letters", "list", "--source", "sink").require(0).out());
  }

  @Test
  void documentsPutFromDirectoriesAndLinesAreFoundAndAnswerQuestions() throws IOException {
    Path docs = Files.createDirectories(directory.resolve("docs/sub dir"));
    Files.writeString(docs.resolve("dogs.md"), "# Dogs\n\nDogs cost 15 euros per night.\n");
    Files.writeString(directory.resolve("docs/pool.txt"), "The pool opens at six.\n");
    Files.writeString(directory.resolve("docs/.hidden"), "hidden");
    Path lines =
        Files.writeString(
            directory.resolve("more.jsonl"),
            """
            {"id": "tea", "title": "Tea", "text": "Tea is served from 15:00 to 17:00."}
            {"id": "bar", "text": "The bar closes at midnight."}
            """);
    Run first =
        onNode("ingest", "-c", "cli", "--json", directory.resolve("docs").toString(), "" + lines);
    JsonNode results = first.require(0).json();
    assertEquals("{\"collection\":\"cli\",\"results\":{\"created\":4}}", Json.text(results));
    Run again = onNode("ingest", "-c", "cli", directory.resolve("docs").toString(), "" + lines);
    assertEquals("cli: 4 unchanged\n", again.require(0).out());
    NODE.client().get("/v1/collections/cli/documents/sub%20dir/dogs.md").require(200);
    NODE.client().put("/v1/collections/cli/documents/x?wait=indexed", "{\"text\": \"x\"}");

    JsonNode answer = onNode("ask", "-c", "cli", "--json", "When is tea served?").require(0).json();
    assertTrue(answer.path("answer").asString("").contains("15:00"));
    Run printed = onNode("ask", "-c", "cli", "When is tea served?").require(0);
    assertTrue(printed.out().startsWith("Tea is served from 15:00 to 17:00."), printed.out());
    assertTrue(printed.out().contains("[1] Tea (tea, characters 0-"), printed.out());
    Run none = onNode("ask", "-c", "cli", "Who won the 1972 chess world championship?").require(5);
    assertEquals("The documents do not answer this.\n", none.out());
    assertTrue(
        onNode("ask", "-c", "cli", "--json", "Who won the 1972 chess world championship?")
            .require(5)
            .json()
            .path("no_answer")
            .asBoolean(false));

    JsonNode found =
        onNode("search", "-c", "cli", "--json", "--top-k", "1", "--mode", "lexical", "midnight")
            .require(0)
            .json();
    assertEquals("bar", found.path("hits").path(0).path("document").asString(""));
    Run hits =
        onNode("search", "-c", "cli", "--filter", "{\"documents\": [\"pool.txt\"]}", "swimming")
            .require(0);
    assertTrue(hits.out().startsWith("1. "), hits.out());
    assertTrue(hits.out().contains("pool.txt"), hits.out());
    assertEquals(
        "Nothing found.\n",
        onNode("search", "-c", "cli", "--mode", "lexical", "xyzzy").require(0).out());
  }

  @Test
  void aFileThatFailsDoesSoAloneAndIsNamed() throws IOException {
    Files.writeString(directory.resolve("good.txt"), "good");
    Files.write(directory.resolve("bad.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
    Files.writeString(
        directory.resolve("lines.jsonl"), "{\"id\": \"l1\", \"text\": \"a\"}\n{broken\n");
    Run run = onNode("ingest", "-c", "partly", "--json", directory.toString());
    run.require(3);
    assertEquals("{\"created\":2,\"failed\":2}", Json.text(run.json().path("results")), run::err);
    assertTrue(run.err().contains("bad.png: "), run.err());
    Run missing = onNode("ingest", directory.resolve("none").toString()).require(3);
    assertTrue(missing.err().contains("expected a file or directory, found none"), missing.err());
  }

  @Test
  void statusSaysWhatTheNodeHolds() {
    NODE.client().put("/v1/collections/held", "{}").require(201);
    Run status = onNode("status").require(0);
    assertTrue(status.out().startsWith("ferrule 0.1.0, up "), status.out());
    assertTrue(status.out().contains("held"), status.out());
    assertTrue(onNode("status", "--json").require(0).json().path("ready").asBoolean(false));
  }

  @Test
  void keysAreMadeListedAndDeletedWithoutANode() {
    String data = directory.resolve("offline").toString();
    Run first = run("keys", "create", "--data", data, "--name", "ci", "--role", "write");
    assertTrue(first.require(3).err().contains("expected role admin for the first key"));
    Run plain = run("keys", "create", "--data", data, "--name", "admin", "--role", "ADMIN");
    assertTrue(plain.require(0).out().startsWith("fk_"), plain.out());
    JsonNode made =
        run("keys", "create", "--data", data, "--name", "ci", "--role", "write", "--json")
            .require(0)
            .json();
    assertTrue(made.path("secret").asString("").startsWith("fk_"));
    JsonNode listed = run("keys", "list", "--data", data, "--json").require(0).json();
    assertEquals(2, listed.path("keys").size());
    assertFalse(listed.toString().contains("fk_"));
    assertTrue(run("keys", "list", "--data", data).require(0).out().contains("write"));
    String id = made.path("id").asString("");
    assertEquals(
        "deleted " + id + "\n", run("keys", "delete", "--data", data, id).require(0).out());
    run("keys", "delete", "--data", data, id).require(3);
    run("keys", "create", "--data", data, "--name", "x", "--role", "root").require(2);
    run("keys", "create", "--data", data, "--role", "read").require(2);
  }

  @Test
  void keysOfARunningNodeAreHandledThroughIt() {
    try (TestNode node = TestNode.start()) {
      String data = node.directory().toString();
      JsonNode admin =
          run(
                  "keys",
                  "create",
                  "--data",
                  data,
                  "--url",
                  node.url(),
                  "--name",
                  "a",
                  "--role",
                  "admin",
                  "--json")
              .require(0)
              .json();
      String secret = admin.path("secret").asString("");
      String[] target = {"--data", data, "--url", node.url()};
      run("keys", "list", target[0], target[1], target[2], target[3]).require(3);
      String[] withKey = {"--data", data, "--url", node.url(), "--key", secret};
      assertEquals(
          1, run(with(withKey, "keys", "list", "--json")).require(0).json().path("keys").size());
      JsonNode reader =
          run(with(withKey, "keys", "create", "--name", "r", "--role", "read", "--json"))
              .require(0)
              .json();
      Run forbidden =
          run(
              "keys",
              "list",
              "--data",
              data,
              "--url",
              node.url(),
              "--key",
              reader.path("secret").asString(""));
      assertTrue(forbidden.require(3).err().contains("(auth.forbidden)"), forbidden.err());
      run(with(withKey, "keys", "delete", reader.path("id").asString(""))).require(0);
      Run status = run("status", "--url", node.url(), "--key", secret).require(0);
      assertTrue(status.out().contains("keys required"), status.out());
    }
  }

  private static String[] with(String[] options, String... command) {
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  @Test
  void versionSaysWhichFerruleAndWhichJava() {
    assertTrue(run("version").require(0).out().startsWith("ferrule 0.1.0 (Java 25"));
    assertEquals("0.1.0", run("version", "--json").require(0).json().path("ferrule").asString(""));
    assertEquals("ferrule 0.1.0\n", run("--version").require(0).out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "up",
        "serve",
        "ask",
        "search",
        "ingest",
        "status",
        "keys",
        "keys create",
        "keys list",
        "keys delete",
        "version"
      })
  void everyCommandExplainsItself(String command) {
    var args = new ArrayList<String>();
    if (!command.isEmpty()) {
      args.addAll(List.of(command.split(" ")));
    }
    args.add("--help");
    Run help = run(args.toArray(String[]::new)).require(0);
    assertTrue(help.out().startsWith("Usage: ferrule " + command), help.out());
    assertEquals("", help.err());
  }

  @Test
  void aWrongCommandLineOrConfigurationExitsWithTwo() throws IOException {
    run("aks").require(2);
    run("ask").require(2);
    run("ask", "--colour", "x").require(2);
    Run key = run("serve", "--data", directory.toString(), "--set", "server.prot=1").require(2);
    assertTrue(key.err().contains("did you mean server.port? (config.invalid)"), key.err());
    run("serve", "--data", directory.toString(), "--port", "x").require(2);
    run("serve", "--data", directory.toString(), "--port", "70000").require(2);
    run("serve", "--config", directory.resolve("none.yaml").toString()).require(2);
    Path yaml = Files.writeString(directory.resolve("f.yaml"), "server: {port: 1, colour: x}");
    run("serve", "--config", yaml.toString()).require(2);
    run("serve", "--data", directory.toString(), "--set", "embedding.model=none").require(2);
    for (String url : List.of("not a url", "localhost:8080", "ftp://localhost", "http://")) {
      Run wrong = run("status", "--url", url).require(2);
      assertTrue(wrong.err().startsWith("ferrule: expected a URL in --url"), wrong.err());
    }
  }

  @Test
  void aRequestThatIsWrongExitsWithThreeAndSaysWhy() {
    Run missing = onNode("ask", "-c", "none", "x?").require(3);
    assertTrue(missing.err().startsWith("ferrule: expected an existing collection"), missing.err());
    assertTrue(missing.err().endsWith("(collection.not-found)\n"), missing.err());
    NODE.client().put("/v1/collections/one", "{}");
    NODE.client().put("/v1/collections/two", "{}");
    Run which = onNode("ask", "x?").require(3);
    assertTrue(which.err().contains("expected --collection with one of ["), which.err());
    onNode("search", "-c", "one", "--filter", "{", "x").require(3);
    onNode("search", "-c", "one", "--mode", "odd", "x").require(3);
    onNode("search", "-c", "one", "--top-k", "0", "x").require(3);
  }

  @Test
  void aNodeThatCannotBeReachedExitsWithFourAndSaysWhatToDo() throws IOException {
    String url = unusedUrl();
    Path file = Files.writeString(directory.resolve("a.txt"), "a");
    for (String[] command :
        List.of(
            new String[] {"status"},
            new String[] {"ask", "x?"},
            new String[] {"search", "x"},
            new String[] {"ingest", file.toString()})) {
      Run run = run(with(new String[] {"--url", url}, command)).require(4);
      assertEquals(
          "ferrule: expected a node at %s, found none; start one with ./ferrule up, or name another "
                  .formatted(url)
              + "with --url (node.unreachable)\n",
          run.err());
    }
  }

  @Test
  void aRuleSetIsPublishedComparedActivatedAndTakenBack() throws IOException {
    Path rules = Files.createDirectories(directory.resolve("rules"));
    Files.writeString(rules.resolve("main.sml"), "A = Rule(when_all=[True], description='a')\n");
    onNode("publish", rules.toString(), "--activate", "--by", "ann").require(0);
    String first = latest();
    Files.writeString(rules.resolve("main.sml"), "B = Rule(when_all=[True], description='b')\n");
    Run published = onNode("publish", rules.toString(), "--shadow").require(0);
    assertTrue(published.out().contains("rules added: B"), published.out());
    assertTrue(published.out().contains("rules removed: A"), published.out());
    String second = latest();
    String diff = onNode("diff", first, second).require(0).out();
    assertTrue(diff.contains("-A = Rule"), diff);
    assertTrue(onNode("shadow").require(0).out().contains("shadow " + second));
    onNode("activate", second).require(0);
    assertTrue(onNode("rollback").require(0).out().contains("live " + first));
    assertTrue(onNode("releases", "--history").require(0).out().contains("rolled_back"));
    Files.writeString(rules.resolve("main.sml"), "B = Nope()\n");
    Run refused = onNode("publish", rules.toString()).require(3);
    assertTrue(refused.err().contains("Nope"), refused.err());
  }

  private static String latest() {
    return onNode("releases", "--limit", "1").require(0).out().split(" ")[0];
  }
}
