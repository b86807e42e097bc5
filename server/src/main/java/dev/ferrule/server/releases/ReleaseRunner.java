package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this node to what the storage says is to run: compiles on a thread of its own, one release
 * at a time, swaps, and reports. A release that does not compile here changes nothing; the report
 * says why. Thread-safe.
 */
public final class ReleaseRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseRunner.class);

  /** Compiled releases that are kept, so that going back is instant. */
  static final int MOST_KEPT = 8;

  private static final int MOST_WAITING = 16;
  private static final int MOST_ERROR_CHARS = 2_000;

  /** How often a release that waits for workers is looked after. */
  private static final long LOOK_MILLIS = 1_000;

  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReleaseStorage storage;
  private final ReleaseCompiler compiler;
  private final Releases releases;
  private final FunctionSupply functions;
  private final String node;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final LongAdder swaps = new LongAdder();
  private final LongAdder compiles = new LongAdder();
  private final LongAdder compileNanos = new LongAdder();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("releases").factory());

  /** By hash, the one used last at the end. Confined to the thread. */
  private final Map<String, LiveRelease> compiled = new LinkedHashMap<>(16, 0.75f, true);

  /** What runs, as it was reported; guarded by this. */
  private NodeReport report;

  private volatile ReleaseState state = ReleaseState.NONE;

  /** What would run if its functions had workers, or null. */
  private volatile @Nullable LiveRelease waiting;

  /** Confined to the thread, as are the two below. */
  private long nextTryNanos;

  private long pauseMillis = LOOK_MILLIS;

  private boolean looking;

  /**
   * What was done since the start.
   *
   * @param swaps how often what runs was replaced
   * @param compiles how many releases were compiled
   * @param compileNanos how long that took together
   */
  public record Counts(long swaps, long compiles, long compileNanos) {}

  /**
   * @param functions where functions of releases come from
   * @param node the name of this node
   */
  public ReleaseRunner(
      ReleaseStorage storage,
      ReleaseCompiler compiler,
      Releases releases,
      FunctionSupply functions,
      String node,
      InstantSource clock) {
    this.storage = storage;
    this.compiler = compiler;
    this.releases = releases;
    this.functions = functions;
    this.node = node;
    this.clock = clock;
    this.report = new NodeReport(node, null, null, 0, 0, "", clock.instant());
  }

  /** Runs what the storage names, and from then on follows it. */
  public void start() {
    storage.watch(this::follow);
    on(
            () -> {
              bringAbout();
              return true;
            })
        .join();
  }

  /** Many changes that come at once are one: only the newest counts. */
  private void follow() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        thread.execute(this::bringAbout);
      } catch (RejectedExecutionException e) {
        scheduled.set(false); // closed
      }
    }
  }

  private <R> CompletableFuture<R> on(Supplier<R> task) {
    try {
      return CompletableFuture.supplyAsync(task, thread);
    } catch (RejectedExecutionException e) {
      throw new FerruleException(ErrorCode.NODE_DRAINING, "the node is stopping", e);
    }
  }

  /**
   * Compiles a release, unless it is compiled already, so that activating it is quick. Waits.
   *
   * @param files gives the release when it is needed
   * @throws FerruleException with all errors when it does not check, and with {@link
   *     ErrorCode#LIMIT_REACHED} when too many wait for the same
   */
  LiveRelease prepare(String hash, Supplier<Release> files) {
    if (!places.tryAcquire()) {
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED,
          "expected at most %d releases waiting to be compiled, found more; try again"
              .formatted(MOST_WAITING));
    }
    try {
      return on(
              () -> {
                LiveRelease ready = compiled(hash, files);
                forgetOld();
                return ready;
              })
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FerruleException known) {
        throw known;
      }
      throw e;
    } finally {
      places.release();
    }
  }

  /**
   * Compiles a release, and waits until there are workers for its functions.
   *
   * @throws FerruleException as {@link #prepare} does, and with {@link
   *     ErrorCode#FUNCTIONS_UNAVAILABLE}
   */
  void prepareToRun(String hash, Supplier<Release> files) {
    functions.require(prepare(hash, files));
  }

  private LiveRelease compiled(String hash, Supplier<Release> files) {
    LiveRelease known = compiled.get(hash);
    if (known == null) {
      long started = System.nanoTime();
      known = compiler.compile(files.get());
      compileNanos.add(System.nanoTime() - started);
      compiles.increment();
      compiled.put(hash, known);
    }
    return known;
  }

  private LiveRelease compiled(String hash) {
    return compiled(
        hash,
        () -> {
          Release release = storage.find(hash);
          if (release == null) {
            throw new FerruleException(
                ErrorCode.RELEASE_NOT_FOUND,
                "expected the files of release=%s in the storage, found none"
                    .formatted(Release.shortHash(hash)));
          }
          return release;
        });
  }

  private void forgetOld() {
    Routing routing = releases.findRouting();
    var eldest = compiled.values().iterator();
    while (compiled.size() > MOST_KEPT && eldest.hasNext()) {
      LiveRelease release = eldest.next();
      if (routing == null || (release != routing.live() && release != routing.candidate())) {
        eldest.remove();
        release.retire();
      }
    }
  }

  private void bringAbout() {
    scheduled.set(false); // before the state is read, so that no change is missed
    try {
      ReleaseState wanted = storage.state();
      boolean same = wanted.revision() == state.revision();
      String error = same && !isToBeTried() ? report().error() : run(wanted);
      state = wanted;
      if (waiting == null) {
        pauseMillis = LOOK_MILLIS;
      } else {
        lookAgain();
      }
      tell(error);
    } catch (RuntimeException e) {
      LOG.warn("releases cannot be read, what runs stays: {}", e.getMessage(), e);
    }
  }

  /* Workers may come late, and nothing in the storage changes then. A try may wait for workers on
   * this thread, so tries get rare; with a worker there, it waits for nothing. */
  private boolean isToBeTried() {
    LiveRelease release = waiting;
    return release != null
        && System.nanoTime() - nextTryNanos >= 0
        && functions.isComplete(release);
  }

  private void lookAgain() {
    if (looking) {
      return;
    }
    looking = true;
    CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, this::onThread)
        .execute(() -> {
          looking = false;
          if (waiting != null) {
            bringAbout();
          }
        });
  }

  private void onThread(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the node is stopping, and looks no more", e);
    }
  }

  /** What should run and does not, as its functions have no workers; or null. */
  public @Nullable String waitingFor() {
    LiveRelease release = waiting;
    return release == null ? null : Release.shortHash(release.hash());
  }

  /** What went wrong, or nothing. */
  private String run(ReleaseState wanted) {
    if (wanted.live() == null) {
      return "";
    }
    long started = System.nanoTime();
    waiting = null;
    LiveRelease live;
    LiveRelease candidate = null;
    String error = "";
    try {
      live = ready(wanted.live());
    } catch (RuntimeException e) {
      return failed(wanted.live(), wanted.revision(), e);
    }
    try {
      candidate = wanted.candidate() == null ? null : ready(wanted.candidate());
    } catch (RuntimeException e) {
      error = failed(String.valueOf(wanted.candidate()), wanted.revision(), e);
    }
    releases.swap(live, candidate, wanted.percent());
    functions.running(candidate == null ? List.of(live) : List.of(live, candidate));
    swaps.increment();
    forgetOld();
    LOG.info(
        "releases changed: release={} candidate={} percent={} revision={} by={} took_ms={}",
        Release.shortHash(live.hash()),
        candidate == null ? "none" : Release.shortHash(candidate.hash()),
        candidate == null ? 0 : wanted.percent(),
        wanted.revision(),
        wanted.changed().by(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    return error;
  }

  private LiveRelease ready(String hash) {
    LiveRelease release = compiled(hash);
    try {
      functions.require(release);
    } catch (FerruleException e) {
      if (e.code() == ErrorCode.FUNCTIONS_UNAVAILABLE) {
        waiting = release;
        nextTryNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
      }
      throw e;
    }
    return release;
  }

  private static String failed(String hash, long revision, RuntimeException e) {
    LOG.error(
        "a release does not run here, what runs stays: release={} revision={}",
        Release.shortHash(hash),
        revision,
        e);
    String message =
        e instanceof FerruleException ? String.valueOf(e.getMessage()) : "the node's log says why";
    return "release=%s: %s".formatted(Release.shortHash(hash), cut(message));
  }

  private static String cut(String message) {
    return message.length() <= MOST_ERROR_CHARS
        ? message
        : message.substring(0, MOST_ERROR_CHARS) + "...";
  }

  private void tell(String error) {
    Routing routing = releases.findRouting();
    LiveRelease candidate = routing == null ? null : routing.candidate();
    var now =
        new NodeReport(
            node,
            routing == null ? null : routing.live().hash(),
            candidate == null ? null : candidate.hash(),
            routing == null ? 0 : routing.percent(),
            state.revision(),
            error,
            clock.instant());
    synchronized (this) {
      report = now;
      notifyAll();
    }
    storage.report(now);
  }

  /** What this node runs, as it reported last. */
  public synchronized NodeReport report() {
    return report;
  }

  /** What this node saw last of what is to run. */
  public ReleaseState state() {
    return state;
  }

  public Counts counts() {
    return new Counts(swaps.sum(), compiles.sum(), compileNanos.sum());
  }

  /** Waits until this node has seen a revision, or a newer one, and tells what it runs then. */
  synchronized NodeReport await(long revision) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (report.revision() < revision) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new FerruleException(
            ErrorCode.NODE_UNREACHABLE,
            "expected revision=%d on this node within %d s, found revision=%d; it follows later"
                .formatted(revision, PATIENCE.toSeconds(), report.revision()));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FerruleException(ErrorCode.NODE_DRAINING, "the node is stopping", e);
      }
    }
    return report;
  }

  /** Ends; no event comes any more by then. */
  @Override
  public void close() {
    thread.close();
    releases.stop();
    compiled.values().forEach(LiveRelease::retire);
    compiled.clear();
  }
}
