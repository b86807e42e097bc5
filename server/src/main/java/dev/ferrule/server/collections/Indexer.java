package dev.ferrule.server.collections;

import dev.ferrule.engine.Passages;
import dev.ferrule.index.CollectionIndex;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.Document;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.documents.Change;
import dev.ferrule.store.documents.DocumentStore;
import dev.ferrule.store.documents.StoredCollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one index up with the store: a thread applies the changes after the index's sequence, makes
 * them visible, and from time to time commits the index and lets the store forget them. After a
 * crash it thereby replays what the index had not on disk. Thread-safe.
 */
final class Indexer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
  private static final int BATCH = 256;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(10);

  private final DocumentStore documents;
  private final StoredCollection collection;
  private final CollectionIndex index;
  private final Duration refreshInterval;
  private final Duration commitInterval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Thread thread;
  private long wanted;
  private long searchable;
  private int waiters;
  private boolean stopping;
  private final long replayTo;

  /** Whether the index was looked through for damage since it was opened. */
  private boolean verified;

  private @Nullable RuntimeException failure;

  Indexer(
      DocumentStore documents,
      StoredCollection collection,
      CollectionIndex index,
      Duration refreshInterval,
      Duration commitInterval) {
    this.documents = documents;
    this.collection = collection;
    this.index = index;
    this.refreshInterval = refreshInterval;
    this.commitInterval = commitInterval;
    this.searchable = index.committedSequence();
    this.replayTo = documents.lastSequenceOf(collection);
    this.wanted = Math.max(searchable, replayTo);
    this.thread =
        Thread.ofPlatform()
            .name("index-" + collection.schema().name())
            .daemon(true)
            .start(this::run);
  }

  /** Says that the store has a change with this sequence. */
  void advance(long sequence) {
    lock.lock();
    try {
      wanted = Math.max(wanted, sequence);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the change with this sequence can be found.
   *
   * @throws FerruleException {@link ErrorCode#INDEX_BEHIND} when that takes longer than {@code
   *     patience}
   */
  void await(long sequence, Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      waiters++;
      wanted = Math.max(wanted, sequence);
      moved.signalAll();
      while (searchable < sequence) {
        if (failure != null) {
          throw failure;
        }
        if (left <= 0 || stopping) {
          throw new FerruleException(
              ErrorCode.INDEX_BEHIND,
              "the documents are stored, and will be found later: expected the index to reach "
                  + "sequence=%d within %s, found it at %d"
                      .formatted(sequence, patience, searchable));
        }
        left = moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiters--;
      lock.unlock();
    }
  }

  /** Waits until every change handed over so far can be found. */
  void awaitAll(Duration patience) {
    long all;
    lock.lock();
    try {
      all = wanted;
    } finally {
      lock.unlock();
    }
    await(all, patience);
  }

  /** Whether every change handed over so far can be found. */
  boolean isCaughtUp() {
    lock.lock();
    try {
      return searchable >= wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Whether what the store held when the node started can be found. */
  boolean hasReplayed() {
    lock.lock();
    try {
      return verified && searchable >= replayTo && failure == null;
    } finally {
      lock.unlock();
    }
  }

  /** The sequence up to which changes can be found. */
  long searchable() {
    lock.lock();
    try {
      return searchable;
    } finally {
      lock.unlock();
    }
  }

  /** Follows the store; after a failure, as of a full disk, it begins again at the last commit. */
  private void run() {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        if (failure() != null) {
          index.reopen();
          begin();
        }
        follow();
        return;
      } catch (RuntimeException e) {
        String name = collection.schema().name();
        if (e instanceof FerruleException known && known.code() == ErrorCode.STORE_FULL) {
          LOG.error("indexing is tried again in {}: collection={} {}", pause, name, e.getMessage());
        } else {
          LOG.error("indexing failed, is tried again in {}: collection={}", pause, name, e);
        }
        fail(e);
        if (!pause(pause)) {
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(MOST_PAUSE) < 0 ? pause.multipliedBy(2) : MOST_PAUSE;
      }
    }
  }

  private @Nullable RuntimeException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private void fail(RuntimeException e) {
    lock.lock();
    try {
      failure = e;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    lock.lock();
    try {
      failure = null;
      searchable = index.committedSequence();
    } finally {
      lock.unlock();
    }
  }

  /** False when it is time to stop. */
  private boolean pause(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!stopping && left > 0) {
        left = moved.awaitNanos(left);
      }
      return !stopping;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void follow() {
    long applied = catchUp();
    long refreshed = System.nanoTime();
    long committed = refreshed;
    boolean compacting = false;
    while (true) {
      long next = applyAfter(applied);
      boolean more = next > applied;
      applied = next;
      long now = System.nanoTime();
      boolean due = now - refreshed >= refreshInterval.toNanos();
      if (applied > searchable() && (!more || due || isAwaited())) {
        index.refresh();
        reach(applied);
        refreshed = now;
      }
      if (applied > index.committedSequence() && now - committed >= commitInterval.toNanos()) {
        commit(applied);
        committed = now;
      }
      if (!more) {
        boolean idle = !awaitMore(applied);
        if (isStopping()) {
          if (applied > index.committedSequence()) {
            commit(applied);
          }
          return;
        }
        if (idle) {
          compacting = compact(applied, compacting);
        }
      }
    }
  }

  /**
   * The sequence to go on after. When the index is damaged, the changes after its own were
   * forgotten already, or it is ahead of the store (either was replaced by an older copy), all is
   * indexed anew.
   */
  private long catchUp() {
    long committed = index.committedSequence();
    boolean sound = index.isSound();
    if (sound
        && committed >= documents.forgottenSequence(collection)
        && committed <= documents.lastSequence()) {
      verify();
      return committed;
    }
    long upTo = documents.lastSequence();
    LOG.warn(
        "rebuilding the index: collection={} sound={} committed={} store={}",
        collection.schema().name(),
        sound,
        committed,
        upTo);
    reach(0);
    verify();
    index.clear();
    documents.scan(
        collection,
        null,
        header -> {
          apply(header.id());
          return !isStopping();
        });
    return isStopping() ? 0 : upTo;
  }

  private long applyAfter(long sequence) {
    var changes = new ArrayList<Change>(BATCH);
    documents.changes(collection, sequence, BATCH, changes::add);
    var ids = new LinkedHashSet<String>();
    changes.forEach(change -> ids.add(change.documentId()));
    ids.forEach(this::apply);
    return changes.isEmpty() ? sequence : changes.getLast().sequence();
  }

  /** Brings one document's part of the index to what the store holds now. */
  private void apply(String id) {
    Document header = documents.findHeader(collection, id);
    if (header == null) {
      index.delete(id);
      return;
    }
    List<Chunk> chunks = documents.chunks(collection, id);
    index.put(
        id,
        header.metadata(),
        chunks.stream().map(c -> Passages.indexed(header.title(), c)).toList());
  }

  /* Begins to compact what is worth it; once that is done, makes it visible and lasting. */
  private boolean compact(long applied, boolean compacting) {
    boolean worthIt = index.compact(false);
    if (compacting) {
      index.refresh();
      commit(applied);
    }
    return worthIt;
  }

  private void commit(long applied) {
    index.commit(applied);
    documents.forgetChanges(collection, applied);
  }

  private void reach(long sequence) {
    lock.lock();
    try {
      searchable = sequence;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void verify() {
    lock.lock();
    try {
      verified = true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isAwaited() {
    lock.lock();
    try {
      return waiters > 0;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a change after {@code applied}; false when there was none for a while. */
  private boolean awaitMore(long applied) {
    lock.lock();
    try {
      long left = commitInterval.toNanos();
      while (wanted <= applied && !stopping && left > 0) {
        left = moved.awaitNanos(left);
      }
      return wanted > applied;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Applies and commits what the store holds by now, then stops. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
