package dev.ferrule.model;

/** Who must act on an error: decides the HTTP status, whether to alert, and whether to retry. */
public enum Blame {
  /** The request is wrong; sending it again unchanged fails again. */
  CALLER,
  /** The node is at fault; an operator must look. */
  SYSTEM,
  /** Nothing is wrong but the moment; the same request may succeed later. */
  RETRY
}
