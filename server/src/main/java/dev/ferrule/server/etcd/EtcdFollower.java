package dev.ferrule.server.etcd;

import dev.ferrule.server.releases.NodeReport;
import dev.ferrule.server.releases.ReleaseJson;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows keys in etcd, and keeps what this node reports there under a lease.
 *
 * <p>Watches make a change known at once, but nothing depends on them: each key is also looked at
 * every second, and a watch that broke is set up anew. So a change cannot be missed, whatever
 * became of the connection or of the history that etcd keeps. Thread-safe.
 */
final class EtcdFollower implements AutoCloseable {
  static final long LEASE_SECONDS = 10;
  private static final long LOOK_MILLIS = 1_000;
  private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final Logger LOG = LoggerFactory.getLogger(EtcdFollower.class);

  private final Etcd etcd;
  private final EtcdKeys keys;
  private final String node;
  private final List<Followed> followed = new CopyOnWriteArrayList<>();
  private final Semaphore wakes = new Semaphore(0);
  private final Thread thread;
  private volatile @Nullable NodeReport report;
  private volatile boolean closed;
  private volatile long lease;

  /* Confined to the thread. */
  private @Nullable NodeReport told;
  private long renewedNanos;

  /** A key, and what to do when it changes. Confined to the thread, but for {@link #broken}. */
  private static final class Followed {
    private final ByteSequence key;
    private final Runnable changed;
    private long revision = -1;
    private @Nullable Client watchedBy;
    private Watch.@Nullable Watcher watcher;
    private volatile boolean broken;

    Followed(ByteSequence key, Runnable changed) {
      this.key = key;
      this.changed = changed;
    }
  }

  EtcdFollower(Etcd etcd, EtcdKeys keys, String node) {
    this.etcd = etcd;
    this.keys = keys;
    this.node = node;
    this.thread = Thread.ofPlatform().name("etcd").daemon().start(this::run);
  }

  /** Calls {@code changed} after each change of a key, and when etcd is back. */
  void follow(ByteSequence key, Runnable changed) {
    followed.add(new Followed(key, changed));
    wake();
  }

  /** Looks at once. */
  void wake() {
    wakes.release();
  }

  void report(NodeReport now) {
    report = now;
    wake();
  }

  @Nullable NodeReport report() {
    return report;
  }

  /** The lease that ends when this node does; 0 while there is none. */
  long lease() {
    return lease;
  }

  private void run() {
    while (!closed) {
      boolean wasLost = !etcd.isReachable();
      try {
        if (wasLost) {
          etcd.reconnect();
        }
        for (Followed each : followed) {
          look(each, wasLost);
        }
        renew();
        tell();
      } catch (RuntimeException e) {
        LOG.debug("etcd was not reached", e);
        lease = etcd.isReachable() ? lease : 0; // it may have ended by then
      }
      try {
        var _ = wakes.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        wakes.drainPermits();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void look(Followed each, boolean wasLost) {
    watch(each);
    var found = etcd.call(client -> client.getKVClient().get(each.key)).getKvs();
    long revision = found.isEmpty() ? 0 : found.getFirst().getModRevision();
    if (revision != each.revision || wasLost) {
      each.revision = revision;
      each.changed.run();
    }
  }

  private void watch(Followed each) {
    Client client = etcd.client();
    if (each.watchedBy == client && !each.broken) {
      return;
    }
    if (each.watcher != null && each.watchedBy == client) {
      each.watcher.close();
    }
    each.broken = false;
    each.watchedBy = client;
    var option = WatchOption.builder().withCreateNotify(true).build();
    Runnable broken =
        () -> {
          each.broken = true;
        };
    each.watcher =
        client
            .getWatchClient()
            .watch(each.key, option, _ -> wake(), _ -> broken.run(), broken);
  }

  private void renew() {
    if (lease != 0 && System.nanoTime() - renewedNanos < RENEW_NANOS) {
      return;
    }
    if (lease != 0) {
      long held = lease;
      try {
        etcd.call(client -> client.getLeaseClient().keepAliveOnce(held));
        renewedNanos = System.nanoTime();
        return;
      } catch (RuntimeException e) {
        LOG.debug("the lease ended", e); // or etcd is lost, which the next call shows
      }
    }
    lease = etcd.call(client -> client.getLeaseClient().grant(LEASE_SECONDS)).getID();
    renewedNanos = System.nanoTime();
    told = null;
  }

  private void tell() {
    NodeReport now = report;
    if (now != null && now != told) {
      var value = ByteSequence.from(ReleaseJson.bytes(ReleaseJson.of(now)));
      var under = PutOption.builder().withLeaseId(lease).build();
      etcd.call(client -> client.getKVClient().put(keys.node(node), value, under));
      told = now;
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(2 * Etcd.PATIENCE.toMillis());
      if (lease != 0 && etcd.isReachable()) {
        etcd.call(client -> client.getLeaseClient().revoke(lease));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("the lease ends by itself", e);
    }
  }
}
