package dev.ferrule.flow.kafka;

import dev.ferrule.flow.SourceRecord;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to topics; each is acknowledged by all replicas that are in sync, and written once
 * however often the client sends it. Thread-safe; what one thread writes to a partition keeps its
 * order.
 */
public final class TopicWriter implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final LongAdder written = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private boolean closed;

  public TopicWriter(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Writes a record; the stage completes when it is acknowledged, on the client's own thread, and
   * fails with {@link ErrorCode#KAFKA_FAILED}. Waits for room, for 5 s at most.
   */
  public CompletionStage<Void> write(
      String topic, byte @Nullable [] key, byte[] value, List<SourceRecord.Header> headers) {
    var done = new CompletableFuture<Void>();
    var kept = new RecordHeaders();
    headers.forEach(header -> kept.add(header.name(), header.value()));
    try {
      producer()
          .send(
              new ProducerRecord<>(topic, null, null, key, value, kept),
              (_, failure) -> {
                if (failure == null) {
                  written.increment();
                  done.complete(null);
                } else {
                  errors.increment();
                  done.completeExceptionally(failure(topic, failure));
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      errors.increment();
      done.completeExceptionally(failure(topic, e));
    }
    return done;
  }

  private static FerruleException failure(String topic, Exception e) {
    return new FerruleException(
        ErrorCode.KAFKA_FAILED,
        "expected topic %s to take a record, found %s"
            .formatted(topic, e.getClass().getSimpleName()),
        e);
  }

  /* Made when first needed: the name of a broker need not resolve when the node starts. */
  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (producer == null) {
      producer = new KafkaProducer<>(settings.producer());
    }
    return producer;
  }

  /** How many records were acknowledged. */
  public long written() {
    return written.sum();
  }

  /** How many records could not be written. */
  public long errors() {
    return errors.sum();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close(CLOSE);
      producer = null;
    }
  }
}
