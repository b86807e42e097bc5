package dev.ferrule.index;

/**
 * A chunk that was found. A rank counts from 1; 0 says that this side did not bring the chunk up,
 * though it was scored for the fusion all the same.
 *
 * @param documentId the document
 * @param ordinal the chunk in it
 * @param score what hits are ordered by: the fused score in 0..1 for hybrid search, else the side's
 *     own
 * @param lexicalScore BM25; 0 when no word matched
 * @param lexicalRank its rank by BM25
 * @param denseScore cosine of the vectors
 * @param denseRank its rank by cosine
 */
public record Hit(
    String documentId,
    int ordinal,
    double score,
    float lexicalScore,
    int lexicalRank,
    float denseScore,
    int denseRank) {}
