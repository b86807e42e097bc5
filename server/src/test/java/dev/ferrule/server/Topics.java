package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.flow.DeadLetterSink;
import dev.ferrule.flow.SourceRecord;
import dev.ferrule.flow.kafka.KafkaSettings;
import dev.ferrule.flow.kafka.KafkaSource;
import dev.ferrule.flow.kafka.TopicWriter;
import dev.ferrule.testkit.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What a test writes to topics and reads from them. Thread-safe. */
final class Topics implements AutoCloseable {
  private static final AtomicInteger READERS = new AtomicInteger();

  private final KafkaBroker broker;
  private final TopicWriter writer;

  Topics(KafkaBroker broker) {
    this.broker = broker;
    this.writer = new TopicWriter(settings("writer"));
  }

  private KafkaSettings settings(String group) {
    return new KafkaSettings(broker.bootstrapServers(), group, 10_000, Map.of());
  }

  CompletableFuture<Void> send(String topic, String key, String value) {
    return writer
        .write(topic, key.getBytes(UTF_8), value.getBytes(UTF_8), List.of())
        .toCompletableFuture();
  }

  /** Everything in a topic, now and as it comes. */
  final class Reader implements AutoCloseable {
    final Queue<SourceRecord> records = new ConcurrentLinkedQueue<>();
    private final KafkaSource source;

    Reader(String topic) {
      this.source =
          new KafkaSource(
              settings("reader-" + READERS.incrementAndGet()),
              topic,
              record -> {
                records.add(record);
                return CompletableFuture.allOf();
              },
              DeadLetterSink.none());
      source.start();
    }

    List<String> values() {
      return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
    }

    @Override
    public void close() {
      source.close();
    }
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 90_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
