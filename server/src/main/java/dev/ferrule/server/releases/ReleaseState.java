package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes are to run. Immutable; every change makes another, which {@link
 * ReleaseStorage#compareAndSet} puts in its place.
 *
 * @param live the hash of the release that is live; null before the first was activated
 * @param liveSince when it went live
 * @param candidate the hash of the release on trial, or null
 * @param percent the share of entities for the candidate, 0 (a shadow) to 99
 * @param bounds what the candidate must stay within, or without one the live release while it is
 *     new
 * @param previous what was live before, the latest first; at most {@link #MOST_PREVIOUS}
 * @param revision what the storage counted when this was read; 0 before the first change
 * @param changed who changed it last, when, and why
 */
public record ReleaseState(
    @Nullable String live,
    Instant liveSince,
    @Nullable String candidate,
    int percent,
    Bounds bounds,
    List<String> previous,
    long revision,
    Authored changed) {
  public static final int MOST_PREVIOUS = 20;

  /** Before anything was activated. */
  public static final ReleaseState NONE =
      new ReleaseState(
          null,
          Instant.EPOCH,
          null,
          0,
          Bounds.NONE,
          List.of(),
          0,
          new Authored("", Instant.EPOCH, ""));

  public ReleaseState {
    previous = List.copyOf(previous);
  }

  /** How far a release has come. */
  public enum Stage {
    /** Evaluated beside the live release, without effects. */
    SHADOW,
    /** Evaluates the events of a share of the entities. */
    PERCENT,
    /** Evaluates all events. */
    ALL
  }

  /** The stage of the candidate, or {@link Stage#ALL} when there is none. */
  public Stage stage() {
    return candidate == null ? Stage.ALL : percent == 0 ? Stage.SHADOW : Stage.PERCENT;
  }

  /** The same, as it was read with another revision. */
  public ReleaseState withRevision(long now) {
    return new ReleaseState(live, liveSince, candidate, percent, bounds, previous, now, changed);
  }

  /** This state with a release live for all; a candidate is dropped. */
  public ReleaseState activate(String hash, Bounds newBounds, Authored change) {
    boolean stays = hash.equals(live);
    return new ReleaseState(
        hash,
        stays ? liveSince : change.at(),
        null,
        0,
        newBounds,
        stays ? previous : pushed(),
        revision,
        change);
  }

  private List<String> pushed() {
    var all = new ArrayList<String>();
    if (live != null) {
      all.add(live);
    }
    all.addAll(previous.subList(0, Math.min(previous.size(), MOST_PREVIOUS - 1)));
    return all;
  }

  /**
   * This state with a candidate beside the live release, instead of the one before.
   *
   * @param share 0 for a shadow, else the percentage of entities
   * @throws FerruleException with {@link ErrorCode#RELEASE_CONFLICT} when no other release is live
   */
  public ReleaseState propose(String hash, int share, Bounds newBounds, Authored change) {
    if (live == null) {
      throw new FerruleException(
          ErrorCode.RELEASE_CONFLICT,
          "expected a live release to try another beside, found none; activate one for all first");
    }
    if (hash.equals(live)) {
      throw new FerruleException(
          ErrorCode.RELEASE_CONFLICT,
          "expected another release than the live one to try beside it, found release="
              + Release.shortHash(hash));
    }
    return new ReleaseState(live, liveSince, hash, share, newBounds, previous, revision, change);
  }

  /**
   * This state without its candidate, or else with the release that was live before.
   *
   * @throws FerruleException with {@link ErrorCode#RELEASE_CONFLICT} when there is neither
   */
  public ReleaseState rollBack(Authored change) {
    if (candidate != null) {
      return new ReleaseState(live, liveSince, null, 0, Bounds.NONE, previous, revision, change);
    }
    if (previous.isEmpty()) {
      throw new FerruleException(
          ErrorCode.RELEASE_CONFLICT,
          "expected a candidate or a release that was live before, found neither");
    }
    return new ReleaseState(
        previous.getFirst(),
        change.at(),
        null,
        0,
        Bounds.NONE,
        previous.subList(1, previous.size()),
        revision,
        change);
  }
}
