package dev.ferrule.flow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.flow.DeadLetterSink;
import dev.ferrule.flow.RecordHandler;
import dev.ferrule.flow.SourceRecord;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.testkit.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source against a real broker. */
class KafkaSourceIT {
  private static KafkaBroker broker;
  private static final AtomicInteger TOPICS = new AtomicInteger();

  private String topic = "";
  private TopicWriter writer;
  private final Queue<SourceRecord> seen = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void createTopic() {
    topic = "t" + TOPICS.incrementAndGet();
    broker.createTopic(topic, 1);
    writer = new TopicWriter(settings(100, Map.of()));
  }

  @AfterEach
  void closeWriter() {
    writer.close();
  }

  private KafkaSettings settings(int inFlight, Map<String, String> properties) {
    return new KafkaSettings(broker.bootstrapServers(), "g-" + topic, inFlight, properties);
  }

  private KafkaSource source(int inFlight, RecordHandler handler, DeadLetterSink deadLetters) {
    var source = new KafkaSource(settings(inFlight, Map.of()), topic, handler, deadLetters);
    source.start();
    return source;
  }

  private void send(int from, int to) {
    for (int i = from; i < to; i++) {
      writer.write(topic, null, ("" + i).getBytes(UTF_8), List.of()).toCompletableFuture();
    }
    writer.write(topic, null, ("" + to).getBytes(UTF_8), List.of()).toCompletableFuture().join();
  }

  private List<Integer> values() {
    return seen.stream().map(KafkaSourceIT::number).toList();
  }

  private static int number(SourceRecord record) {
    return Integer.parseInt(new String(record.value(), UTF_8));
  }

