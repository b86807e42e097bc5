package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.Services;
import org.jspecify.annotations.Nullable;

/** The releases of this node: what runs now, and the way to another. Thread-safe. */
public final class Releases implements AutoCloseable {
  private final Services services;
  private volatile @Nullable Routing routing;

  /**
   * @param services what rules need of the node
   */
  public Releases(Services services) {
    this.services = services;
  }

  /**
   * Runs a rule set for all events from now on; what ran before is retired. Takes {@code set} over.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} when it does not check; then
   *     nothing changes
   */
  public synchronized void run(String hash, RuleSet set) {
    var next = new LiveRelease(hash, set.compile(services), set::close);
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

  /** Swaps what runs; evaluations in progress finish on the release they began with. */
  void swap(LiveRelease live, @Nullable LiveRelease candidate, int percent) {
    routing = new Routing(live, candidate, percent);
  }

  /** Nothing runs any more. */
  void stop() {
    routing = null;
  }

  /** Notes what a shadow made of an event beside what the live release made of it. */
  public void compare(Event event, Observed live, Observed shadow) {}

  @Override
  public void close() {}
}
