package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import dev.ferrule.server.results.ResultBlock;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node killed under asynchronous events evaluates each that it acknowledged, and once. */
class AsyncCrashTest {
  private static final int ROUNDS = 3;
  private static final int LINES = 200;
  private static final String RULES =
      "{\"by\":\"test\",\"activate\":true,\"files\":{\"main.sml\":\"Text: str = JsonData(path='$.t')\\n"
          + "R = Rule(when_all=[Text == 'x'], description='d')\\n"
          + "WhenRules(rules_any=[R], then=[DeclareVerdict(verdict='hush')])\\n\"}}";

  @TempDir private Path directory = Path.of("unset");
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  private ChildNode start() throws Exception {
    return new ChildNode(
        directory.resolve("data"), "--set", "events.jsonl_file=" + directory.resolve("out.jsonl"));
  }

  @Test
  void everyAcknowledgedEventHasOneResultAfterEachKill() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (var node = start()) {
        TestClient client = node.client();
        if (round == 0) {
          client.post("/v1/releases", RULES).require(201);
        }
        int before = acknowledged.size();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int i = 0; i < 2; i++) {
            writers.submit(() -> send(client));
          }
          while (acknowledged.size() < before + 8 * LINES + 7 * round) {
            LockSupport.parkNanos(1_000_000);
          }
          node.kill();
          writers.shutdownNow();
          assertTrue(writers.awaitTermination(30, TimeUnit.SECONDS));
        }
      }
    }
    try (var node = start()) {
      TestClient client = node.client();
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (client.metric("ferrule_inbox_events") > 0
          || client.metric("ferrule_sink_behind") > 0) {
        assertTrue(System.nanoTime() < deadline, "the inbox is not done");
        LockSupport.parkNanos(10_000_000);
      }
      assertEquals(0.0, client.metric("ferrule_dead_letters"));
      checkAgain(client);
    }
    checkLog();
  }

  private void send(TestClient client) {
    var lines = "{\"action_name\":\"a\",\"data\":{\"t\":\"x\"}}\n".repeat(LINES);
    try {
      while (true) {
        client
            .lines("/v1/events?mode=async", lines)
            .require(202)
            .text()
            .lines()
            .forEach(l -> acknowledged.add(Json.parse(l.getBytes(UTF_8)).path("id").asString("")));
      }
    } catch (RuntimeException e) {
      // it was killed
    }
  }

  private void checkAgain(TestClient client) {
    var again =
        client
            .post(
                "/v1/events",
                "{\"action_id\":%s,\"action_name\":\"a\",\"data\":{\"t\":\"y\"}}"
                    .formatted(acknowledged.iterator().next()))
            .require(200)
            .json();
    assertTrue(again.path("duplicate").asBoolean(false));
    assertEquals("hush", again.path("verdicts").path(0).asString(""));
  }

  /** In the log an event that was evaluated twice would stand twice. */
  private void checkLog() {
    var seen = new HashSet<String>();
    try (var store = Store.open(directory.resolve("data/store"), StoreSettings.DEFAULT)) {
      var log = new ResultLog(store);
      long after = 0;
      for (var blocks = log.readAfter(after, 16);
          !blocks.isEmpty();
          blocks = log.readAfter(after, 16)) {
        for (ResultBlock block : blocks) {
          block.results().forEach(r -> assertTrue(seen.add(Long.toString(r.id())), "twice"));
        }
        after = blocks.getLast().sequence();
      }
    }
    var lost = new HashSet<>(acknowledged);
    lost.removeAll(seen);
    assertEquals(Set.of(), lost);
    try {
      var written = new HashSet<String>();
      for (String line : Files.readAllLines(directory.resolve("out.jsonl"))) {
        if (line.endsWith("}}")) { // else cut off by a kill
          written.add(Json.parse(line.getBytes(UTF_8)).path("id").asString(""));
        }
      }
      assertEquals(seen, written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
