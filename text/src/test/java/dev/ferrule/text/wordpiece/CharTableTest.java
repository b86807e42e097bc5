package dev.ferrule.text.wordpiece;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class CharTableTest {
  private static final Normalization UNCASED = new Normalization(true, true, true, true);

  /**
   * The digest of {@code "0041=0061;"} and so on for each code point, as Hugging Face tokenizers
   * 0.23.3 normalises it alone. When a new JDK breaks this, its new decompositions or lower case
   * belong into {@code reference-unicode.txt} as exceptions.
   */
  private static final String REFERENCE =
      "c8f733f7307303790fe86784e2675f353a992696149f336b93192710b710d664";

  @Test
  void everyCodePointIsNormalisedAsByTheReference() throws NoSuchAlgorithmException {
    var normalizer = new ExactNormalizer(UNCASED);
    var digest = MessageDigest.getInstance("SHA-256");
    for (int cp = 0; cp <= Character.MAX_CODE_POINT; cp++) {
      if (cp >= Character.MIN_SURROGATE && cp <= Character.MAX_SURROGATE) {
        continue;
      }
      char[] chars = Character.toChars(cp);
      NormalizedText text = normalizer.normalize(chars, 0, chars.length, 0);
      var line = new StringJoiner(" ", "%04X=".formatted(cp), ";");
      for (int i = 0; i < text.size; i++) {
        line.add("%04X".formatted(text.codePoints[i]));
      }
      digest.update(line.toString().getBytes(StandardCharsets.US_ASCII));
    }
    assertEquals(REFERENCE, HexFormat.of().formatHex(digest.digest()));
  }
}
