package dev.ferrule.text.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to text, never failing: a byte order mark decides, then the declared charset, then UTF-8 if
 * the bytes are valid UTF-8, else windows-1252. Text never holds NUL or a lone surrogate: each
 * becomes U+FFFD, which keeps its place, so offsets do not move.
 */
final class TextDecoder {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

  /** Where HTML must declare its charset is the first KiB; browsers look a little further. */
  private static final int META_BYTES = 4096;

  private record Mark(Charset charset, int lengthBytes) {}

  private TextDecoder() {}

  static String decode(byte[] content, @Nullable String declaredCharset) {
    Mark mark = findMark(content);
    if (mark != null) {
      return clean(
          new String(content, mark.lengthBytes, content.length - mark.lengthBytes, mark.charset));
    }
    Charset declared = declaredCharset == null ? null : findCharset(declaredCharset);
    if (declared != null && !declared.equals(UTF_8)) {
      return clean(new String(content, declared));
    }
    return clean(utf8OrWindows(content));
  }

  /** As {@link #decode}, where the page itself may declare the charset in a meta element. */
  static String decodeHtml(byte[] content, @Nullable String declaredCharset) {
    String charset = declaredCharset != null ? declaredCharset : findMetaCharset(content);
    boolean wide = charset != null && charset.toLowerCase(Locale.ROOT).startsWith("utf-16");
    // A page whose ASCII meta element could be read is not UTF-16, whatever it says.
    return decode(content, wide && declaredCharset == null ? null : charset);
  }

  static boolean hasByteOrderMark(byte[] content) {
    return findMark(content) != null;
  }

  /** The text with each NUL and lone surrogate replaced by U+FFFD; the same length. */
  static String clean(String text) {
    int first = findDirt(text, 0);
    if (first < 0) {
      return text;
    }
    char[] chars = text.toCharArray();
    for (int at = first; at >= 0; at = findDirt(text, at + 1)) {
      chars[at] = '\uFFFD';
    }
    return new String(chars);
  }

  private static int findDirt(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static String utf8OrWindows(byte[] content) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(content, WINDOWS_1252);
    }
  }

  private static @Nullable Mark findMark(byte[] content) {
    if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
      return new Mark(UTF_8, 3);
    }
    if (startsWith(content, 0xFF, 0xFE, 0, 0)) {
      return new Mark(UTF_32LE, 4);
    }
    if (startsWith(content, 0, 0, 0xFE, 0xFF)) {
      return new Mark(UTF_32BE, 4);
    }
    if (startsWith(content, 0xFF, 0xFE)) {
      return new Mark(UTF_16LE, 2);
    }
    return startsWith(content, 0xFE, 0xFF) ? new Mark(UTF_16BE, 2) : null;
  }

  private static boolean startsWith(byte[] content, int... mark) {
    if (content.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((content[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Charset findCharset(String name) {
    try {
      Charset charset = Charset.forName(name);
      // The web's rule: what is called Latin-1 is windows-1252 (WHATWG Encoding, section 4.2).
      return charset.equals(ISO_8859_1) ? WINDOWS_1252 : charset;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return null;
    }
  }

  private static @Nullable String findMetaCharset(byte[] content) {
    String head =
        new String(content, 0, Math.min(content.length, META_BYTES), ISO_8859_1)
            .toLowerCase(Locale.ROOT);
    int at = head.startsWith("<?xml") ? findAfter(head, "encoding=", 0) : -1;
    if (at < 0 || at > head.indexOf("?>")) {
      int meta = head.indexOf("<meta");
      at = meta < 0 ? -1 : findAfter(head, "charset=", meta);
    }
    if (at < 0) {
      return null;
    }
    int start = at;
    while (start < head.length() && "\"' ".indexOf(head.charAt(start)) >= 0) {
      start++;
    }
    int end = start;
    while (end < head.length() && isNamePart(head.charAt(end))) {
      end++;
    }
    return end == start ? null : head.substring(start, end);
  }

  private static int findAfter(String head, String key, int from) {
    int at = head.indexOf(key, from);
    return at < 0 ? -1 : at + key.length();
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_:.+".indexOf(c) >= 0;
  }
}
