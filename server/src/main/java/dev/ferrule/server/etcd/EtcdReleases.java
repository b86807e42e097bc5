package dev.ferrule.server.etcd;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.http.Json;
import dev.ferrule.server.releases.HistoryEntry;
import dev.ferrule.server.releases.NodeReport;
import dev.ferrule.server.releases.Published;
import dev.ferrule.server.releases.Release;
import dev.ferrule.server.releases.ReleaseCodec;
import dev.ferrule.server.releases.ReleaseJson;
import dev.ferrule.server.releases.ReleaseState;
import dev.ferrule.server.releases.ReleaseStorage;
import dev.ferrule.store.Store;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Releases in etcd, where all nodes see them; see {@link EtcdKeys}. Without etcd the node goes on
 * with what it knows from its {@link LocalCopy}, and what changes something fails with {@link
 * ErrorCode#ETCD_FAILED}. Thread-safe.
 */
public final class EtcdReleases implements ReleaseStorage {
  /** Below the 1.5 MiB that etcd takes in a request, with room for the rest of it. */
  static final int CHUNK_BYTES = 512 << 10;

  private static final int HISTORY_SLACK = 100;

  private final Etcd etcd;
  private final EtcdKeys keys;
  private final LocalCopy copy;
  private final EtcdFollower follower;

  public EtcdReleases(Settings settings, Store store, String node) {
    this.etcd = new Etcd(settings);
    this.keys = new EtcdKeys(settings.text("etcd.prefix"));
    this.copy = new LocalCopy(store);
    this.follower = new EtcdFollower(etcd, keys, node);
  }

  Etcd etcd() {
    return etcd;
  }

  EtcdKeys keys() {
    return keys;
  }

  EtcdFollower follower() {
    return follower;
  }

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public boolean isReachable() {
    return etcd.isReachable();
  }

  @Override
  public void put(Release release, Published published, HistoryEntry entry) {
    String hash = release.hash();
    if (get(keys.release(hash)).getCount() == 0) {
      putFiles(release, published);
    }
    append(entry);
  }

  private void putFiles(Release release, Published published) {
    String hash = release.hash();
    byte[] encoded = ReleaseCodec.encode(release);
    String id = idOf(encoded);
    int chunks = 0;
    for (int from = 0; from < encoded.length; from += CHUNK_BYTES) {
      int length = Math.min(CHUNK_BYTES, encoded.length - from);
      ByteSequence key = keys.chunk(hash, id, chunks++);
      ByteSequence part = ByteSequence.from(java.util.Arrays.copyOfRange(encoded, from, from + length));
      etcd.call(client -> client.getKVClient().put(key, part));
    }
    ObjectNode manifest = ReleaseJson.of(published);
    manifest.put("chunks", chunks).put("chunks_id", id);
    ByteSequence value = ByteSequence.from(ReleaseJson.bytes(manifest));
    ByteSequence key = keys.release(hash);
    etcd.call(client ->
        client
            .getKVClient()
            .txn()
            .If(new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(0)))
            .Then(Op.put(key, value, PutOption.DEFAULT))
            .commit());
  }

  /* Nodes with different zlibs may write the same release at once: each its own chunks then. */
  private static String idOf(byte[] encoded) {
    var checksum = new CRC32C();
    checksum.update(encoded);
    return "%08x-%d".formatted(checksum.getValue(), encoded.length);
  }

  /** Adds an entry to the history, beside any change of the state. */
  public void append(HistoryEntry entry) {
    etcd.call(client -> client.getKVClient().put(keys.history(entry.id()), value(entry)));
    forgetOldEntries();
  }

  private static ByteSequence value(HistoryEntry entry) {
    return ByteSequence.from(ReleaseJson.bytes(ReleaseJson.of(entry)));
  }

  private void forgetOldEntries() {
    var count = GetOption.builder().isPrefix(true).withCountOnly(true).build();
    long surplus =
        etcd.call(client -> client.getKVClient().get(keys.history(), count)).getCount()
            - MOST_HISTORY;
    if (surplus >= HISTORY_SLACK) {
      var oldest = GetOption.builder().isPrefix(true).withKeysOnly(true).withLimit(surplus).build();
      etcd.call(client -> client.getKVClient().get(keys.history(), oldest))
          .getKvs()
          .forEach(gone -> etcd.call(client -> client.getKVClient().delete(gone.getKey())));
    }
  }

  @Override
  public @Nullable Release find(String hash) {
    Release known = copy.find(hash);
    if (known != null) {
      return known;
    }
    List<KeyValue> found = get(keys.release(hash)).getKvs();
    if (found.isEmpty()) {
      return null;
    }
    JsonNode manifest = Json.parse(found.getFirst().getValue().getBytes());
    String id = manifest.path("chunks_id").asString();
    int chunks = manifest.path("chunks").asInt();
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < chunks; i++) {
      List<KeyValue> chunk = get(keys.chunk(hash, id, i)).getKvs();
      if (chunk.isEmpty()) {
        return null; // it was deleted meanwhile
      }
      bytes.writeBytes(chunk.getFirst().getValue().getBytes());
    }
    Release release = ReleaseCodec.decode(hash, bytes.toByteArray());
    copy.keep(hash, bytes.toByteArray());
    return release;
  }

  private GetResponse get(ByteSequence key) {
    return etcd.call(client -> client.getKVClient().get(key));
  }

  private List<KeyValue> all(ByteSequence prefix) {
    var option = GetOption.builder().isPrefix(true).build();
    return etcd.call(client -> client.getKVClient().get(prefix, option)).getKvs();
  }

  @Override
  public List<Published> list() {
    var all = new ArrayList<Published>();
    all(keys.releases()).forEach(kv -> all.add(ReleaseJson.published(kv.getValue().getBytes())));
    all.sort(Comparator.comparing((Published p) -> p.authored().at()).reversed());
    return all;
  }

  @Override
  public void delete(String hash) {
    var below = DeleteOption.builder().isPrefix(true).build();
    etcd.call(client -> client.getKVClient().delete(keys.release(hash)));
    etcd.call(client -> client.getKVClient().delete(keys.chunks(hash), below));
  }

  /** What is to run now; while etcd is lost, what was to run when it was seen last. */
  @Override
  public ReleaseState state() {
    try {
      List<KeyValue> found = get(keys.state()).getKvs();
      ReleaseState state =
          found.isEmpty()
              ? ReleaseState.NONE
              : ReleaseJson.state(
                  found.getFirst().getValue().getBytes(), found.getFirst().getModRevision());
      copy.remember(state);
      keep(state.live());
      keep(state.candidate());
      return state;
    } catch (FerruleException e) {
      if (e.code() != ErrorCode.ETCD_FAILED) {
        throw e;
      }
      return copy.state();
    }
  }

  /* What is published here is compiled from what was sent, so it did not come by find. */
  private void keep(@Nullable String hash) {
    if (hash != null && !copy.has(hash)) {
      find(hash);
    }
  }

  /* A transaction whose answer was lost may have happened: then its entry is in the history. */
  @Override
  public @Nullable ReleaseState compareAndSet(ReleaseState next, HistoryEntry entry) {
    ByteSequence state = ByteSequence.from(ReleaseJson.bytes(ReleaseJson.of(next)));
    ByteSequence history = keys.history(entry.id());
    var done =
        etcd.call(client ->
            client
                .getKVClient()
                .txn()
                .If(
                    new Cmp(
                        keys.state(), Cmp.Op.EQUAL, CmpTarget.modRevision(next.revision())))
                .Then(
                    Op.put(keys.state(), state, PutOption.DEFAULT),
                    Op.put(history, value(entry), PutOption.DEFAULT))
                .Else(Op.get(history, GetOption.DEFAULT))
                .commit());
    long revision = done.getHeader().getRevision();
    if (!done.isSucceeded()) {
      List<KeyValue> own = done.getGetResponses().getFirst().getKvs();
      if (own.isEmpty()) {
        return null;
      }
      revision = own.getFirst().getModRevision();
    }
    follower.wake();
    return next.withRevision(revision);
  }

  @Override
  public List<HistoryEntry> history(String before, int most) {
    var option =
        GetOption.builder()
            .withLimit(most)
            .withSortField(GetOption.SortTarget.KEY)
            .withSortOrder(GetOption.SortOrder.DESCEND)
            .withRange(keys.history(before.isEmpty() ? "~" : before))
            .build();
    return etcd.call(client -> client.getKVClient().get(keys.history(), option)).getKvs().stream()
        .map(kv -> ReleaseJson.entry(kv.getValue().getBytes()))
        .toList();
  }

  @Override
  public void watch(Runnable changed) {
    follower.follow(keys.state(), changed);
  }

  @Override
  public void report(NodeReport report) {
    follower.report(report);
  }

  /** What the nodes that are up told last; of this node alone while etcd is lost. */
  @Override
  public List<NodeReport> reports() {
    try {
      return all(keys.nodes()).stream()
          .map(kv -> ReleaseJson.report(kv.getValue().getBytes()))
          .toList();
    } catch (FerruleException e) {
      NodeReport own = follower.report();
      return own == null ? List.of() : List.of(own);
    }
  }

  @Override
  public void close() {
    follower.close();
    etcd.close();
  }
}
