package dev.ferrule.text.wordpiece;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code tokenizer.json} says about a WordPiece tokenizer.
 *
 * @param name names the model in messages
 * @param normalization how text is normalised
 * @param vocabulary the piece of each id; null where the vocabulary leaves an id out
 * @param unknown the piece that stands for a word the vocabulary cannot spell
 * @param prefix what a piece that continues a word begins with, as {@code ##}
 * @param longestWord the code points a word may have; a longer one is unknown
 * @param addedTokens in the order of the file
 * @param beginToken the token that begins a sequence; null if the file does not say
 * @param endToken the token that ends it; null if the file does not say
 */
record WordPieceSpec(
    String name,
    Normalization normalization,
    List<@Nullable String> vocabulary,
    String unknown,
    String prefix,
    int longestWord,
    List<AddedToken> addedTokens,
    @Nullable String beginToken,
    @Nullable String endToken) {}
