package dev.ferrule.server.labels;

import dev.ferrule.rules.labels.LabelChange;
import java.time.Instant;

/**
 * One change that was made to the labels of an entity. Immutable.
 *
 * @param madeAt when the node made it
 * @param change what was asked
 * @param by who asked
 */
public record HistoryEntry(Instant madeAt, LabelChange change, Author by) {}
