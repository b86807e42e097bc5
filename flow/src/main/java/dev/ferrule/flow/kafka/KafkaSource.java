package dev.ferrule.flow.kafka;

import dev.ferrule.flow.DeadLetterSink;
import dev.ferrule.flow.RecordHandler;
import dev.ferrule.flow.SourceRecord;
import dev.ferrule.model.FerruleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic as a member of a consumer group, and hands each record to a {@link RecordHandler}
 * at least once. Offsets are committed only up to the first record that is not done. Thread-safe.
 *
 * <p>One thread polls, hands over, and commits. When partitions go to another member it first waits
 * until what is in progress of them is done and committed.
 */
public final class KafkaSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);
  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long HAND_OVER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final Duration IDLE = Duration.ofMillis(50);
  private static final Duration STALLED = Duration.ofMillis(10);
  private static final Duration BUSY = Duration.ofMillis(2);
  private static final Duration SETTLE = Duration.ofSeconds(20);
  private static final Duration COMMIT = Duration.ofSeconds(5);
  private static final long LONGEST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final KafkaSettings settings;
  private final String topic;
  private final RecordHandler handler;
  private final DeadLetterSink deadLetters;
  private final Thread thread;
  private final Map<TopicPartition, PartitionFlow> flows = new LinkedHashMap<>();
  private final LongAdder records = new LongAdder();
  private final LongAdder dead = new LongAdder();
  private final LongAdder rebalances = new LongAdder();
  private volatile boolean closing;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polled;
  private volatile SourceStatus status =
      new SourceStatus(SourceStatus.State.CONNECTING, "", 0, 0, 0, List.of());

  public KafkaSource(
      KafkaSettings settings, String topic, RecordHandler handler, DeadLetterSink deadLetters) {
    this.settings = settings;
    this.topic = topic;
    this.handler = handler;
    this.deadLetters = deadLetters;
    this.thread = Thread.ofPlatform().name("kafka-" + topic).daemon(true).unstarted(this::run);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** How it is doing, as of at most a second ago. */
  public SourceStatus status() {
    return status;
  }

  private void run() {
    int failures = 0;
    while (!closing) {
      long began = System.nanoTime();
      try (var consumer = new Consuming()) {
        consumer.run();
      } catch (WakeupException e) {
        // closing
      } catch (KafkaException e) {
        failures = System.nanoTime() - began > LONGEST_BACKOFF_NANOS ? 1 : failures + 1;
        report(SourceStatus.State.FAILED, reason(e));
        LOG.warn("Kafka refuses to serve topic {}; it is tried again: {}", topic, reason(e));
        waitFor(PartitionFlow.backoffNanos(failures) * 15);
      } catch (RuntimeException | Error e) {
        failures++;
        report(SourceStatus.State.FAILED, e.getClass().getSimpleName());
        LOG.error("reading topic {} failed; it is tried again", topic, e);
        waitFor(LONGEST_BACKOFF_NANOS);
      }
    }
    report(SourceStatus.State.CLOSED, "");
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private void waitFor(long nanos) {
    long until = System.nanoTime() + nanos;
    while (!closing && System.nanoTime() < until) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private void report(SourceStatus.State state, String problem) {
    var partitions = new ArrayList<SourceStatus.Partition>();
    for (PartitionFlow flow : flows.values()) {
      int inFlight = flow.tracker.size();
      partitions.add(
          new SourceStatus.Partition(
              flow.partition.topic(),
              flow.partition.partition(),
              flow.committed,
              inFlight,
              flow.lag + inFlight + flow.waiting.size()));
    }
    status =
        new SourceStatus(state, problem, records.sum(), dead.sum(), rebalances.sum(), partitions);
  }

  /** Lets what is in progress end, commits it, and leaves the group. */
  @Override
  public void close() {
    closing = true;
    KafkaConsumer<byte[], byte[]> consumer = polled;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      if (thread.isAlive() && !thread.join(SETTLE.plus(COMMIT).plus(COMMIT))) {
        LOG.warn("reading topic {} did not end in time", topic);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One life of a consumer, from connecting to a failure or the end. Confined. */
  private final class Consuming implements ConsumerRebalanceListener, AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.consumer());
    private long committedAtNanos = System.nanoTime();

    void run() {
      polled = consumer;
      consumer.subscribe(List.of(topic), this);
      while (!closing) {
        boolean more = handOver();
        commitWhenDue();
        throttle();
        var polledNow = consumer.poll(more ? Duration.ZERO : patience());
        for (TopicPartition partition : polledNow.partitions()) {
          PartitionFlow flow = flows.get(partition);
          if (flow != null) {
            flow.waiting.addAll(polledNow.records(partition));
          }
        }
      }
    }

    /** Hands over what may be; gives whether some was left only for the sake of time. */
    private boolean handOver() {
      long until = System.nanoTime() + HAND_OVER_NANOS;
      boolean more = false;
      for (PartitionFlow flow : flows.values()) {
        refuse(flow);
        retry(flow);
        while (!flow.waiting.isEmpty() && !flow.stalled() && flow.tracker.hasRoom()) {
          if (System.nanoTime() > until) {
            more = true;
            break;
          }
          handle(flow, flow.begin(record(flow.waiting.remove())));
          refuse(flow);
        }
      }
      return more;
    }

    private void retry(PartitionFlow flow) {
      List<PartitionFlow.Attempt> due = flow.retries(System.nanoTime());
      for (int i = 0; i < due.size(); i++) {
        handle(flow, flow.again(due.get(i)));
        if (flow.stalled()) {
          flow.putBack(due.subList(i + 1, due.size()));
          return;
        }
      }
    }

    private void refuse(PartitionFlow flow) {
      for (var attempt = flow.refused(); attempt != null; attempt = flow.refused()) {
        var refused = attempt;
        try {
          deadLetters
              .add(refused.record(), Objects.requireNonNull(refused.failure()))
              .whenComplete((_, thrown) -> {
                flow.settleRefused(refused, thrown);
                if (thrown == null) {
                  records.increment();
                  dead.increment();
                }
              });
        } catch (RuntimeException e) {
          flow.settleRefused(refused, e);
        }
      }
    }

    private void handle(PartitionFlow flow, PartitionFlow.Attempt attempt) {
      CompletionStage<Void> stage;
      try {
        stage = handler.handle(attempt.record());
      } catch (RuntimeException e) {
        flow.settle(attempt, e);
        return;
      }
      stage.whenComplete((_, thrown) -> {
        if (thrown == null) {
          records.increment();
        }
        flow.settle(attempt, thrown);
      });
    }

    /* A partition whose records cannot be handed over is not fetched: that is the back-pressure. */
    private void throttle() {
      for (PartitionFlow flow : flows.values()) {
        boolean full = !flow.waiting.isEmpty();
        if (full != flow.paused) {
          if (full) {
            consumer.pause(List.of(flow.partition));
          } else {
            consumer.resume(List.of(flow.partition));
          }
          flow.paused = full;
        }
      }
    }

    private Duration patience() {
      for (PartitionFlow flow : flows.values()) {
        if (flow.stalled()) {
          return STALLED;
        }
        if (flow.paused) {
          return BUSY;
        }
      }
      return IDLE;
    }

    private void commitWhenDue() {
      long now = System.nanoTime();
      if (now - committedAtNanos < COMMIT_NANOS) {
        return;
      }
      committedAtNanos = now;
      var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
      for (PartitionFlow flow : flows.values()) {
        long position = flow.tracker.position();
        if (position > flow.committed && position > flow.committing) {
          flow.committing = position;
          offsets.put(flow.partition, new OffsetAndMetadata(position));
        }
        flow.lag = consumer.currentLag(flow.partition).orElse(flow.lag);
      }
      if (!offsets.isEmpty()) {
        consumer.commitAsync(offsets, this::committed);
      }
      look();
    }

    private void committed(
        Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
      offsets.forEach((partition, offset) -> {
        PartitionFlow flow = flows.get(partition);
        if (flow != null) {
          flow.committing = -1;
          if (failure == null) {
            flow.committed = Math.max(flow.committed, offset.offset());
          }
        }
      });
    }

    private void look() {
      if (!isConnected()) {
        report(
            SourceStatus.State.CONNECTING,
            "expected a broker at %s, found none".formatted(settings.bootstrapServers()));
        return;
      }
      for (PartitionFlow flow : flows.values()) {
        FerruleException why = flow.stalledBy();
        if (why != null) {
          report(SourceStatus.State.WAITING, why.code().id() + ": " + why.getMessage());
          return;
        }
      }
      report(SourceStatus.State.RUNNING, "");
    }

    private boolean isConnected() {
      return consumer.metrics().entrySet().stream()
          .filter(metric -> metric.getKey().name().equals("connection-count"))
          .anyMatch(metric -> metric.getValue().metricValue() instanceof Double d && d > 0);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      rebalances.increment();
      for (TopicPartition partition : partitions) {
        flows.put(partition, new PartitionFlow(partition, settings.inFlight()));
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (partitions.isEmpty()) {
        return;
      }
      rebalances.increment();
      List<PartitionFlow> going =
          partitions.stream().map(flows::get).filter(Objects::nonNull).toList();
      letGo(going);
      partitions.forEach(flows::remove);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      rebalances.increment();
      LOG.warn("partitions were lost to the group and others may have them: {}", partitions);
      partitions.forEach(flows::remove);
    }

    /** Waits until nothing of these is in progress, and commits what is done. */
    private void letGo(Collection<PartitionFlow> going) {
      going.forEach(flow -> flow.waiting.clear());
      long until = System.nanoTime() + SETTLE.toNanos();
      while (going.stream().anyMatch(flow -> flow.inProgress() > 0)) {
        going.forEach(this::refuse);
        if (System.nanoTime() > until) {
          LOG.warn("records of {} partitions are in progress still, and come again", going.size());
          break;
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
      }
      var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
      for (PartitionFlow flow : going) {
        long position = flow.tracker.position();
        if (position > flow.committed) {
          offsets.put(flow.partition, new OffsetAndMetadata(position));
        }
      }
      commit(offsets);
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      if (offsets.isEmpty()) {
        return;
      }
      try {
        consumer.commitSync(offsets, COMMIT);
        committed(offsets, null);
      } catch (WakeupException e) {
        commit(offsets); // closing, which waits for this
      } catch (KafkaException e) {
        LOG.warn("offsets were not committed, and their records come again: {}", reason(e));
      }
    }

    @Override
    public void close() {
      try {
        letGo(List.copyOf(flows.values()));
        flows.clear();
        consumer.close(CloseOptions.timeout(COMMIT));
      } catch (WakeupException e) {
        consumer.close(CloseOptions.timeout(COMMIT));
      } catch (KafkaException e) {
        LOG.warn("leaving Kafka failed: {}", reason(e));
      } finally {
        polled = null;
      }
    }
  }

  private static SourceRecord record(ConsumerRecord<byte[], byte[]> polled) {
    byte[] value = polled.value();
    return new SourceRecord(
        polled.topic(),
        polled.partition(),
        polled.offset(),
        polled.timestamp(),
        polled.key(),
        value == null ? new byte[0] : value,
        headers(polled.headers().toArray()));
  }

  private static List<SourceRecord.Header> headers(Header[] headers) {
    if (headers.length == 0) {
      return List.of();
    }
    var list = new ArrayList<SourceRecord.Header>(headers.length);
    for (Header header : headers) {
      list.add(new SourceRecord.Header(header.key(), header.value()));
    }
    return list;
  }
}
