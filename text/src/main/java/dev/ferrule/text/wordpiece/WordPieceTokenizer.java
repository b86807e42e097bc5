package dev.ferrule.text.wordpiece;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A BERT tokenizer: ids and spans are those of Hugging Face tokenizers for the same {@code
 * tokenizer.json}. O(n) time for any input. Thread-safe.
 *
 * <p>Source: Devlin et al., "BERT" (NAACL 2019), section 3; the reference's {@code BertNormalizer},
 * {@code BertPreTokenizer}, {@code WordPiece} and {@code AddedVocabulary}.
 */
public final class WordPieceTokenizer implements Tokenizer {
  /* Stretches are read one after the other so that the scratch stays in the processor's cache. */
  private static final int STRETCH_CHARS = 1 << 15;

  private final Map<String, Integer> ids;
  private final @Nullable String[] tokens;
  private final AddedTokens originalTokens;
  private final AddedTokens normalizedTokens;
  private final AsciiScanner scanner;
  private final ExactScanner exact;
  private final String prefix;
  private final int beginId;
  private final int endId;
  private final int padId;

  /** Reads the JSON of a {@code tokenizer.json} whose model is WordPiece. */
  public static WordPieceTokenizer read(byte[] json, String name) {
    return new WordPieceTokenizer(new WordPieceJson(name).read(json));
  }

  WordPieceTokenizer(WordPieceSpec spec) {
    ids = new HashMap<>(2 * spec.vocabulary().size());
    tokens = WordPieceParts.tokensById(spec, ids);
    var parts = new WordPieceParts(spec, ids);
    originalTokens = parts.originalTokens();
    normalizedTokens = parts.normalizedTokens();
    scanner = parts.asciiScanner();
    exact = parts.exactScanner();
    prefix = spec.prefix();
    beginId = special(spec, spec.beginToken(), "[CLS]");
    endId = special(spec, spec.endToken(), "[SEP]");
    padId = special(spec, null, "[PAD]");
  }

  private int special(WordPieceSpec spec, @Nullable String token, String usual) {
    String wanted = token == null ? usual : token;
    Integer id = ids.get(wanted);
    if (id == null) {
      throw new FerruleException(
          ErrorCode.MODEL_INVALID,
          "expected token %s in the vocabulary, found none: model=%s"
              .formatted(wanted, spec.name()));
    }
    return id;
  }

  @Override
  public void encode(String text, int startChars, int endChars, TokenBuffer out) {
    Scratch scratch = out.workspace(Scratch.class, Scratch::new);
    int at = startChars;
    if (!originalTokens.isEmpty()
        && originalTokens.candidate(text, startChars, endChars) < endChars) {
      var matches = originalTokens.matches(text, startChars, endChars);
      while (matches.next()) {
        section(text, at, matches.start(), scratch, out);
        out.add(matches.id(), matches.start(), matches.end());
        at = matches.end();
      }
    }
    section(text, at, endChars, scratch, out);
  }

  /** Encodes what lies between added tokens. */
  private void section(String text, int start, int end, Scratch scratch, TokenBuffer out) {
    if (!normalizedTokens.isEmpty()) {
      if (start < end) {
        load(text, start, end, scratch);
        exact.scan(normalizedTokens, scratch.chars, end - start, start, scratch, out);
      }
      return;
    }
    int at = start;
    while (at < end) {
      int stop = stretchEnd(text, at, end);
      load(text, at, stop, scratch);
      scanner.scan(scratch, stop - at, at, out);
      at = stop;
    }
  }

  /** A place to cut the text: the end, or behind white space that nothing reaches across. */
  private static int stretchEnd(String text, int start, int end) {
    if (end - start <= STRETCH_CHARS) {
      return end;
    }
    int stop = start + STRETCH_CHARS;
    for (int i = stop; i > stop - STRETCH_CHARS / 2; i--) {
      if (CharScanner.isAsciiSpace(text.charAt(i - 1))) {
        return i;
      }
    }
    while (stop < end && !CharScanner.isAsciiSpace(text.charAt(stop))) {
      stop++;
    }
    return stop;
  }

  private static void load(String text, int start, int end, Scratch scratch) {
    scratch.reserveChars(end - start);
    text.getChars(start, end, scratch.chars, 0);
  }

  @Override
  public String token(int id) {
    String token = id < 0 || id >= tokens.length ? null : tokens[id];
    if (token == null) {
      throw new IndexOutOfBoundsException(
          "expected the id of a token, found id=%d vocabularySize=%d".formatted(id, tokens.length));
    }
    return token;
  }

  @Override
  public boolean continuesWord(int id) {
    return !prefix.isEmpty() && token(id).startsWith(prefix);
  }

  @Override
  public int vocabularySize() {
    return tokens.length;
  }

  @Override
  public int beginId() {
    return beginId;
  }

  @Override
  public int endId() {
    return endId;
  }

  @Override
  public int padId() {
    return padId;
  }
}
