package dev.ferrule.rules.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "😀",
        "👍🏽",
        "👨‍👩‍👧‍👦",
        "👩🏿‍🚀",
        "🇩🇪",
        "1️⃣",
        "#️⃣",
        "*⃣",
        "❤️",
        "❤",
        "☺️",
        "🏳️‍🌈",
        "©️",
        "🫠",
        "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
        "⚽",
        "🤷‍♂️"
      })
  void eachIsOne(String emoji) {
    assertEquals(List.of(emoji), Emoji.find("a" + emoji + "b"));
    assertEquals("a b", Emoji.remove("a" + emoji + "b"));
    assertEquals(List.of(emoji, emoji), Emoji.find(emoji + " " + emoji));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "abc", "123 #*", "漢字 かな", "©™", "🇩", "\u200d", "\ufe0f", "❤\ufe0e", "→", "\ud83d"
      })
  void otherTextHasNone(String text) {
    assertEquals(List.of(), Emoji.find(text));
    assertEquals(text, Emoji.remove(text));
  }

  @Test
  void neighboursStayApart() {
    assertEquals(List.of("😀", "😀", "🇩🇪", "🇫🇷"), Emoji.find("😀😀🇩🇪🇫🇷"));
    assertEquals(List.of("👨"), Emoji.find("👨\u200d"));
  }
}
