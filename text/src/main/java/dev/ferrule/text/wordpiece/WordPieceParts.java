package dev.ferrule.text.wordpiece;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the tables of a tokenizer from its {@link WordPieceSpec}. Confined. */
final class WordPieceParts {
  private final ReferenceUnicode unicode = ReferenceUnicode.INSTANCE;
  private final WordPieceSpec spec;
  private final Map<String, Integer> ids;
  private final Alphabet alphabet = new Alphabet();
  private final int[] singleIds;
  private final int unknownId;
  private final WordSplitter words;
  private final ExactScanner exact;
  private final AsciiScanner ascii;
  private int[] symbols = new int[64];

  WordPieceParts(WordPieceSpec spec, Map<String, Integer> ids) {
    this.spec = spec;
    this.ids = ids;
    Integer unknown = ids.get(spec.unknown());
    if (unknown == null) {
      throw new FerruleException(
          ErrorCode.MODEL_INVALID,
          "expected the unknown token %s in the vocabulary, found none: model=%s"
              .formatted(spec.unknown(), spec.name()));
    }
    unknownId = unknown;
    addLetters();
    singleIds = new int[alphabet.codePointsEnd()];
    PieceTrie trie = makeTrie();
    words = new WordSplitter(trie, unknownId, spec.longestWord());
    CharTable table = CharTable.of(spec.normalization(), alphabet, this::singleId);
    exact =
        new ExactScanner(
            new ExactNormalizer(spec.normalization()),
            () -> CharTable.of(Normalization.NONE, alphabet, this::singleId),
            words);
    ascii =
        new AsciiScanner(
            table,
            spec.normalization(),
            makeAsciiWords(),
            words,
            new CharScanner(table, words, exact));
  }

  /** The token of each id; fills {@code ids} with the reverse. */
  static @Nullable String[] tokensById(WordPieceSpec spec, Map<String, Integer> ids) {
    @Nullable String[] tokens = spec.vocabulary().toArray(new String[0]);
    for (int id = 0; id < tokens.length; id++) {
      String token = tokens[id];
      if (token != null) {
        ids.put(token, id);
      }
    }
    for (AddedToken added : spec.addedTokens()) {
      if (ids.putIfAbsent(added.content(), added.id()) == null) {
        if (added.id() >= tokens.length) {
          tokens = Arrays.copyOf(tokens, added.id() + 1);
        }
        tokens[added.id()] = added.content();
      }
    }
    return tokens;
  }

  AsciiScanner asciiScanner() {
    return ascii;
  }

  ExactScanner exactScanner() {
    return exact;
  }

  /** The tokens to find in the text as it stands. */
  AddedTokens originalTokens() {
    return addedTokens(false, new ExactNormalizer(Normalization.NONE));
  }

  /** The tokens to find in the normalised text: their contents are normalised too. */
  AddedTokens normalizedTokens() {
    return addedTokens(true, new ExactNormalizer(spec.normalization()));
  }

  private AddedTokens addedTokens(boolean normalized, ExactNormalizer normalizer) {
    List<AddedToken> found = new ArrayList<>();
    List<AddedToken> specialFirst = new ArrayList<>(spec.addedTokens());
    specialFirst.sort(Comparator.comparing(token -> !token.special()));
    for (AddedToken token : specialFirst) {
      char[] content = token.content().toCharArray();
      String form = normalizer.normalize(content, 0, content.length, 0).toString();
      boolean known = found.stream().anyMatch(other -> other.content().equals(form));
      if (token.normalized() == normalized && !form.isEmpty() && !known) {
        // A token that the vocabulary has too goes by its id there.
        found.add(token.withForm(form, ids.getOrDefault(token.content(), token.id())));
      }
    }
    return new AddedTokens(found);
  }

  private void addLetters() {
    for (String token : spec.vocabulary()) {
      for (int i = 0; token != null && i < token.length(); ) {
        int cp = token.codePointAt(i);
        alphabet.add(cp);
        i += Character.charCount(cp);
      }
    }
  }

  private int singleId(int cp) {
    int id = cp < singleIds.length ? singleIds[cp] - 1 : -1;
    return id < 0 ? unknownId : id;
  }

  private PieceTrie makeTrie() {
    List<@Nullable String> vocabulary = spec.vocabulary();
    var builder = new PieceTrieBuilder(alphabet.size(), vocabulary.size());
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.get(id);
      if (token == null || token.isEmpty()) {
        continue;
      }
      if (token.startsWith(spec.prefix()) && token.length() > spec.prefix().length()) {
        int length = symbolsOf(token, spec.prefix().length());
        builder.add(PieceTrie.REST, symbols, length, id);
      }
      int length = symbolsOf(token, 0);
      if (length == 1) {
        singleIds[token.codePointAt(0)] = id + 1;
      }
      if (isReachable(token, length)) {
        builder.add(PieceTrie.WORD, symbols, length, id);
      }
    }
    return builder.build();
  }

  /** Whether a word can be spelled so: white space and punctuation are never within words. */
  private boolean isReachable(String token, int length) {
    if (length == 1) {
      return true;
    }
    for (int i = 0; i < token.length(); i++) {
      int cp = token.codePointAt(i);
      if (unicode.isPunctuation(cp) || unicode.isWhitespace(cp)) {
        return false;
      }
    }
    return true;
  }

  private int symbolsOf(String token, int from) {
    if (symbols.length < token.length()) {
      symbols = new int[2 * token.length()];
    }
    int length = 0;
    for (int i = from; i < token.length(); ) {
      int cp = token.codePointAt(i);
      symbols[length++] = alphabet.find(cp);
      i += Character.charCount(cp);
    }
    return length;
  }

  private AsciiWords makeAsciiWords() {
    int shortWords = 0;
    int longWords = 0;
    for (String token : spec.vocabulary()) {
      if (token != null && isAsciiWord(token)) {
        shortWords += token.length() <= 8 ? 1 : 0;
        longWords += token.length() <= 8 ? 0 : 1;
      }
    }
    var found = new AsciiWords(shortWords, longWords);
    // Vocabularies begin with the frequent words, so these get the places found first.
    for (int id = 0; id < spec.vocabulary().size(); id++) {
      String token = spec.vocabulary().get(id);
      if (token != null && isAsciiWord(token)) {
        if (token.length() <= 8) {
          found.put(bytes(token, 0), id);
        } else {
          found.put(bytes(token, 0), bytes(token, 8), id);
        }
      }
    }
    return found;
  }

  private static boolean isAsciiWord(String token) {
    if (token.isEmpty() || token.length() > AsciiWords.LONGEST) {
      return false;
    }
    for (int i = 0; i < token.length(); i++) {
      if (!AsciiScanner.isLetterOrDigit(token.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static long bytes(String token, int from) {
    long bytes = 0;
    for (int i = from; i < Math.min(token.length(), from + 8); i++) {
      bytes |= (long) token.charAt(i) << (8 * (i - from));
    }
    return bytes;
  }
}
