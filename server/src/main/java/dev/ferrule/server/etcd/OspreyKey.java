package dev.ferrule.server.etcd;

import dev.ferrule.model.Blame;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.http.Json;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.releases.ReleaseState;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Runs the rule set that Osprey's tools put under one key, {@code {path: contents}}: each change of
 * the key is published and activated by "osprey". One of the nodes does it, and another when that
 * one is gone. A set that does not check is refused: the history says so, and what runs stays.
 * Thread-safe.
 */
public final class OspreyKey implements AutoCloseable {
  private static final String BY = "osprey";
  private static final long TRY_SECONDS = 2;
  private static final int MOST_NOTE_CHARS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(OspreyKey.class);

  private final EtcdReleases releases;
  private final Publisher publisher;
  private final ByteSequence key;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("osprey-key").daemon().factory());

  /** Follows a key from now on; a change that came while no node was up is dealt with first. */
  public OspreyKey(EtcdReleases releases, Publisher publisher, String key) {
    this.releases = releases;
    this.publisher = publisher;
    this.key = Etcd.bytes(key);
    releases.follower().follow(this.key, () -> thread.execute(this::look));
    thread.scheduleWithFixedDelay(this::look, TRY_SECONDS, TRY_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      Etcd etcd = releases.etcd();
      if (!etcd.isReachable() || !leads()) {
        return;
      }
      List<KeyValue> found = etcd.call(client -> client.getKVClient().get(key)).getKvs();
      if (found.isEmpty()) {
        return;
      }
      long revision = found.getFirst().getModRevision();
      ByteSequence handledKey = releases.keys().ospreyHandled();
      List<KeyValue> handled =
          etcd.call(client -> client.getKVClient().get(handledKey)).getKvs();
      String mark = Long.toString(revision);
      if (!handled.isEmpty()
          && handled.getFirst().getValue().toString(StandardCharsets.UTF_8).equals(mark)) {
        return;
      }
      take(found.getFirst().getValue().getBytes(), revision);
      etcd.call(client -> client.getKVClient().put(handledKey, Etcd.bytes(mark)));
    } catch (RuntimeException e) {
      LOG.warn("the key of Osprey could not be dealt with, it is tried again: {}", e.getMessage());
    }
  }

  /** Whether this node is the one that deals with the key. */
  private boolean leads() {
    long lease = releases.follower().lease();
    if (lease == 0) {
      return false;
    }
    ByteSequence leader = releases.keys().ospreyLeader();
    var under = PutOption.builder().withLeaseId(lease).build();
    var won =
        releases
            .etcd()
            .call(client ->
                client
                    .getKVClient()
                    .txn()
                    .If(new Cmp(leader, Cmp.Op.EQUAL, CmpTarget.createRevision(0)))
                    .Then(Op.put(leader, Etcd.bytes(Long.toString(lease)), under))
                    .Else(Op.get(leader, GetOption.DEFAULT))
                    .commit());
    if (won.isSucceeded()) {
      return true;
    }
    List<KeyValue> holder = won.getGetResponses().getFirst().getKvs();
    return !holder.isEmpty() && holder.getFirst().getLease() == lease;
  }

  /** Runs a set, or refuses it; fails when it is to be tried again. */
  private void take(byte[] value, long revision) {
    String note = "key revision " + revision;
    try {
      var by = publisher.now(BY, note);
      String hash = publisher.publish(files(value), by).hash();
      ReleaseState state = releases.state();
      if (!hash.equals(state.live())) {
        publisher.activate(hash, Publisher.Activation.FOR_ALL, by);
      }
    } catch (FerruleException e) {
      if (e.code().blame() == Blame.RETRY || e.code() == ErrorCode.RELEASE_CONFLICT) {
        throw e;
      }
      LOG.warn("a rule set of Osprey was refused, what runs stays: {}", e.getMessage());
      releases.append(publisher.refused(publisher.now(BY, note + ": " + shortened(e))));
    }
  }

  private static String shortened(FerruleException e) {
    String message = String.valueOf(e.getMessage()).strip();
    return message.substring(0, Math.min(MOST_NOTE_CHARS, message.length()));
  }

  private static Map<String, byte[]> files(byte[] value) {
    JsonNode json = Json.parse(value);
    if (!json.isObject()) {
      throw wrong();
    }
    var files = new TreeMap<String, byte[]>();
    json.forEachEntry((path, content) -> {
      if (!content.isString()) {
        throw wrong();
      }
      files.put(path, content.asString().getBytes(StandardCharsets.UTF_8));
    });
    return files;
  }

  private static FerruleException wrong() {
    return new FerruleException(
        ErrorCode.RULE_INVALID,
        "expected an object of texts by path under etcd.osprey_key, found another value");
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
