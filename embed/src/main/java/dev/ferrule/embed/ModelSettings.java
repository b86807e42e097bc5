package dev.ferrule.embed;

/**
 * How a model wants to be used. Immutable.
 *
 * @param name what collections call it
 * @param maxTokens the longest sequence it reads, special tokens included
 * @param pooling how token vectors become one
 * @param queryPrefix put before a query
 * @param documentPrefix put before a document
 * @param normalization whether vectors are scaled to length 1
 */
public record ModelSettings(
    String name,
    int maxTokens,
    Pooling pooling,
    String queryPrefix,
    String documentPrefix,
    Normalization normalization) {

  /** How the token vectors of a sequence become one vector. */
  public enum Pooling {
    /** Their mean, special tokens included, as sentence-transformers does it. */
    MEAN,
    /** The first token's. */
    CLS
  }

  /** Whether a vector is scaled to length 1. */
  public enum Normalization {
    UNIT,
    NONE
  }
}
