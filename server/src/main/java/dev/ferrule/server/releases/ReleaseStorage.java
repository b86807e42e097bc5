package dev.ferrule.server.releases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where releases and the state that all nodes share are kept. Thread-safe. Calls may wait for a
 * disk or a network, so the path of events makes none.
 *
 * <p>Fails with a code whose blame is RETRY when the storage cannot be reached.
 */
public interface ReleaseStorage extends AutoCloseable {
  /** The most entries of the history that are kept; the oldest go. */
  int MOST_HISTORY = 10_000;

  /** What it is, as {@code store} or {@code etcd}. */
  String name();

  /** Whether the last attempt to reach it worked. */
  boolean isReachable();

  /** Keeps a release with an entry of the history; one that is kept already stays as it was. */
  void put(Release release, Published published, HistoryEntry entry);

  /** A release by its whole hash, or null. */
  @Nullable Release find(String hash);

  /** All releases, the newest first. */
  List<Published> list();

  /** Forgets a release; nothing happens when there is none. */
  void delete(String hash);

  /** What is to run now; {@link ReleaseState#NONE} before the first change. */
  ReleaseState state();

  /**
   * Puts {@code next} in place of the state with the revision that {@code next} has, together with
   * an entry of the history, or does nothing when the state is another by now.
   *
   * @return {@code next} with its new revision, which is greater; or null when nothing was done
   */
  @Nullable ReleaseState compareAndSet(ReleaseState next, HistoryEntry entry);

  /**
   * Entries of the history, the newest first.
   *
   * @param before only those whose id is less; empty for all
   * @param most how many
   */
  List<HistoryEntry> history(String before, int most);

  /**
   * Calls {@code changed} after each change of the state, by whichever node, and when the storage
   * can be reached again. It is called on a thread of the storage and returns at once.
   */
  void watch(Runnable changed);

  /** Tells what this node runs, instead of what it told before. */
  void report(NodeReport report);

  /** What the nodes that are up told last, by name. */
  List<NodeReport> reports();

  @Override
  void close();
}
