package dev.ferrule.server.etcd;

import dev.ferrule.server.releases.Release;
import dev.ferrule.server.releases.ReleaseCodec;
import dev.ferrule.server.releases.ReleaseJson;
import dev.ferrule.server.releases.ReleaseState;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of etcd in its own store: the last state, and the releases that it names. With
 * it a node starts while etcd is down. Thread-safe.
 *
 * <pre>
 * copy/state        the revision in eight bytes, then the state as JSON
 * copy/files/HASH   the files, as {@link ReleaseCodec} has them
 * </pre>
 */
final class LocalCopy {
  private static final byte[] STATE = bytes("copy/state");
  private static final String FILES = "copy/files/";

  private final Store store;
  private volatile ReleaseState state;

  LocalCopy(Store store) {
    this.store = store;
    byte[] value = store.find(Table.RELEASES, STATE);
    this.state =
        value == null
            ? ReleaseState.NONE
            : ReleaseJson.state(
                Arrays.copyOfRange(value, Long.BYTES, value.length),
                ByteBuffer.wrap(value).getLong());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The state that was seen last. */
  ReleaseState state() {
    return state;
  }

  /** Notes a state, and forgets releases that it does not name. */
  synchronized void remember(ReleaseState seen) {
    if (seen.revision() == state.revision()) {
      return;
    }
    state = seen;
    byte[] json = ReleaseJson.bytes(ReleaseJson.of(seen));
    byte[] value =
        ByteBuffer.allocate(Long.BYTES + json.length).putLong(seen.revision()).put(json).array();
    var unneeded = unneeded(seen);
    store.commitAndWait(writer -> {
      writer.put(Table.RELEASES, STATE, value);
      unneeded.forEach(key -> writer.delete(Table.RELEASES, key));
      return true;
    });
  }

  private ArrayList<byte[]> unneeded(ReleaseState seen) {
    Set<String> needed = new HashSet<>(seen.previous());
    needed.add(String.valueOf(seen.live()));
    needed.add(String.valueOf(seen.candidate()));
    var keys = new ArrayList<byte[]>();
    try (Cursor cursor = store.scan(Table.RELEASES, bytes(FILES))) {
      while (cursor.next()) {
        String hash = new String(cursor.key(), StandardCharsets.UTF_8).substring(FILES.length());
        if (!needed.contains(hash)) {
          keys.add(cursor.key());
        }
      }
    }
    return keys;
  }

  @Nullable Release find(String hash) {
    byte[] encoded = store.find(Table.RELEASES, bytes(FILES + hash));
    return encoded == null ? null : ReleaseCodec.decode(hash, encoded);
  }

  boolean has(String hash) {
    return store.find(Table.RELEASES, bytes(FILES + hash)) != null;
  }

  void keep(String hash, byte[] encoded) {
    store.commitAndWait(writer -> {
      writer.put(Table.RELEASES, bytes(FILES + hash), encoded);
      return true;
    });
  }
}
