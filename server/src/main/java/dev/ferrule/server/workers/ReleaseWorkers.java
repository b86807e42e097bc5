package dev.ferrule.server.workers;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.releases.FunctionNeeds;
import dev.ferrule.server.releases.FunctionSupply;
import dev.ferrule.server.releases.LiveRelease;
import dev.ferrule.server.releases.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that releases have workers: starts processes for those that name sources, waits for
 * them, and ends them when the last event of the last release that needs them is done. Thread-safe.
 *
 * <p>Releases with the same sources share their processes, so that a change of rules alone starts
 * none.
 */
public final class ReleaseWorkers implements FunctionSupply, Seat.Tokens, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseWorkers.class);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration UPKEEP = Duration.ofSeconds(1);
  private static final int FORGET_EVERY = 60;

  private final WorkerPool pool;
  private final ProcessSettings settings;
  private final Duration patience;
  private final Map<String, ProcessGroup> groups = new HashMap<>();
  private final Set<LiveRelease> known = new LinkedHashSet<>();
  private final Map<LiveRelease, Integer> required = new HashMap<>();

  /** Confined to the thread that looks after processes. */
  private long upkeeps;

  private List<LiveRelease> running = List.of();
  private @Nullable String target;
  private volatile boolean closed;
  private final Thread upkeep =
      Thread.ofPlatform().daemon().name("workers-upkeep").unstarted(this::runUpkeep);

  public ReleaseWorkers(Settings settings, WorkerPool pool) {
    this.pool = pool;
    this.settings = ProcessSettings.of(settings);
    this.patience = Duration.ofSeconds(settings.integer("workers.start_seconds"));
  }

  /** Whether this node starts workers. */
  public boolean startsWorkers() {
    return settings.count() > 0;
  }

  /**
   * Workers can join from now on. What runs already gets its processes; nothing waited for them, as
   * it runs without them rather than not at all.
   *
   * @param address where processes of this node join, as {@code 127.0.0.1:40123}, or empty
   */
  public synchronized void open(String address) {
    target = address;
    settings.clear(); // what an earlier process left
    upkeep.start();
    List.copyOf(known).forEach(release -> begin(release.needs()));
  }

  @Override
  public void require(LiveRelease release) {
    FunctionNeeds needs = release.needs();
    if (needs.functions().isEmpty()) {
      return;
    }
    synchronized (this) {
      known.add(release);
      if (target == null) {
        return; // the node is starting: see open
      }
      required.merge(release, 1, Integer::sum);
    }
    try {
      await(release, needs, begin(needs));
    } finally {
      synchronized (this) {
        required.merge(release, -1, (now, one) -> now + one == 0 ? null : now + one);
      }
    }
  }

  @Override
  public boolean isComplete(LiveRelease release) {
    FunctionNeeds needs = release.needs();
    return pool.missing(needs.functions()).isEmpty()
        || (startsWorkers() && !needs.sources().isEmpty());
  }

  /** What the releases that run wait for, as {@code release=0a1b2c3d: Size}; empty when nothing. */
  public String waiting() {
    List<LiveRelease> now;
    synchronized (this) {
      now = running;
    }
    var waiting = new ArrayList<String>();
    for (LiveRelease release : now) {
      var missing = pool.missing(release.needs().functions());
      if (!missing.isEmpty()) {
        waiting.add("release=" + Release.shortHash(release.hash()) + ": " + names(missing));
      }
    }
    return String.join("; ", waiting);
  }

  private synchronized @Nullable ProcessGroup begin(FunctionNeeds needs) {
    String address = target;
    if (!startsWorkers() || needs.sources().isEmpty() || address == null || closed) {
      return null;
    }
    return groups.computeIfAbsent(
        needs.hash(), _ -> new ProcessGroup(needs, settings, pool, address));
  }

  private void await(LiveRelease release, FunctionNeeds needs, @Nullable ProcessGroup group) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      List<WorkerFunctions.Versioned> missing = pool.missing(needs.functions());
      if (missing.isEmpty() && (group == null || group.hasJoined())) {
        return;
      }
      boolean late = System.nanoTime() - deadline >= 0;
      if (closed || late || (group != null && group.isHopeless())) {
        throw unavailable(release, missing, group);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private FerruleException unavailable(
      LiveRelease release, List<WorkerFunctions.Versioned> missing, @Nullable ProcessGroup group) {
    String names = names(missing);
    String why =
        group == null
            ? "start one with: ferrule worker FILE --node HOST:PORT"
            : "the node's workers say: " + group.lastWords();
    return new FerruleException(
        ErrorCode.FUNCTIONS_UNAVAILABLE,
        "expected a worker for each function of release=%s within workers.start_seconds=%d, found none for %s; %s"
            .formatted(
                Release.shortHash(release.hash()),
                patience.toSeconds(),
                names.isEmpty() ? "its sources" : names,
                why));
  }

  private static String names(List<WorkerFunctions.Versioned> functions) {
    return String.join(
        ", ",
        functions.stream()
            .map(each ->
                each.declaration().name()
                    + (each.version() == null ? "" : " in version " + each.version()))
            .toList());
  }

  @Override
  public synchronized void running(List<LiveRelease> now) {
    running = List.copyOf(now);
    known.addAll(now);
  }

  @Override
  public @Nullable Seat claim(String token) {
    List<ProcessGroup> all;
    synchronized (this) {
      all = List.copyOf(groups.values());
    }
    for (ProcessGroup group : all) {
      Seat seat = group.claim(token);
      if (seat != null) {
        return seat;
      }
    }
    return null;
  }

  private void runUpkeep() {
    Set<String> idle = Set.of();
    while (!closed) {
      LockSupport.parkNanos(UPKEEP.toNanos());
      try {
        idle = upkeep(idle);
      } catch (RuntimeException e) {
        LOG.error("processes of workers could not be looked after", e);
      }
    }
  }

  /* An event that read the routing before a swap may enter the old release a moment after, so a
   * group ends only when it was idle twice. */
  private Set<String> upkeep(Set<String> idleBefore) {
    var ended = new ArrayList<ProcessGroup>();
    List<ProcessGroup> all;
    Set<String> idle;
    synchronized (this) {
      known.removeIf(release ->
          !release.isInUse()
              && !running.contains(release)
              && !required.containsKey(release)
              && !groups.containsKey(release.needs().hash()));
      idle = new LinkedHashSet<>(groups.keySet());
      for (LiveRelease release : known) {
        if (release.isInUse() || running.contains(release) || required.containsKey(release)) {
          idle.remove(release.needs().hash());
        }
      }
      for (String hash : idle) {
        if (idleBefore.contains(hash)) {
          ended.add(java.util.Objects.requireNonNull(groups.remove(hash)));
        }
      }
      all = List.copyOf(groups.values());
    }
    all.forEach(ProcessGroup::checkMemory);
    if (++upkeeps % FORGET_EVERY == 0) {
      pool.forget(needed());
    }
    ended.forEach(group -> Thread.ofVirtual().name("workers-end").start(group::close));
    return idle;
  }

  private synchronized Set<WorkerFunctions.Versioned> needed() {
    var needed = new HashSet<WorkerFunctions.Versioned>();
    known.forEach(release -> needed.addAll(release.needs().functions()));
    return needed;
  }

  @Override
  public void close() {
    List<ProcessGroup> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(groups.values());
      groups.clear();
    }
    LockSupport.unpark(upkeep);
    var ending = all.stream().map(group -> Thread.ofVirtual().start(group::close)).toList();
    try {
      for (Thread each : ending) {
        each.join(TimeUnit.SECONDS.toMillis(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
