package dev.ferrule.server.labels;

import dev.ferrule.rules.labels.LabelChange;

/**
 * A change that takes effect later: {@link LabelChange#at} is when it does, and its expiry counts
 * from then. Immutable.
 *
 * @param entityKey the entity, as {@code User/7}
 * @param change what becomes of the label
 * @param by who asked
 */
public record DelayedChange(String entityKey, LabelChange change, Author by) {}
