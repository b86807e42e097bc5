package dev.ferrule.rules.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CensoredWordsTest {
  private static CensoredWords whole(String... words) {
    return CensoredWords.of(
        List.of(words),
        CensoredWords.Place.WHOLE_WORD,
        CensoredWords.Plain.COUNTS,
        CensoredWords.Plurals.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad",
        "BAD",
        "b4d",
        "b@d",
        "b.a.d",
        "b_a_d",
        "b-a-d",
        "b a d",
        "baaad",
        "bbbaaaddd",
        "b*d",
        "b..a..d",
        "ｂａｄ",
        "ЬаԀ",
        "ᏴΑⅮ",
        "𝐛𝐚𝐝",
        "𝓫𝓪𝓭",
        "ⓑⓐⓓ",
        "🅱🅰🅳",
        "bàd",
        "b\u0336a\u0336d",
        "b\u200ba\u200bd",
        "8ad",
        "b#a#d",
        "!bad!",
        "so bad.",
        "(bad)",
        "ʙᴀᴅ",
        "b a\u00a0d",
        "b•a•d",
        "b4444d",
        "-bad-",
        "_bad_",
        "b|a|d"
      })
  void aHiddenWordIsFound(String text) {
    assertEquals(0, whole("bad").first(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "badge",
        "abad",
        "bd",
        "ba",
        "b",
        "",
        "b d",
        "ba d",
        "b ad",
        "baad",
        "a b c d",
        "bead",
        "bxd",
        "***",
        "b........a........d",
        "bad1",
        "1bad",
        "b a  x d",
        "привет",
        "bed",
        "b\na"
      })
  void otherTextIsLeftAlone(String text) {
    assertEquals(-1, whole("bad").first(text), text);
  }

  @Test
  void aDoubledLetterStaysDoubled() {
    assertEquals(0, whole("good").first("gooood"));
    assertEquals(0, whole("good").first("g0od"));
    assertEquals(-1, whole("good").first("god"));
    assertEquals(-1, whole("god").first("good"));
  }

  @Test
  void wordsWithSignsDigitsAndSpacesAreFound() {
    assertEquals(0, whole("18+").first("only 18+ here"));
    assertEquals(0, whole("kill yourself").first("KILL  y0urself"));
    assertEquals(0, whole("kill yourself").first("kill-yourself"));
    assertEquals(-1, whole("kill yourself").first("killyourself"));
    assertEquals(0, whole("слово").first("вот слово"));
    assertEquals(-1, whole("18").first("1888888888"));
  }

  @Test
  void anAmbiguousSignIsReadEveryWay() {
    var words = whole("kill", "skill", "bit", "blt");
    assertEquals(0, words.first("k1ll"));
    assertEquals(0, words.first("k!11"));
    assertEquals("{0, 1}", words.all("$k|ll").toString());
    assertEquals("{2, 3}", words.all("b1t").toString());
  }

  @Test
  void everyWordOfATextIsFound() {
    var words = whole("bad", "worse", "worst");
    assertEquals("{0, 1}", words.all("b4d and w0r5e").toString());
    assertEquals(0, words.first("worse than bad"));
  }

  @Test
  void longTextOfOneSignTakesLinearTime() {
    var list = new ArrayList<String>();
    for (int i = 0; i < 1_000; i++) {
      list.add("aei" + Integer.toString(i, 36) + "ouaeiou");
    }
    list.add("aaaaaaaaaaaaaaaaaaaa");
    list.add("iiiiiiiilllllllliiii");
    var words =
        CensoredWords.of(
            list,
            CensoredWords.Place.ANYWHERE,
            CensoredWords.Plain.COUNTS,
            CensoredWords.Plurals.FOUND);
    for (String sign : List.of("a", "*", "1", "a*", "a.", "a ", "-", "a\u0336", "1|!")) {
      long start = System.nanoTime();
      words.first(sign.repeat(100_000 / sign.length()));
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis < 5_000, () -> sign + " took " + millis + " ms");
    }
  }
}
