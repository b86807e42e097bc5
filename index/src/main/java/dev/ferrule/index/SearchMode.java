package dev.ferrule.index;

/** Which sides of the index a search asks. */
public enum SearchMode {
  /** Words and vectors, fused. */
  HYBRID,
  /** Vectors. */
  DENSE,
  /** Words. */
  LEXICAL
}