  private long committed() {
    var offset = broker.committed("g-" + topic).get(new TopicPartition(topic, 0));
    return offset == null ? -1 : offset.offset();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not in time");
      Thread.sleep(5);
    }
  }

  @Test
  void offsetsMoveUpToTheFirstRecordThatIsNotDone() throws Exception {
    var open = new ConcurrentLinkedQueue<CompletableFuture<Void>>();
    RecordHandler handler =
        record -> {
          seen.add(record);
          var done = new CompletableFuture<Void>();
          if (number(record) == 5) {
            open.add(done);
          } else {
            done.complete(null);
          }
          return done;
        };
    send(0, 19);
    try (var source = source(100, handler, DeadLetterSink.none())) {
      await(() -> seen.size() == 20);
      await(() -> committed() == 5);
      assertEquals(15, source.status().partitions().getFirst().inFlight());
      open.forEach(done -> done.complete(null));
      await(() -> committed() == 20);
      assertEquals(20, source.status().records());
    }
  }

  @Test
  void noMoreAreInFlightThanMayBe() throws Exception {
    var open = new ConcurrentLinkedQueue<CompletableFuture<Void>>();
    RecordHandler handler =
        record -> {
          seen.add(record);
          var done = new CompletableFuture<Void>();
          open.add(done);
          return done;
        };
    send(0, 2_999);
    try (var source = source(7, handler, DeadLetterSink.none())) {
      await(() -> seen.size() == 7);
      await(() -> source.status().partitions().stream().anyMatch(p -> p.inFlight() == 7));
      assertEquals(7, seen.size());
      while (seen.size() < 3_000) {
        for (var done = open.poll(); done != null; done = open.poll()) {
          done.complete(null);
        }
        Thread.onSpinWait();
      }
      open.forEach(done -> done.complete(null));
      assertEquals(3_000, values().stream().distinct().count());
    }
    assertEquals(3_000, committed());
  }

  @Test
  void whatIsRefusedForNowIsTriedAgainInOrder() throws Exception {
    var refusals = new AtomicInteger(3);
    RecordHandler handler =
        record -> {
          if (number(record) % 4 == 2 && refusals.getAndDecrement() > 0) {
            throw new FerruleException(ErrorCode.LIMIT_REACHED, "full");
          }
          if (number(record) == 8 && refusals.get() > -9) {
            return CompletableFuture.failedFuture(
                new FerruleException(ErrorCode.RELEASE_NONE, "none"));
          }
          refusals.decrementAndGet();
          seen.add(record);
          return CompletableFuture.allOf();
        };
    send(0, 7);
    try (var source = source(100, handler, DeadLetterSink.none())) {
      await(() -> seen.size() == 8);
      assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), values());
      assertEquals(0, source.status().deadLetters());
    }
  }

  @Test
  void aFailureOnAnotherThreadIsTriedAgainAndNotCommitted() throws Exception {
    var tries = new AtomicInteger();
    RecordHandler handler =
        record -> {
          var done = new CompletableFuture<Void>();
          boolean fails = number(record) == 3 && tries.incrementAndGet() < 4;
          Thread.startVirtualThread(() -> {
            if (fails) {
              assertTrue(committed() <= 3);
              done.completeExceptionally(new FerruleException(ErrorCode.STORE_FAILED, "full"));
            } else {
              seen.add(record);
              done.complete(null);
            }
          });
          return done;
        };
    send(0, 9);
    try (var source = source(100, handler, DeadLetterSink.none())) {
      await(() -> seen.size() == 10);
      await(() -> committed() == 10);
      assertEquals(4, tries.get());
      assertEquals(10, source.status().records());
    }
  }

  @Test
  void poisonGoesToTheDeadLettersAndThePartitionGoesOn() throws Exception {
    broker.createTopic(topic + "-dead", 1);
    RecordHandler handler =
        record -> {
          if (number(record) % 10 == 0) {
            throw new FerruleException(ErrorCode.EVENT_INVALID, "expected an event, found none");
          }
          if (number(record) == 11) {
            throw new IllegalStateException("a bug");
          }
          seen.add(record);
          return CompletableFuture.allOf();
        };
    var failed = new ConcurrentLinkedQueue<SourceRecord>();
    DeadLetterSink kept =
        new DeadLetterTopic(writer, topic + "-dead")
            .and((record, _) -> {
              failed.add(record);
              return CompletableFuture.allOf();
            });
    send(0, 99);
    try (var source = source(16, handler, kept)) {
      await(() -> committed() == 100);
      assertEquals(89, seen.size());
      assertEquals(11, failed.size());
      assertEquals(11, source.status().deadLetters());
      assertEquals(100, source.status().records());
    }
    var settings = new KafkaSettings(broker.bootstrapServers(), "dead-" + topic, 10, Map.of());
    var letters = new ConcurrentLinkedQueue<SourceRecord>();
    RecordHandler collect =
        record -> {
          letters.add(record);
          return CompletableFuture.allOf();
        };
    try (var again = new KafkaSource(settings, topic + "-dead", collect, DeadLetterSink.none())) {
      again.start();
      await(() -> letters.size() == 11);
    }
    var headers = letters.iterator().next().headers();
    assertEquals("ferrule-error-code", headers.getFirst().name());
    assertEquals("event.invalid", new String(headers.getFirst().value(), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void recordsMayBeCompressed(String codec) throws Exception {
    RecordHandler handler =
        record -> {
          seen.add(record);
          return CompletableFuture.allOf();
        };
    try (var packed = new TopicWriter(settings(10, Map.of("compression.type", codec)));
        var source = source(100, handler, DeadLetterSink.none())) {
      for (int i = 0; i < 1_000; i++) {
        packed.write(topic, null, ("" + i).getBytes(UTF_8), List.of());
      }
      await(() -> seen.size() == 1_000);
      assertEquals(0, packed.errors());
      assertEquals(0, source.status().deadLetters());
    }
  }

  @Test
  void aBrokerThatGoesAndComesBackIsFoundAgain() throws Exception {
    RecordHandler handler =
        record -> {
          seen.add(record);
          return CompletableFuture.allOf();
        };
    send(0, 9);
    try (var source = source(100, handler, DeadLetterSink.none())) {
      await(() -> seen.size() == 10);
      broker.pause();
      await(() -> source.status().state() == SourceStatus.State.CONNECTING);
      broker.resume();
      await(() -> source.status().state() == SourceStatus.State.RUNNING);
      send(10, 19);
      await(() -> seen.size() == 20);
      await(() -> committed() == 20);
    }
  }
}
