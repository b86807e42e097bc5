package dev.ferrule.server.releases;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * How often rules of the live release fire: since it went live on this node, and at what rate
 * lately. Thread-safe.
 */
public final class RecentHits {
  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(1);
  private static final int MOST_SAMPLES = 11;

  private final LiveRelease release;
  private final Sample first;

  /** The oldest first, guarded by itself. */
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  private record Sample(Instant at, Map<String, Long> hits) {}

  /**
   * What one rule did.
   *
   * @param hits on how many events it fired since the release went live here
   * @param perSecond of the last ten seconds
   */
  public record Hits(long hits, double perSecond) {}

  RecentHits(LiveRelease release, Instant now) {
    this.release = release;
    this.first = new Sample(now, release.hits());
    samples.add(first);
  }

  LiveRelease release() {
    return release;
  }

  /** When the release went live on this node. */
  public Instant since() {
    return first.at();
  }

  /** To be called often; takes a sample when it is time. */
  void tick(Instant now) {
    synchronized (samples) {
      if (now.isBefore(samples.getLast().at())) { // the clock was set back
        samples.clear();
        samples.add(new Sample(now, release.hits()));
      }
      if (!now.isBefore(samples.getLast().at().plus(BETWEEN_SAMPLES))) {
        samples.add(new Sample(now, release.hits()));
        if (samples.size() > MOST_SAMPLES) {
          samples.remove();
        }
      }
    }
  }

  /** What a rule did until now. */
  public Hits of(String rule, Instant now) {
    Sample oldest;
    synchronized (samples) {
      oldest = samples.getFirst();
    }
    long count = release.hits(rule);
    double seconds = Duration.between(oldest.at(), now).toNanos() / 1e9;
    long recent = count - oldest.hits().getOrDefault(rule, 0L);
    return new Hits(
        count - first.hits().getOrDefault(rule, 0L), seconds <= 0 ? 0 : recent / seconds);
  }
}
