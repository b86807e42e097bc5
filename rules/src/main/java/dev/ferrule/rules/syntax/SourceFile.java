package dev.ferrule.rules.syntax;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * One file of a rule set.
 *
 * @param path the path within the set, with forward slashes, as {@code rules/spam.sml}
 * @param text the whole text
 */
public record SourceFile(String path, String text) {
  /** The largest file that {@link #of} takes. */
  public static final int MAX_BYTES = 1 << 20;

  /**
   * Decodes a file. A byte order mark at its start is left out.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_LIMIT} when it is larger than {@link
   *     #MAX_BYTES}, with {@link ErrorCode#RULE_INVALID} when it is not UTF-8
   */
  public static SourceFile of(String path, byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      throw new FerruleException(
          ErrorCode.RULE_LIMIT,
          "expected a rule file of at most %d bytes: path=%s bytes=%d"
              .formatted(MAX_BYTES, path, utf8.length));
    }
    var bytes = ByteBuffer.wrap(utf8);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return new SourceFile(path, text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID,
          "expected UTF-8, found other bytes: path=%s line=%d byte=%d"
              .formatted(path, lineAt(utf8, bytes.position()), bytes.position()),
          e);
    }
  }

  private static int lineAt(byte[] utf8, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) {
      if (utf8[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
