package dev.ferrule.server.deadletters;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What could not be evaluated or delivered, in the order it was given up. Thread-safe.
 *
 * <p>None goes by itself. There are at most {@link Limits#letters} of {@link Limits#bytes} in all;
 * beyond, a new one is refused and counted, and whoever gives it up keeps it and tries again later:
 * the inbox and the Kafka source then wait, so nothing that was acknowledged is lost.
 */
public final class DeadLetters {
  private static final byte[] ALL = {};

  private final Store store;
  private final InstantSource clock;
  private final Limits limits;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /**
   * How much is kept.
   *
   * @param letters most dead letters
   * @param bytes most bytes of them all
   */
  public record Limits(long letters, long bytes) {
    public static final Limits DEFAULT = new Limits(100_000, 1L << 30);
  }

  /**
   * A part of a list.
   *
   * @param letters the oldest first
   * @param next the id to go on after, or null at the end
   */
  public record Page(List<DeadLetter> letters, @Nullable Long next) {}

  public DeadLetters(Store store, InstantSource clock, Limits limits) {
    this.store = store;
    this.clock = clock;
    this.limits = limits;
    try (Cursor cursor = store.scan(Table.DEAD_LETTERS, ALL)) {
      while (cursor.next()) {
        count.incrementAndGet();
        bytes.addAndGet(DeadLetterCodec.bytes(cursor.key()));
      }
    }
  }

  /** How many there are. */
  public long count() {
    return count.get();
  }

  /** How many bytes they have. */
  public long bytes() {
    return bytes.get();
  }

  /** How often one was refused because there are too many, since the start. */
  public long refused() {
    return refused.get();
  }

  /** As {@link #add(DeadLetter.Content, Consumer)}, with nothing beside it. */
  public CompletableFuture<Long> add(DeadLetter.Content content) {
    return add(content, _ -> {});
  }

  /**
   * Keeps a dead letter; the future has its id once it is on disk.
   *
   * @param alongside what to write in the same transaction, as the deletion of what it was before
   * @return fails with {@link ErrorCode#LIMIT_REACHED} when there are too many
   */
  public CompletableFuture<Long> add(
      DeadLetter.Content content, Consumer<Transaction.Writer> alongside) {
    Instant now = clock.instant();
    byte[] value = DeadLetterCodec.encode(now, content);
    try {
      reserve(value.length);
    } catch (FerruleException e) {
      return CompletableFuture.failedFuture(e);
    }
    try {
      return store
          .<Long>commit(writer -> {
            long id = writer.nextSequence();
            writer.put(Table.DEAD_LETTERS, DeadLetterCodec.key(id, value.length), value);
            alongside.accept(writer);
            return id;
          })
          .whenComplete((_, failure) -> {
            if (failure != null) {
              release(value.length);
            }
          });
    } catch (RuntimeException e) {
      release(value.length);
      return CompletableFuture.failedFuture(e);
    }
  }

  private void reserve(int length) {
    long letters = count.incrementAndGet();
    long all = bytes.addAndGet(length);
    if (letters > limits.letters() || all > limits.bytes()) {
      release(length);
      refused.incrementAndGet();
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED,
          "expected at most %d dead letters of %d bytes, found more; replay or delete some"
              .formatted(limits.letters(), limits.bytes()));
    }
  }

  private void release(int length) {
    count.decrementAndGet();
    bytes.addAndGet(-length);
  }

  /**
   * Lists dead letters, the oldest first.
   *
   * @param source those from there, or null for all
   * @param after those with a greater id
   */
  public Page list(DeadLetter.@Nullable Source source, long after, int limit) {
    var found = new ArrayList<DeadLetter>();
    byte[] from = DeadLetterCodec.key(after + 1, 0);
    try (Cursor cursor = store.scan(Table.DEAD_LETTERS, ALL, from)) {
      while (cursor.next()) {
        var letter = DeadLetterCodec.decode(DeadLetterCodec.id(cursor.key()), cursor.value());
        if (source == null || letter.content().source() == source) {
          if (found.size() == limit) {
            return new Page(found, found.getLast().id());
          }
          found.add(letter);
        }
      }
    }
    return new Page(found, null);
  }

  /** The greatest id there is, 0 when there is none. */
  public long lastId() {
    byte[] key = store.findLastKey(Table.DEAD_LETTERS, ALL, DeadLetterCodec.key(Long.MAX_VALUE, 0));
    return key == null ? 0 : DeadLetterCodec.id(key);
  }

  /** The dead letter with this id; {@link ErrorCode#DEAD_LETTER_NOT_FOUND} when there is none. */
  public DeadLetter get(long id) {
    byte[] key = key(id);
    byte[] value = store.find(Table.DEAD_LETTERS, key);
    if (value == null) {
      throw notFound(id);
    }
    return DeadLetterCodec.decode(id, value);
  }

  private byte[] key(long id) {
    byte[] from = DeadLetterCodec.key(id, 0);
    try (Cursor cursor = store.scan(Table.DEAD_LETTERS, ALL, from)) {
      if (cursor.next() && DeadLetterCodec.id(cursor.key()) == id) {
        return cursor.key();
      }
    }
    throw notFound(id);
  }

  private static FerruleException notFound(long id) {
    return new FerruleException(
        ErrorCode.DEAD_LETTER_NOT_FOUND,
        "expected the id of a dead letter, found none with id=" + id);
  }

  /** Deletes one for good. */
  public void delete(long id) {
    replay(id, _ -> {});
  }

  /**
   * Takes one out and writes it elsewhere, in one transaction.
   *
   * @param elsewhere writes what it becomes; when it throws, the dead letter stays
   */
  public void replay(long id, Consumer<Transaction.Writer> elsewhere) {
    byte[] key = key(id);
    store.commitAndWait(writer -> {
      if (writer.find(Table.DEAD_LETTERS, key) == null) {
        throw notFound(id);
      }
      writer.delete(Table.DEAD_LETTERS, key);
      elsewhere.accept(writer);
      return true;
    });
    release(DeadLetterCodec.bytes(key));
  }
}
