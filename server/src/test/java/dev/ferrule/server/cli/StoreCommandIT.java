package dev.ferrule.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.TestClient;
import dev.ferrule.server.TestNode;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import dev.ferrule.store.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code ferrule store}: what is damaged is named and put aside, and a backup brings all back. */
@Timeout(180)
class StoreCommandIT {
  private static final Map<String, String> RULES =
      Map.of(
          "main.sml",
          """
          Name: str = JsonData(path='$.name')
          User: Entity[str] = EntityJson(type='User', path='$.name')
          Every = Rule(when_all=[Name != ''], description='every event')
          WhenRules(rules_any=[Every], then=[LabelAdd(entity=User, label='seen')])
          """,
          "config.yaml",
          "labels: {seen: {valid_for: [User], connotation: neutral, description: was seen}}\n");

  @TempDir private Path directory = Path.of("unset");

  private record Run(int exitCode, String out) {
    Run require(int expected, String... parts) {
      assertEquals(expected, exitCode, out);
      for (String part : parts) {
        assertTrue(out.contains(part), () -> "no '" + part + "' in: " + out);
      }
      return this;
    }
  }

  private static Run run(String... args) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    var out = new ByteArrayOutputStream();
    try (var both = new PrintStream(out, true, UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      int exitCode = Main.run(args);
      return new Run(exitCode, out.toString(UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  private static Run store(String command, Path data) {
    return run("store", command, "--data", data.toString());
  }

  /** Something in most of the tables. */
  private static void fill(TestNode node) {
    TestClient client = node.client();
    client.put("/v1/collections/c", "{\"fields\": {\"n\": \"int\"}}").require(201);
    String lines =
        String.join(
            "\n",
            IntStream.range(0, 20)
                .mapToObj(i ->
                    "{\"id\": \"d%d\", \"text\": \"The word is w%d.\", \"metadata\": {\"n\": %d}}"
                        .formatted(i, i, i))
                .toList());
    client.lines("/v1/collections/c/documents?wait=indexed", lines).require(200);
    client.delete("/v1/collections/c/documents/d19").require(200);
    node.publish(RULES);
    client
        .put(
            "/v1/webhooks/w",
            "{\"url\": \"http://127.0.0.1:9/x\", \"secret\": \"0123456789abcdef\"}")
        .require(201);
    for (int i = 0; i < 5; i++) {
      client
          .post("/v1/events", "{\"action_name\": \"a\", \"data\": {\"name\": \"u" + i + "\"}}")
          .require(200);
    }
  }

  /** The documents that answer, the best first. */
  private static List<String> search(TestNode node) {
    var found = new ArrayList<String>();
    node.client()
        .post("/v1/collections/c/search", "{\"query\": \"word w7\", \"top_k\": 5}")
        .require(200)
        .json()
        .path("hits")
        .forEach(hit -> found.add(hit.path("document").asString("")));
    return found;
  }

  /** Changes the last entry of a table whose key begins so. */
  private static void damage(Path data, Table table, String prefix, Damage how) {
    try (Store store = Store.open(data.resolve("store"), StoreSettings.DEFAULT)) {
      byte[] key = new byte[0];
      byte[] value = key;
      try (Cursor cursor = store.scan(table, prefix.getBytes(UTF_8))) {
        while (cursor.next()) {
          key = cursor.key();
          value = cursor.value();
        }
      }
      assertTrue(key.length > 0, "nothing in " + table);
      byte[] at = key;
      byte[] cut = Arrays.copyOf(value, value.length / 2);
      store.commitAndWait(writer -> {
        if (how == Damage.CUT) {
          writer.put(table, at, cut);
        } else {
          writer.delete(table, at);
        }
        return true;
      });
    }
  }

  private enum Damage {
    CUT,
    GONE
  }

  @Test
  void eachDamagedEntryIsNamedPutAsideAndTheRestServed() throws IOException {
    try (TestNode node = TestNode.start()) {
      fill(node);
      node.stop();
      Path data = node.directory();
      store("check", data).require(0, "all sound");
      store("repair", data).require(0, "nothing to repair");
      assertFalse(Files.exists(data.resolve("quarantine")));
      damage(data, Table.DOCUMENTS, "", Damage.CUT);
      store("check", data).require(1, "table=documents collection=c document=d9");
      store("repair", data).require(0, "document=d9: put into", "(3 entries)", "repaired");
      damage(data, Table.TEXTS, "", Damage.GONE);
      store("check", data).require(1, "document=d8", "expected a text with the header");
      store("repair", data).require(0, "document=d8: put into");
      damage(data, Table.CHUNKS, "", Damage.CUT);
      store("check", data).require(1, "document=d7", "a whole chunk");
      store("repair", data).require(0, "document=d7: put into", "counted anew, 16 documents");
      for (Table table :
          List.of(
              Table.RESULT_HEADS,
              Table.RESULTS,
              Table.EVENT_IDS,
              Table.WEBHOOKS,
              Table.CHECKPOINTS)) {
        damage(data, table, "", Damage.CUT);
        // a body that is cut is found by its head
        String name = table == Table.RESULTS ? "result_heads" : table.columnFamily();
        store("check", data).require(1, "table=" + name);
        store("repair", data).require(0, "put into", "repaired");
      }
      for (String part : List.of("e", "h", "i")) {
        damage(data, Table.LABELS, part, Damage.CUT);
        store("check", data).require(1, "table=labels");
        store("repair", data).require(0, "put into");
      }
      damage(data, Table.RELEASES, "list/", Damage.CUT);
      store("check", data).require(1, "table=releases key=list/");
      store("repair", data).require(0, "put into");
      store("check", data).require(0, "all sound");
      try (Stream<Path> kept = Files.walk(data.resolve("quarantine"))) {
        assertTrue(kept.filter(Files::isRegularFile).count() >= 8);
      }
      node.begin();
      assertFalse(search(node).contains("d7"));
      assertEquals(
          16, node.client().get("/v1/collections/c").require(200).json().path("chunks").asInt(0));
      node.client()
          .post("/v1/events", "{\"action_name\": \"a\", \"data\": {\"name\": \"new\"}}")
          .require(200);
    }
  }

  @Test
  void whatOnlyABackupHasIsLeftAsItIs() {
    try (TestNode node = TestNode.start()) {
      fill(node);
      node.client().post("/v1/keys", "{\"name\": \"k\", \"role\": \"admin\"}").require(201);
      node.stop();
      damage(node.directory(), Table.KEYS, "", Damage.CUT);
      store("check", node.directory()).require(1, "table=keys");
      store("repair", node.directory()).require(1, "left: table=keys", "restore a backup");
      damage(node.directory(), Table.COLLECTIONS, "", Damage.CUT);
      store("repair", node.directory()).require(1, "left: table=collections key=c");
    }
  }

  @Test
  void anIndexThatIsNotWhatTheStoreHoldsIsMadeAgain() throws IOException {
    try (TestNode node = TestNode.start()) {
      fill(node);
      List<String> before = search(node);
      node.stop();
      Path vectors;
      try (Stream<Path> files = Files.walk(node.directory().resolve("index"))) {
        vectors =
            files
                .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                .orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(vectors);
      bytes[bytes.length / 2] ^= 1;
      Files.write(vectors, bytes);
      store("check", node.directory()).require(1, "index=", "collection=c", "damaged");
      store("repair", node.directory()).require(0, "index=", "deleted");
      store("check", node.directory()).require(0);
      node.begin();
      assertEquals(before, search(node));
    }
  }

  @Test
  void aDamagedLogIsPutAsideAndTheLossTold() throws IOException {
    try (TestNode node = TestNode.start()) {
      fill(node);
      node.stop();
      Path log;
      try (Stream<Path> files = Files.list(node.directory().resolve("store"))) {
        log = files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(log);
      bytes[300] ^= 1;
      Files.write(log, bytes);
      store("check", node.directory()).require(1, "damaged at byte", log.toString());
      Run repaired = store("repair", node.directory());
      assertTrue(repaired.out().contains("what was written after the damage is lost"));
      store("check", node.directory()).require(0);
    }
  }

  @Test
  void aBackupOfARunningNodeIsRestoredWithTheSameAnswers() {
    Path backups = directory.resolve("backups");
    try (TestNode node = TestNode.start("backup.directory", backups.toString())) {
      fill(node);
      TestClient client = node.client();
      JsonNode first = client.post("/v1/backups", "{\"name\": \"nightly\"}").require(201).json();
      assertEquals(1, first.path("number").asInt(0));
      List<String> before = search(node);
      client.put("/v1/collections/c/documents/later", "{\"text\": \"later\"}").require(201);
      run("store", "backup", "nightly", "--data", node.directory().toString(), "--url", node.url())
          .require(0, "backup nightly number 2");
      client.post("/v1/backups", "{\"name\": \"../x\"}").requireProblem(400, "backup.invalid");
      assertEquals(2, client.get("/v1/backups").require(200).json().path("backups").size());
      String set = "backup.directory=" + backups;
      Path restored = directory.resolve("restored");
      String[] restore = {
        "store", "restore", "nightly", "--number", "1", "--data", restored.toString(), "--set", set
      };
      run(restore).require(0, "restored nightly number 1", "all sound");
      run(restore).require(3, "expected an empty directory", "backup.invalid");
      run("store", "restore", "other", "--data", restored + "x", "--set", set)
          .require(3, "backup.not-found");
      run("store", "backups", "--set", set).require(0, "nightly");
      try (TestNode again = TestNode.start("data.directory", restored.toString())) {
        assertEquals(before, search(again));
        again.client().get("/v1/collections/c/documents/later").require(404);
        assertEquals(
            5, again.client().get("/v1/events?limit=10").require(200).json().path("events").size());
        again.client().get("/v1/entities/User/u1").require(200);
      }
    }
  }

  @Test
  void aDamagedBackupIsNotRestored() throws IOException {
    Path backups = directory.resolve("backups");
    String set = "backup.directory=" + backups;
    try (TestNode node = TestNode.start()) {
      fill(node);
      node.stop();
      String data = node.directory().toString();
      run("store", "backup", "b", "--data", data, "--set", set).require(0, "number 1");
      run("store", "backup", "b", "--data", data).require(2, "backup.directory");
      Path largest;
      try (Stream<Path> files = Files.walk(backups.resolve("b"))) {
        largest =
            files
                .filter(f -> f.toString().endsWith(".sst"))
                .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                .orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(largest);
      bytes[bytes.length / 3] ^= 4;
      Files.write(largest, bytes);
      run("store", "restore", "b", "--data", directory.resolve("r").toString(), "--set", set)
          .require(1, "store.corrupt");
    }
  }
}
