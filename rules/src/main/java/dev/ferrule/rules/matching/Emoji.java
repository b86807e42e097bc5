package dev.ferrule.rules.matching;

import java.util.ArrayList;
import java.util.List;

/**
 * Emoji in text: with skin tone, joined, flags and keycaps, each as one. Stateless; time grows with
 * the text. Source: Unicode Technical Standard 51, with the properties that the JDK carries.
 *
 * <p>A character that is text by default, as {@code ©}, counts only with the selector that makes it
 * an emoji; symbols and dingbats from U+2600 on count without.
 */
public final class Emoji {
  private static final int EMOJI_SELECTOR = 0xFE0F;
  private static final int TEXT_SELECTOR = 0xFE0E;
  private static final int JOINER = 0x200D;
  private static final int KEYCAP = 0x20E3;

  private Emoji() {}

  /** Every emoji, in order. */
  public static List<String> find(String text) {
    var found = new ArrayList<String>();
    int at = 0;
    while (at < text.length()) {
      int end = end(text, at);
      if (end > at) {
        found.add(text.substring(at, end));
        at = end;
      } else {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    return found;
  }

  /** The text with a space in place of each run of emoji. */
  public static String remove(String text) {
    var kept = new StringBuilder(text.length());
    int at = 0;
    boolean inRun = false;
    while (at < text.length()) {
      int end = end(text, at);
      if (end > at) {
        if (!inRun) {
          kept.append(' ');
        }
        inRun = true;
        at = end;
      } else {
        int codePoint = text.codePointAt(at);
        kept.appendCodePoint(codePoint);
        inRun = false;
        at += Character.charCount(codePoint);
      }
    }
    return kept.toString();
  }

  /** Where the emoji that starts here ends; the start when none does. */
  private static int end(String text, int start) {
    int codePoint = text.codePointAt(start);
    if (codePoint < 128 && !isKeycapStart(codePoint)) {
      return start;
    }
    int next = start + Character.charCount(codePoint);
    if (isKeycapStart(codePoint)) {
      int mark = peek(text, next) == EMOJI_SELECTOR ? next + 1 : next;
      return peek(text, mark) == KEYCAP ? mark + 1 : start;
    }
    if (isRegional(codePoint)) {
      return isRegional(peek(text, next)) ? next + 2 : start;
    }
    int end = element(text, start);
    while (end > start && peek(text, end) == JOINER) {
      int joined = element(text, end + 1);
      if (joined == end + 1) {
        break;
      }
      end = joined;
    }
    return end;
  }

  private static int element(String text, int start) {
    int codePoint = peek(text, start);
    if (codePoint < 0 || !Character.isEmoji(codePoint) || codePoint < 0xA9) {
      return start;
    }
    int at = start + Character.charCount(codePoint);
    int after = peek(text, at);
    if (after == TEXT_SELECTOR) {
      return start;
    }
    if (after == EMOJI_SELECTOR) {
      at++;
    } else if (after >= 0 && Character.isEmojiModifier(after)) {
      at += Character.charCount(after);
    } else if (!Character.isEmojiPresentation(codePoint) && codePoint < 0x2600) {
      return start;
    }
    for (int tag = peek(text, at); tag >= 0xE0020 && tag <= 0xE007F; tag = peek(text, at)) {
      at += 2;
    }
    return at;
  }

  private static int peek(String text, int at) {
    return at < text.length() ? text.codePointAt(at) : -1;
  }

  private static boolean isKeycapStart(int codePoint) {
    return codePoint == '#' || codePoint == '*' || (codePoint >= '0' && codePoint <= '9');
  }

  private static boolean isRegional(int codePoint) {
    return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
  }
}
