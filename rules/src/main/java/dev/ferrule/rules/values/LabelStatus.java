package dev.ferrule.rules.values;

/** What a label is, and who made it so. The ordinal is the number on the wire. */
public enum LabelStatus {
  REMOVED,
  ADDED,
  MANUALLY_REMOVED,
  MANUALLY_ADDED
}
