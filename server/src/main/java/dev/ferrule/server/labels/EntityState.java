package dev.ferrule.server.labels;

import dev.ferrule.rules.labels.KeptLabels;

/**
 * What the store keeps of an entity. Immutable.
 *
 * @param labels its labels
 * @param changes how many changes its history has had, also those forgotten since
 */
record EntityState(KeptLabels labels, long changes) {
  static final EntityState NONE = new EntityState(KeptLabels.NONE, 0);
}
