package dev.ferrule.server.releases;

import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Releases in the store of the node, which is then the only one that sees them. Thread-safe.
 *
 * <pre>
 * files/HASH       the files, as {@link ReleaseCodec} has them
 * list/SEQUENCE    what lists show of a release, as JSON
 * history/ID       an entry of the history, as JSON
 * state            the revision in eight bytes, then the state as JSON
 * </pre>
 */
public final class StoredReleases implements ReleaseStorage {
  private static final byte[] FILES = key("files/");
  private static final byte[] LIST = key("list/");
  private static final byte[] HISTORY = key("history/");
  private static final byte[] STATE = key("state");

  private final Store store;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private volatile @Nullable NodeReport report;

  /** The ids of the history, the oldest first; guarded by itself. */
  private final ArrayDeque<String> entries = new ArrayDeque<>();

  public StoredReleases(Store store) {
    this.store = store;
    try (Cursor cursor = store.scan(Table.RELEASES, HISTORY)) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        entries.add(
            new String(key, HISTORY.length, key.length - HISTORY.length, StandardCharsets.UTF_8));
      }
    }
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] key(byte[] prefix, byte[] rest) {
    return ByteBuffer.allocate(prefix.length + rest.length).put(prefix).put(rest).array();
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  @Override
  public void put(Release release, Published published, HistoryEntry entry) {
    byte[] files = key(FILES, key(release.hash()));
    byte[] encoded = ReleaseCodec.encode(release);
    store.commitAndWait(writer -> {
      if (writer.find(Table.RELEASES, files) == null) {
        writer.put(Table.RELEASES, files, encoded);
        byte[] sequence = ByteBuffer.allocate(8).putLong(writer.nextSequence()).array();
        writer.put(
            Table.RELEASES, key(LIST, sequence), ReleaseJson.bytes(ReleaseJson.of(published)));
      }
      append(writer, entry);
      return true;
    });
    forgetOldEntries(entry);
  }

  private static void append(Transaction.Writer writer, HistoryEntry entry) {
    writer.put(
        Table.RELEASES, key(HISTORY, key(entry.id())), ReleaseJson.bytes(ReleaseJson.of(entry)));
  }

  private void forgetOldEntries(HistoryEntry added) {
    var gone = new ArrayList<String>();
    synchronized (entries) {
      entries.add(added.id());
      while (entries.size() > MOST_HISTORY) {
        gone.add(entries.remove());
      }
    }
    if (!gone.isEmpty()) {
      store.commitAndWait(writer -> {
        gone.forEach(id -> writer.delete(Table.RELEASES, key(HISTORY, key(id))));
        return true;
      });
    }
  }

  @Override
  public @Nullable Release find(String hash) {
    byte[] encoded = store.find(Table.RELEASES, key(FILES, key(hash)));
    return encoded == null ? null : ReleaseCodec.decode(hash, encoded);
  }

  @Override
  public List<Published> list() {
    var all = new ArrayList<Published>();
    try (Cursor cursor = store.scan(Table.RELEASES, LIST)) {
      while (cursor.next()) {
        all.add(ReleaseJson.published(cursor.value()));
      }
    }
    return all.reversed();
  }

  @Override
  public void delete(String hash) {
    var keys = new ArrayList<byte[]>();
    keys.add(key(FILES, key(hash)));
    try (Cursor cursor = store.scan(Table.RELEASES, LIST)) {
      while (cursor.next()) {
        if (ReleaseJson.published(cursor.value()).hash().equals(hash)) {
          keys.add(cursor.key());
        }
      }
    }
    store.commitAndWait(writer -> {
      keys.forEach(key -> writer.delete(Table.RELEASES, key));
      return true;
    });
  }

  @Override
  public ReleaseState state() {
    return decode(store.find(Table.RELEASES, STATE));
  }

  private static ReleaseState decode(byte @Nullable [] value) {
    return value == null
        ? ReleaseState.NONE
        : ReleaseJson.state(
            Arrays.copyOfRange(value, Long.BYTES, value.length), ByteBuffer.wrap(value).getLong());
  }

  @Override
  public @Nullable ReleaseState compareAndSet(ReleaseState next, HistoryEntry entry) {
    long revision =
        store.commitAndWait(writer -> {
          byte[] now = writer.find(Table.RELEASES, STATE);
          if ((now == null ? 0 : ByteBuffer.wrap(now).getLong()) != next.revision()) {
            return -1L;
          }
          long following = writer.nextSequence();
          byte[] json = ReleaseJson.bytes(ReleaseJson.of(next.withRevision(following)));
          byte[] counted = ByteBuffer.allocate(Long.BYTES).putLong(following).array();
          writer.put(Table.RELEASES, STATE, key(counted, json));
          append(writer, entry);
          return following;
        });
    if (revision < 0) {
      return null;
    }
    forgetOldEntries(entry);
    watchers.forEach(Runnable::run);
    return next.withRevision(revision);
  }

  @Override
  public List<HistoryEntry> history(String before, int most) {
    List<String> wanted;
    synchronized (entries) {
      wanted =
          entries.stream()
              .sorted(java.util.Comparator.reverseOrder())
              .filter(id -> before.isEmpty() || id.compareTo(before) < 0)
              .limit(most)
              .toList();
    }
    var found = new ArrayList<HistoryEntry>();
    for (String id : wanted) {
      byte[] json = store.find(Table.RELEASES, key(HISTORY, key(id)));
      if (json != null) { // else it went meanwhile
        found.add(ReleaseJson.entry(json));
      }
    }
    return found;
  }

  @Override
  public void watch(Runnable changed) {
    watchers.add(changed);
  }

  @Override
  public void report(NodeReport now) {
    report = now;
  }

  @Override
  public List<NodeReport> reports() {
    NodeReport now = report;
    return now == null ? List.of() : List.of(now);
  }

  @Override
  public void close() {
    watchers.clear();
  }
}
