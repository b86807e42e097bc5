package dev.ferrule.server.inbox;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Incoming;
import dev.ferrule.server.events.Intake;
import dev.ferrule.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes events to be evaluated later. An event is acknowledged when it is on disk; one worker
 * evaluates them in that order, behind the events that somebody waits for, and deletes each in the
 * transaction that writes its result. What cannot be evaluated becomes a dead letter. Thread-safe.
 *
 * <p>Beyond {@code events.inbox_events}, or 4 GiB, no more are taken: {@link
 * ErrorCode#LIMIT_REACHED}.
 */
public final class Inbox implements AutoCloseable {
  private static final long MOST_BYTES = 4L << 30;
  private static final int MOST_IN_TRANSACTION = 1_024;
  private static final int MOST_TRANSACTION_BYTES = 4 << 20;

  private final Intake intake;
  private final InboxTable table;
  private final InboxWorker worker;

  /**
   * What became of one event that was handed over.
   *
   * @param id its id; 0 when it was refused
   * @param refusal why it was not taken, or null
   */
  public record Receipt(long id, @Nullable FerruleException refusal) {}

  /**
   * @param mostEvents most events that wait
   * @param concurrent most events evaluated at once when rules call functions that wait
   */
  public Inbox(
      Store store,
      Intake intake,
      EventEngine engine,
      DeadLetters deadLetters,
      long mostEvents,
      int concurrent) {
    this.intake = intake;
    this.table = new InboxTable(store, mostEvents, MOST_BYTES);
    this.worker = new InboxWorker(table, intake, engine, deadLetters, concurrent);
  }

  /** How many events wait, those in evaluation included. */
  public long events() {
    return table.events();
  }

  /** How many bytes they have on disk. */
  public long bytes() {
    return table.bytes();
  }

  /** How many became dead letters since the start. */
  public long failed() {
    return worker.failed();
  }

  /**
   * Takes one event; the future has its id once it is on disk. Never waits.
   *
   * @throws FerruleException when the event is none, or too much waits
   */
  public CompletableFuture<Long> accept(JsonSlice json) {
    return accept(intake.read(json));
  }

  /** Takes one event that was read already, in the same way. */
  public CompletableFuture<Long> accept(Incoming incoming) {
    long id = incoming.event().actionId();
    return table
        .write(List.of(EventCodec.encode(incoming.event())))
        .thenApply(_ -> {
          worker.wake();
          return id;
        });
  }

  /**
   * Takes events; the future has a receipt for each, in their order, once all that were taken are
   * on disk. What is no event is refused alone. Never waits.
   */
  public CompletableFuture<List<Receipt>> accept(List<JsonSlice> events) {
    var parts = new ArrayList<CompletableFuture<List<Receipt>>>();
    var part = new Part();
    for (JsonSlice event : events) {
      part.add(event);
      if (part.values.size() >= MOST_IN_TRANSACTION || part.bytes >= MOST_TRANSACTION_BYTES) {
        parts.add(part.write());
        part = new Part();
      }
    }
    parts.add(part.write());
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(_ -> parts.stream().flatMap(done -> done.join().stream()).toList());
  }

  /** Events that are written in one transaction. Confined. */
  private final class Part {
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();
    private long bytes;

    void add(JsonSlice json) {
      try {
        Incoming incoming = intake.read(json);
        byte[] value = EventCodec.encode(incoming.event());
        values.add(value);
        bytes += value.length;
        receipts.add(new Receipt(incoming.event().actionId(), null));
      } catch (FerruleException e) {
        receipts.add(new Receipt(0, e));
      }
    }

    CompletableFuture<List<Receipt>> write() {
      if (values.isEmpty()) {
        return CompletableFuture.completedFuture(receipts);
      }
      return table
          .write(values)
          .handle((_, failure) -> {
            worker.wake();
            return failure == null ? receipts : refuse(failure);
          });
    }

    private List<Receipt> refuse(Throwable failure) {
      var why =
          Failures.cause(failure) instanceof FerruleException known
              ? known
              : new FerruleException(ErrorCode.INTERNAL, "the node failed on this event", failure);
      return receipts.stream()
          .map(receipt -> receipt.refusal() == null ? new Receipt(0, why) : receipt)
          .toList();
    }
  }

  /**
   * Takes the event of a dead letter in its place.
   *
   * @throws FerruleException when its bytes are no event, or too much waits; then it stays
   */
  public void replay(DeadLetter letter, DeadLetters letters) {
    byte[] value =
        EventCodec.encode(intake.read(JsonSlice.of(letter.content().original())).event());
    table.reserve(1, value.length);
    try {
      letters.replay(letter.id(), writer -> table.put(writer, value));
    } catch (RuntimeException e) {
      table.release(1, value.length);
      throw e;
    }
    worker.wake();
  }

  /** Begins to evaluate, with what was left when the node stopped. */
  public void start() {
    worker.start();
  }

  /** Lets what is in evaluation end; the rest waits in the store. */
  @Override
  public void close() {
    worker.close();
  }
}
