package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import java.util.List;

/** Temporary. */
public record TextChunk(
    int ordinal,
    TextSpan span,
    int page,
    String heading,
    List<TextSpan> sentences,
    int[] tokenIds,
    int[] sentenceTokens) {}
