package dev.ferrule.rules.labels;

import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.TimeDelta;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Labels in memory, for tests, trials and nodes that keep none. Thread-safe; the entities least
 * recently read or changed are forgotten when there are too many.
 *
 * <p>A change meets what is there as in Osprey: a label that was set by hand keeps its status
 * against rules until all its reasons have expired; a change to the same status adds its reason; a
 * change to another status starts over, and what was before goes to {@link #previous}. A reason
 * counts as expired five seconds after it ends.
 */
public final class MemoryLabels implements Labels {
  /** Clocks differ between machines; as in Osprey. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** The most states that are kept of what a label was before. */
  private static final int MOST_PREVIOUS = 100;

  /** The most labels of one entity, and the most reasons of one label. */
  private static final int MOST_IN_ONE = 1_000;

  private final InstantSource clock;

  /** Guarded by itself. */
  private final Map<String, Map<String, Kept>> byEntity;

  private record Kept(EntityLabels.State state, List<EntityLabels.State> previous) {}

  /**
   * @param mostEntities how many entities are remembered
   * @param clock tells what has expired
   */
  public MemoryLabels(int mostEntities, InstantSource clock) {
    this.clock = clock;
    this.byEntity =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Map<String, Kept>> eldest) {
            return size() > mostEntities;
          }
        };
  }

  @Override
  public EntityLabels read(Entity entity) {
    synchronized (byEntity) {
      var labels = byEntity.get(entity.key());
      if (labels == null) {
        return EntityLabels.NONE;
      }
      var states = new HashMap<String, EntityLabels.State>();
      labels.forEach((name, kept) -> states.put(name, kept.state()));
      return new EntityLabels(states);
    }
  }

  /** What a label of an entity was before its present state, the latest first. */
  public List<EntityLabels.State> previous(Entity entity, String label) {
    synchronized (byEntity) {
      var kept = byEntity.getOrDefault(entity.key(), Map.of()).get(label);
      return kept == null ? List.of() : kept.previous();
    }
  }

  @Override
  public void apply(Effect.LabelChange change, String ruleName, String description, Instant at) {
    if (!change.applies()) {
      return;
    }
    var expiresAt = later(at, change.expiresAfter());
    set(change.entity(), change.label(), change.status(), ruleName, description, at, expiresAt);
  }

  /**
   * Sets a label, as a rule or an operator asks.
   *
   * @param expiresAt when the reason ends, or null
   * @return whether it was taken
   */
  public boolean set(
      Entity entity,
      String label,
      LabelStatus status,
      String reasonName,
      String description,
      Instant at,
      @Nullable Instant expiresAt) {
    if (label.isEmpty() || entity.id().toString().isEmpty()) {
      return false;
    }
    var reason = new EntityLabels.Reason(description, at, expiresAt);
    var wanted = new EntityLabels.State(status, Map.of(reasonName, reason));
    synchronized (byEntity) {
      var labels = byEntity.computeIfAbsent(entity.key(), _ -> new HashMap<>());
      var kept = labels.get(label);
      if (kept == null) {
        return labels.size() < MOST_IN_ONE
            && labels.put(label, new Kept(wanted, List.of())) == null;
      }
      var next = merge(kept, wanted, reasonName, reason);
      labels.put(label, next == null ? kept : next);
      return next != null;
    }
  }

  /** What a label becomes, or null when the change is dropped. */
  private @Nullable Kept merge(
      Kept kept, EntityLabels.State wanted, String reasonName, EntityLabels.Reason reason) {
    var state = kept.state();
    if (isExpired(state)) {
      return new Kept(wanted, before(kept));
    }
    if (isManual(state.status()) && !isManual(wanted.status())) {
      return null;
    }
    if (state.status() != wanted.status()) {
      return new Kept(wanted, before(kept));
    }
    var reasons = new HashMap<>(state.reasons());
    var old = reasons.get(reasonName);
    if (old != null && old.createdAt().isAfter(reason.createdAt().plus(GRACE))) {
      return kept;
    }
    if (old == null && reasons.size() >= MOST_IN_ONE) {
      return null;
    }
    reasons.put(
        reasonName,
        old == null
            ? reason
            : new EntityLabels.Reason(reason.description(), old.createdAt(), reason.expiresAt()));
    return new Kept(new EntityLabels.State(state.status(), reasons), kept.previous());
  }

  private static List<EntityLabels.State> before(Kept kept) {
    var previous = new ArrayList<EntityLabels.State>();
    previous.add(kept.state());
    previous.addAll(kept.previous());
    return List.copyOf(previous.subList(0, Math.min(previous.size(), MOST_PREVIOUS)));
  }

  private boolean isExpired(EntityLabels.State state) {
    var now = clock.instant();
    return state.reasons().values().stream().allMatch(reason -> isBefore(reason.expiresAt(), now));
  }

  private static boolean isBefore(@Nullable Instant expiresAt, Instant now) {
    return expiresAt != null && expiresAt.isBefore(now.minus(GRACE));
  }

  private static boolean isManual(LabelStatus status) {
    return status == LabelStatus.MANUALLY_ADDED || status == LabelStatus.MANUALLY_REMOVED;
  }

  private static @Nullable Instant later(Instant at, @Nullable TimeDelta by) {
    return by == null
        ? null
        : at.plusSeconds(Math.floorDiv(by.micros(), 1_000_000L))
            .plusNanos(Math.floorMod(by.micros(), 1_000_000L) * 1_000);
  }
}
