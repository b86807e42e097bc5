package dev.ferrule.rules.labels;

import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.TimeDelta;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of one label of an entity. Immutable.
 *
 * @param label the label's name
 * @param status what it is to be
 * @param reasonName the rule or the person that asks
 * @param description why, for people; cut when it is too long
 * @param at since when the reason holds
 * @param expiresAt when the reason ends, or null
 */
public record LabelChange(
    String label,
    LabelStatus status,
    String reasonName,
    String description,
    Instant at,
    @Nullable Instant expiresAt) {
  /** The most UTF-16 units that are kept of a description. */
  public static final int MOST_DESCRIPTION_CHARS = 2_000;

  public LabelChange {
    if (description.length() > MOST_DESCRIPTION_CHARS) {
      int end = MOST_DESCRIPTION_CHARS;
      description =
          description.substring(
              0, Character.isHighSurrogate(description.charAt(end - 1)) ? end - 1 : end);
    }
  }

  /** What a rule asks, made of its effect; a delay is left to the caller. */
  public static LabelChange of(
      Effect.LabelChange effect, String ruleName, String description, Instant at) {
    return new LabelChange(
        effect.label(),
        effect.status(),
        ruleName,
        description,
        at,
        effect.expiresAfter() == null ? null : later(at, effect.expiresAfter()));
  }

  /** A time so much later. */
  public static Instant later(Instant at, TimeDelta by) {
    return at.plusSeconds(Math.floorDiv(by.micros(), 1_000_000L))
        .plusNanos(Math.floorMod(by.micros(), 1_000_000L) * 1_000);
  }
}
