package dev.ferrule.server.labels;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entities read last, also those without labels, up to so many bytes. Confined: its stripe
 * guards it.
 */
final class LabelCache {
  /** About what an entry takes besides its labels. */
  private static final long ENTRY_BYTES = 256;

  /** About how much larger labels are in memory than on disk. */
  private static final long GROWTH = 4;

  private final long mostBytes;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Entry(EntityState state, long bytes) {}

  LabelCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Nullable EntityState find(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.state();
  }

  /** Remembers an entity, whose state has so many bytes on disk. */
  void put(String key, EntityState state, int diskBytes) {
    var entry = new Entry(state, ENTRY_BYTES + 2L * key.length() + GROWTH * diskBytes);
    remove(key);
    entries.put(key, entry);
    bytes += entry.bytes();
    Iterator<Entry> eldest = entries.values().iterator();
    while (bytes > mostBytes && eldest.hasNext()) {
      bytes -= eldest.next().bytes();
      eldest.remove();
    }
  }

  void remove(String key) {
    Entry gone = entries.remove(key);
    if (gone != null) {
      bytes -= gone.bytes();
    }
  }

  int size() {
    return entries.size();
  }
}
