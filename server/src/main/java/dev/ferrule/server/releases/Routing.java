package dev.ferrule.server.releases;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which release evaluates which event, at one moment. Immutable; a swap replaces all of it.
 *
 * @param live evaluates what the candidate does not
 * @param candidate a release on trial, or null
 * @param percent the share of entities that the candidate evaluates, 0 to 99; at 0 it is a shadow,
 *     evaluated beside the live one without effects
 * @param comparison what a shadow came to so far, or null
 */
public record Routing(
    LiveRelease live,
    @Nullable LiveRelease candidate,
    int percent,
    @Nullable ShadowComparison comparison) {
  /** The candidate when it is a shadow, or null. */
  public @Nullable LiveRelease shadow() {
    return percent == 0 ? candidate : null;
  }

  /** The release for events of an entity: the same as long as the routing does not change. */
  public LiveRelease choose(String entity) {
    if (candidate == null || percent == 0) {
      return live;
    }
    var hash = new CRC32C();
    hash.update(entity.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() % 10_000 < percent * 100L ? candidate : live;
  }

  /** Whether an evaluation may wait for something. */
  public boolean blocks() {
    return live.blocks() || (candidate != null && candidate.blocks());
  }
}
