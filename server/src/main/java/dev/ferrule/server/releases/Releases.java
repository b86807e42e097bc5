package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.Services;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What this node runs now. Thread-safe; whoever reads sees all of a swap or nothing of it. */
public final class Releases implements AutoCloseable {
  private final Services services;
  private volatile @Nullable Routing routing;
  private volatile @Nullable RecentHits hits;

  /**
   * @param services what rules need of the node
   */
  public Releases(Services services) {
    this.services = services;
  }

  /**
   * Runs a rule set for all events from now on, without any storage; what ran before is retired.
   * Takes {@code set} over.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} when it does not check; then
   *     nothing changes
   */
  public synchronized void run(String hash, RuleSet set) {
    var next = new LiveRelease(hash, set.compile(services), set::close, FunctionNeeds.NONE);
    Routing before = routing;
    swap(next, null, 0);
    if (before != null) {
      before.live().retire();
    }
  }

  /** What runs now, or null when nothing was activated yet. */
  public @Nullable Routing findRouting() {
    return routing;
  }

  /** What runs now; {@link ErrorCode#RELEASE_NONE} when nothing was activated yet. */
  public Routing routing() {
    Routing now = routing;
    if (now == null) {
      throw new FerruleException(
          ErrorCode.RELEASE_NONE,
          "expected an active release, found none; publish one with: ./ferrule publish DIR --activate");
    }
    return now;
  }

  /**
   * Swaps what runs; evaluations in progress finish on the release they began with. One at a time.
   */
  synchronized void swap(LiveRelease live, @Nullable LiveRelease candidate, int percent) {
    Routing before = routing;
    RecentHits counted = hits;
    Instant now = services.clock().instant();
    if (counted == null || counted.release() != live) {
      hits = new RecentHits(live, now);
    }
    routing =
        new Routing(live, candidate, percent, comparison(before, live, candidate, percent, now));
  }

  private static @Nullable ShadowComparison comparison(
      @Nullable Routing before,
      LiveRelease live,
      @Nullable LiveRelease candidate,
      int percent,
      Instant now) {
    if (candidate == null || percent > 0) {
      return null;
    }
    ShadowComparison known = before == null ? null : before.comparison();
    return known != null && known.isOf(live, candidate)
        ? known
        : new ShadowComparison(live.hash(), candidate.hash(), now);
  }

  /** Nothing runs any more. */
  synchronized void stop() {
    routing = null;
  }

  /** How often rules of the live release fire, or null when nothing was activated yet. */
  public @Nullable RecentHits hits() {
    return hits;
  }

  /** Notes what a shadow made of an event beside what the live release made of it. */
  public void compare(Routing evaluatedBy, Event event, Observed live, Observed shadow) {
    ShadowComparison comparison = evaluatedBy.comparison();
    if (comparison != null) {
      comparison.add(event, live, shadow);
    }
  }

  /** Notes that a shadow could not evaluate an event. */
  public void compareFailed(Routing evaluatedBy) {
    ShadowComparison comparison = evaluatedBy.comparison();
    if (comparison != null) {
      comparison.fail();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
