package dev.ferrule.rules.labels;

import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All labels of one entity with what they were before, wherever they are kept. Immutable.
 *
 * <p>A change meets what is there as in Osprey: a label that was set by hand keeps its status
 * against rules until all its reasons have expired; a change to the same status adds its reason; a
 * change to another status starts over, and what was before is kept as {@link Kept#previous}. A
 * reason counts as expired five seconds after it ends.
 */
public final class KeptLabels {
  /** The most labels of one entity, and the most reasons of one label. */
  public static final int MOST_IN_ONE = 1_000;

  /** The most states that are kept of what a label was before. */
  public static final int MOST_PREVIOUS = 100;

  /** The most bytes of an entity's key, and of a label's name, in UTF-8. */
  public static final int MOST_NAME_BYTES = 4_096;

  /** No labels. */
  public static final KeptLabels NONE = new KeptLabels(Map.of());

  /** Clocks differ between machines; as in Osprey. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Map<String, Kept> byName;
  private final EntityLabels current;

  /**
   * One label.
   *
   * @param state what it is
   * @param previous what it was before, the latest first
   */
  public record Kept(EntityLabels.State state, List<EntityLabels.State> previous) {
    public Kept {
      previous = List.copyOf(previous);
    }
  }

  public KeptLabels(Map<String, Kept> byName) {
    this.byName = Map.copyOf(byName);
    var states = new HashMap<String, EntityLabels.State>();
    byName.forEach((name, kept) -> states.put(name, kept.state()));
    this.current = states.isEmpty() ? EntityLabels.NONE : new EntityLabels(states);
  }

  /** Each label by its name. */
  public Map<String, Kept> byName() {
    return byName;
  }

  /** What each label is now, as rules read it. */
  public EntityLabels current() {
    return current;
  }

  /**
   * Whether a label of this name can be on this entity: neither is empty, too long, or a text that
   * UTF-8 cannot hold.
   */
  public static boolean accepts(Entity entity, String label) {
    return !entity.id().toString().isEmpty()
        && !label.isEmpty()
        && isName(entity.key())
        && isName(label);
  }

  /** Whether a text can be the key of an entity with labels, or the name of a label. */
  public static boolean isName(String text) {
    return text.length() <= MOST_NAME_BYTES
        && text.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * What they are after a change: this same object when it changes nothing, null when it is dropped
   * because somebody set the label by hand, or because there are too many labels or reasons.
   *
   * @param now tells what has expired
   */
  public @Nullable KeptLabels with(LabelChange change, Instant now) {
    var kept = byName.get(change.label());
    if (kept == null && byName.size() >= MOST_IN_ONE) {
      return null;
    }
    var next = kept == null ? new Kept(wanted(change), List.of()) : merge(kept, change, now);
    if (next == null || next.equals(kept)) {
      return next == null ? null : this;
    }
    var changed = new HashMap<>(byName);
    changed.put(change.label(), next);
    return new KeptLabels(changed);
  }

  private static EntityLabels.State wanted(LabelChange change) {
    return new EntityLabels.State(change.status(), Map.of(change.reasonName(), reason(change)));
  }

  private static EntityLabels.Reason reason(LabelChange change) {
    return new EntityLabels.Reason(change.description(), change.at(), change.expiresAt());
  }

  /** What a label becomes, or null when the change is dropped. */
  private static @Nullable Kept merge(Kept kept, LabelChange change, Instant now) {
    var state = kept.state();
    if (isExpired(state, now)) {
      return new Kept(wanted(change), before(kept));
    }
    if (isManual(state.status()) && !isManual(change.status())) {
      return null;
    }
    if (state.status() != change.status()) {
      return new Kept(wanted(change), before(kept));
    }
    var old = state.reasons().get(change.reasonName());
    if (old != null && old.createdAt().isAfter(change.at().plus(GRACE))) {
      return kept;
    }
    if (old == null && state.reasons().size() >= MOST_IN_ONE) {
      return null;
    }
    var reasons = new HashMap<>(state.reasons());
    var since = old == null ? change.at() : old.createdAt();
    reasons.put(
        change.reasonName(),
        new EntityLabels.Reason(change.description(), since, change.expiresAt()));
    return new Kept(new EntityLabels.State(state.status(), reasons), kept.previous());
  }

  private static List<EntityLabels.State> before(Kept kept) {
    var previous = new ArrayList<EntityLabels.State>();
    previous.add(kept.state());
    previous.addAll(kept.previous());
    return previous.subList(0, Math.min(previous.size(), MOST_PREVIOUS));
  }

  private static boolean isExpired(EntityLabels.State state, Instant now) {
    return state.reasons().values().stream()
        .allMatch(reason -> isBefore(reason.expiresAt(), now.minus(GRACE)));
  }

  private static boolean isBefore(@Nullable Instant expiresAt, Instant moment) {
    return expiresAt != null && expiresAt.isBefore(moment);
  }

  private static boolean isManual(LabelStatus status) {
    return status == LabelStatus.MANUALLY_ADDED || status == LabelStatus.MANUALLY_REMOVED;
  }
}
