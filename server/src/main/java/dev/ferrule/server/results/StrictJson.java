package dev.ferrule.server.results;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * JSON that every client reads: the numbers NaN, Infinity and -Infinity, which rules have and JSON
 * has not, become texts. Stateless.
 */
public final class StrictJson {
  private static final List<byte[]> WORDS =
      List.of(ascii("-Infinity"), ascii("Infinity"), ascii("NaN"));

  private StrictJson() {}

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  /** The same JSON, or a copy without such numbers. */
  public static byte[] of(byte[] json) {
    ByteArrayOutputStream copy = null;
    int from = 0;
    int at = 0;
    while (at < json.length) {
      if (json[at] == '"') {
        at = afterText(json, at);
        continue;
      }
      byte[] word = wordAt(json, at);
      if (word != null) {
        copy = copy == null ? new ByteArrayOutputStream(json.length + 16) : copy;
        copy.write(json, from, at - from);
        copy.write('"');
        copy.writeBytes(word);
        copy.write('"');
        from = at + word.length;
        at = from;
      } else {
        at++;
      }
    }
    if (copy == null) {
      return json;
    }
    copy.write(json, from, json.length - from);
    return copy.toByteArray();
  }

  private static int afterText(byte[] json, int quote) {
    int at = quote + 1;
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static byte @org.jspecify.annotations.Nullable [] wordAt(byte[] json, int at) {
    byte first = json[at];
    if (first != 'N' && first != 'I' && first != '-') {
      return null;
    }
    for (byte[] word : WORDS) {
      if (json.length - at >= word.length
          && java.util.Arrays.equals(json, at, at + word.length, word, 0, word.length)) {
        return word;
      }
    }
    return null;
  }
}
