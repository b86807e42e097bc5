package dev.ferrule.model;

/** The type of a metadata field. Every field may hold one value or a list of values. */
public enum FieldType {
  /** Text compared as a whole, case-sensitive. */
  KEYWORD,
  /** A 64-bit signed integer. */
  INT,
  /** A 64-bit floating point number, finite. */
  FLOAT,
  BOOL,
  /**
   * An instant in RFC 3339 form, as {@code 2026-05-01T12:00:00Z}, or a date. Millisecond precision.
   */
  TIME
}
