package dev.ferrule.flow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.flow.DeadLetterSink;
import dev.ferrule.flow.SourceRecord;
import dev.ferrule.testkit.KafkaBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Partitions move between the members of a group while records come. */
class RebalanceIT {
  private static final int PARTITIONS = 6;
  private static final int KEYS = 40;

  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  /** The last number that was done, and who has a record in hand, for each key. */
  private final Map<String, Integer> done = new ConcurrentHashMap<>();

  private final Map<String, String> inHand = new ConcurrentHashMap<>();

  /** A node: the records of a key one after the other, and different keys at once. */
  private final class Member {
    private final String name;
    private final Map<String, CompletableFuture<Void>> last = new HashMap<>();

    Member(String name) {
      this.name = name;
    }

    CompletionStage<Void> handle(SourceRecord record) {
      String[] parts = new String(record.value(), UTF_8).split(":");
      var turn = last.getOrDefault(parts[0], CompletableFuture.allOf());
      var next = turn.thenCompose(_ -> evaluate(parts[0], Integer.parseInt(parts[1])));
      last.put(parts[0], next);
      return next;
    }

    private CompletableFuture<Void> evaluate(String key, int number) {
      String other = inHand.put(key, name);
      if (other != null) {
        problems.add("%s and %s have %s at once".formatted(name, other, key));
      }
      var ended = new CompletableFuture<Void>();
      clock.schedule(
          () -> {
            inHand.remove(key);
            Integer before = done.put(key, number);
            if (number != (before == null ? 0 : before + 1)) {
              problems.add("%s did %s:%d after %s".formatted(name, key, number, before));
            }
            ended.complete(null);
          },
          2,
          TimeUnit.MILLISECONDS);
      return ended;
    }
  }

  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);

  private KafkaSource member(KafkaBroker broker, String name) {
    var settings = new KafkaSettings(broker.bootstrapServers(), "g", 64, Map.of());
    var source = new KafkaSource(settings, "t", new Member(name)::handle, DeadLetterSink.none());
    source.start();
    return source;
  }

  @Test
  void everyRecordIsDoneOnceInOrderAndByOneMemberAtATime() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        var writer =
            new TopicWriter(new KafkaSettings(broker.bootstrapServers(), "w", 1, Map.of()))) {
      broker.createTopic("t", PARTITIONS);
      int sent = 0;
      try (var first = member(broker, "first")) {
        for (int round = 0; round < 4; round++) {
          sent = send(writer, sent, 2_000);
          awaitDone(sent - 1_000);
          try (var second = member(broker, "second-" + round)) {
            sent = send(writer, sent, 2_000);
            awaitTrue("it has partitions", () -> !second.status().partitions().isEmpty());
            assertTrue(first.status().partitions().size() <= PARTITIONS);
            awaitDone(sent - 1_000);
          } // goes while records are in progress
        }
        awaitDone(sent);
        assertTrue(first.status().rebalances() >= 8, "it was no test without rebalances");
      }
      assertEquals(List.of(), List.copyOf(problems));
    } finally {
      clock.shutdownNow();
    }
  }

  private int send(TopicWriter writer, int from, int count) {
    for (int i = from; i < from + count; i++) {
      String key = "k" + i % KEYS;
      writer.write(
          "t", key.getBytes(UTF_8), "%s:%d".formatted(key, i / KEYS).getBytes(UTF_8), List.of());
    }
    return from + count;
  }

  private void awaitDone(int records) throws InterruptedException {
    awaitTrue(
        records + " records",
        () -> done.values().stream().mapToInt(number -> number + 1).sum() >= records);
  }

  private void awaitTrue(String what, java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> what + ": " + problems);
      Thread.sleep(5);
    }
  }
}
