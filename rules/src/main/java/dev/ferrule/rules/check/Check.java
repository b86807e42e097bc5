package dev.ferrule.rules.check;

/** One check of a set. Tests may run a part of them. */
enum Check {
  CONFIG,
  STORED_NAMES,
  CALLS,
  IMPORTS,
  DEFINED_NAMES,
  UNUSED_LOCALS,
  CALL_RESULTS,
  DYNAMIC_RESULTS,
  TYPES,
  LABELS
}
