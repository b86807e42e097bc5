package dev.ferrule.rules.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordSetTest {
  private static WordSet anywhere(String... words) {
    return WordSet.of(List.of(words), Folding.CASE, WordSet.Place.ANYWHERE);
  }

  @Test
  void wordsInsideOfWordsAreFoundToo() {
    assertEquals("{0, 1, 2, 3}", anywhere("he", "she", "his", "hers").all("ushershis").toString());
    assertEquals("{0, 1}", anywhere("he", "she", "hers").all("ushe").toString());
  }

  @Test
  void theFirstOfTheListWinsWhereverItStands() {
    assertEquals(0, anywhere("zebra", "ant").first("ant zebra"));
    assertEquals(-1, anywhere().first("ant"));
    assertEquals(-1, anywhere("").first("ant"));
    assertEquals(-1, anywhere("ant").first(""));
  }

  @Test
  void randomTextIsSearchedAsPatternsSearchIt() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      var words = new ArrayList<String>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        String word = text(random, 1 + random.nextInt(4));
        if (!words.contains(word)) {
          words.add(word);
        }
      }
      String text = text(random, random.nextInt(30));
      var expected = new BitSet();
      var expectedWhole = new BitSet();
      for (int i = 0; i < words.size(); i++) {
        String quoted = Pattern.quote(words.get(i));
        expected.set(i, text.contains(words.get(i)));
        expectedWhole.set(
            i,
            Pattern.compile("(?:(?<!\\w)|(?!\\w))" + quoted + "(?:(?!\\w)|(?<!\\w))")
                .matcher(text)
                .find());
      }
      String message = "seed=" + seed + " words=" + words + " text=" + text;
      assertEquals(
          expected, WordSet.of(words, Folding.EXACT, WordSet.Place.ANYWHERE).all(text), message);
      assertEquals(
          expectedWhole,
          WordSet.of(words, Folding.EXACT, WordSet.Place.WHOLE_WORD).all(text),
          message);
    }
  }

  private static String text(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("ab_ +".charAt(random.nextInt(5)));
    }
    return text.toString();
  }

  @Test
  void manyWordsTakeNoLongerThanFew() {
    var words = new ArrayList<String>();
    for (int i = 0; i < 200_000; i++) {
      words.add("w" + Integer.toString(i * 7919, 36));
    }
    words.add("needle");
    var set = WordSet.of(words, Folding.CASE, WordSet.Place.WHOLE_WORD);
    String text = "w1 w2 hay ".repeat(20_000) + "needle";
    long start = System.nanoTime();
    assertTrue(set.all(text).get(200_000));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 2_000, () -> "took " + millis + " ms");
  }
}
