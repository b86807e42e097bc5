package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a release back when it passes its bounds on this node: a candidate for a share of the
 * entities, or a release that went live within {@link #NEW}. It looks at what was evaluated in the
 * last {@link #WINDOW}, or since the change when that is less, or at a longer time when that is
 * needed to see {@link #FEWEST_EVENTS}. Thread-safe.
 */
public final class ReleaseWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseWatch.class);

  static final Duration WINDOW = Duration.ofSeconds(10);
  static final Duration NEW = Duration.ofMinutes(10);
  static final long FEWEST_EVENTS = 100;

  private static final long INTERVAL_MILLIS = 200;
  private static final double NANOS_IN_MILLI = 1e6;

  private final Releases releases;
  private final Publisher publisher;
  private final InstantSource clock;
  private final LongAdder rollbacks = new LongAdder();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("release-watch").factory());

  private record Sample(Instant at, Measures.Snapshot counts) {}

  /** What is watched and since which change; with the samples confined to one tick at a time. */
  private @Nullable LiveRelease watched;

  private long revision;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  public ReleaseWatch(Releases releases, Publisher publisher, InstantSource clock) {
    this.releases = releases;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Looks from now on. */
  public void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::tickSafely, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /* What is thrown here would end the schedule. */
  private void tickSafely() {
    try {
      tick();
    } catch (RuntimeException e) {
      LOG.warn("a release could not be watched: {}", e.getMessage(), e);
    }
  }

  /** Looks once. */
  synchronized void tick() {
    Instant now = clock.instant();
    RecentHits hits = releases.hits();
    if (hits != null) {
      hits.tick(now);
    }
    Routing routing = releases.findRouting();
    ReleaseState state = publisher.runner().state();
    LiveRelease release = routing == null ? null : toWatch(routing, state, now);
    if (release == null) {
      watched = null;
      samples.clear();
      return;
    }
    if (release != watched || state.revision() != revision) {
      watched = release;
      revision = state.revision();
      samples.clear();
    }
    String passed = passed(sampled(release, now), state.bounds());
    if (passed != null) {
      takeBack(release, state, passed);
    }
  }

  private static @Nullable LiveRelease toWatch(Routing routing, ReleaseState state, Instant now) {
    if (state.bounds().isEmpty()) {
      return null;
    }
    if (state.candidate() != null) {
      LiveRelease candidate = routing.candidate();
      return routing.percent() > 0
              && candidate != null
              && candidate.hash().equals(state.candidate())
          ? candidate
          : null;
    }
    boolean isNew = now.isBefore(state.liveSince().plus(NEW));
    boolean runs = routing.live().hash().equals(state.live());
    return isNew && runs && !state.previous().isEmpty() ? routing.live() : null;
  }

  /** What was counted in the window. */
  private Measures.Snapshot sampled(LiveRelease release, Instant now) {
    var latest = new Sample(now, release.measures().snapshot());
    if (samples.isEmpty() || samples.getLast().counts().events() < latest.counts().events()) {
      samples.add(latest);
    }
    while (samples.size() > 1 && isEnough(second(), latest)) {
      samples.remove();
    }
    return latest.counts().since(samples.getFirst().counts());
  }

  private Sample second() {
    var each = samples.iterator();
    each.next();
    return each.next();
  }

  private static boolean isEnough(Sample from, Sample to) {
    return !from.at().isAfter(to.at().minus(WINDOW))
        && to.counts().events() - from.counts().events() >= FEWEST_EVENTS;
  }

  private static @Nullable String passed(Measures.Snapshot counts, Bounds bounds) {
    if (counts.events() < FEWEST_EVENTS) {
      return null;
    }
    double rate = (double) counts.eventsWithErrors() / counts.events();
    if (bounds.maxErrorRate() != null && rate > bounds.maxErrorRate()) {
      return text("error_rate=%.4f max_error_rate=%s", rate, bounds.maxErrorRate(), counts);
    }
    double millis = counts.quantileNanos(0.99) / NANOS_IN_MILLI;
    if (bounds.maxP99Millis() != null && millis > bounds.maxP99Millis()) {
      return text("p99_ms=%.3f max_p99_ms=%s", millis, bounds.maxP99Millis(), counts);
    }
    return null;
  }

  private static String text(String form, double found, double most, Measures.Snapshot counts) {
    return String.format(Locale.ROOT, form + " events=%d", found, most, counts.events());
  }

  private void takeBack(LiveRelease release, ReleaseState state, String passed) {
    String note = "release=%s %s".formatted(Release.shortHash(release.hash()), passed);
    try {
      publisher.rollBack(state.revision(), publisher.now(Authored.AUTOMATIC, note));
      rollbacks.increment();
      LOG.warn("a release passed its bounds and was taken back: {}", note);
    } catch (FerruleException e) {
      if (e.code() != ErrorCode.RELEASE_CONFLICT) { // else another node or a person was first
        LOG.warn("a release passed its bounds and could not be taken back: {}", note, e);
      }
    }
  }

  /** How often a release was taken back since the start. */
  public long rollbacks() {
    return rollbacks.sum();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
