package dev.ferrule.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.TextSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {
  private final Sentences sentences = new Sentences();

  private List<String> split(String text) {
    var spans = new ArrayList<TextSpan>();
    sentences.split(text, 0, text.length(), spans);
    return spans.stream().map(span -> span.of(text)).toList();
  }

  /** Each case is its sentences, apart by {@code |}; in the text a space takes its place. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello there.|How are you?|Fine!",
        "Mr. Smith met Dr. Jones at St. Mary's.|They talked.",
        "Bring fruit, e.g. Apples, i.e. The red ones.|Then go.",
        "It costs approx. 5 euros.|That is cheap.",
        "See No. 5 on p. 12.|Next one.",
        "He said no.|Then he left.",
        "Acme Inc. was founded in 1999.|It grew.",
        "He works at Acme Inc.|He likes it.",
        "She lives in the U.S. Army base.|It is big.",
        "She lives in the U.S.|The weather is fine.",
        "J. K. Rowling wrote it.|J.R.R. Tolkien did not.",
        "We met at 5 p.m. on Monday.|It rained.",
        "We met at 5 p.m.|Then it rained.",
        "Breakfast is from 7.30 to 10.|Dinner from 19.00.",
        "Use version 2.1.3 now.|It is faster.",
        "See https://example.com/a.b?c=d.e for more.|Or ask.",
        "Open config.yaml and main.py.|Save both.",
        "Wait... what?|I see.",
        "Well\u2026 maybe not.|Well\u2026|Maybe.",
        "He said \"Stop.\"|She stopped.",
        "\"Really?\" he asked.|\"Yes.\"",
        "(It was late.)|We left.",
        "This is known.[12]|So is this.[3, 4]|End.",
        "This is known.\u00b9\u00b2|So is this.",
        "**Bold claim.**|And more.",
        "Rooms, suites, etc. are cleaned daily.|Ask us.",
        "What?!|No way!!|OK.",
        "Smith et al. found it in 2019.|Others did not.",
        "No. 5 is best.|Fig. 3 shows it.",
        "In 2019.|The next year was worse.",
        "Apples vs. Oranges is old.|New is better.",
        "Plan B.|The other one.",
        // Spanish
        "El Sr. Pérez llegó.|¿Qué quiere?|¡Nada!",
        "La Dra. Ruiz vive en la Av. Central.|Es médica.",
        "Véase la pág. 7 y el núm. 3.|Gracias.",
        "En EE. UU. hay nieve.|Aquí no.",
        // German
        "Das gilt z.B. für Gäste, d.h. Besucher.|Andere nicht.",
        "Am 3. Mai kommt Hr. Müller.|Er bleibt.",
        "Im 19. Jahrhundert war das Nr. 1 bzw. Platz zwei.|Heute nicht.",
        "Ist das so?|Ja!",
        // Russian
        "Он пришёл.|Она ушла.",
        "Это на ул. Ленина, т.е. рядом.|Да.",
        "\u2014 Привет! \u2014 сказал он.|Она молчала.",
        "А. С. Пушкин \u2014 поэт.|Все знают.",
        // Arabic and Hindi
        "كيف حالك؟|بخير.",
        "यह घर ह\u0948।|वह बड़\u093e ह\u0948।",
      })
  void splitsWhereSentencesEnd(String sentencesApart) {
    List<String> expected = Arrays.asList(sentencesApart.split("\\|", -1));
    assertEquals(expected, split(String.join(" ", expected)));
  }

  @Test
  void chineseNeedsNoSpaces() {
    assertEquals(
        List.of("你好\u3002", "你去哪里\uff1f", "\u201c家\u3002\u201d", "好\uff01"),
        split("你好\u3002你去哪里\uff1f\u201c家\u3002\u201d好\uff01"));
  }

  @Test
  void japaneseSpeechGoesOnAfterItsBracket() {
    assertEquals(
        List.of("\u300c行く\u3002\u300dと言った\u3002", "終わり\u3002"),
        split("\u300c行く\u3002\u300dと言った\u3002終わり\u3002"));
  }

  @Test
  void lineBreaksEndNothingButBlankLinesItemsAndHeadingsDo() {
    assertEquals(
        List.of(
            "# Opening hours",
            "The pool opens\r\nat seven.",
            "It closes at nine",
            "- Bring a towel",
            "- Wear a cap",
            "1. Shower first.",
            "2. Swim"),
        split(
            """
            # Opening hours
            The pool opens\r
            at seven. It closes at nine\r
            \r
            - Bring a towel
            - Wear a cap
            1. Shower first.
            2. Swim
            """));
  }

  @Test
  void staysWithinTheRange() {
    String text = "One. Two. Three.";
    var spans = new ArrayList<TextSpan>();
    sentences.split(text, 5, 9, spans);
    assertEquals(List.of(new TextSpan(5, 9)), spans);
  }

  @Test
  void anyTextIsCoveredInOrderWithoutOverlap() {
    for (long seed = 0; seed < 3_000; seed++) {
      String text = randomText(new Random(seed));
      var spans = new ArrayList<TextSpan>();
      sentences.split(text, 0, text.length(), spans);
      int last = 0;
      for (TextSpan span : spans) {
        assertBlank(text, last, span.startChars(), seed);
        assertTrue(span.lengthChars() > 0, "seed=" + seed);
        assertTrue(!Sentences.isWhite(text.charAt(span.startChars())), "seed=" + seed);
        assertTrue(!Sentences.isWhite(text.charAt(span.endChars() - 1)), "seed=" + seed);
        last = span.endChars();
      }
      assertBlank(text, last, text.length(), seed);
    }
  }

  private static void assertBlank(String text, int from, int to, long seed) {
    for (int i = from; i < to; i++) {
      assertTrue(Sentences.isWhite(text.charAt(i)), "seed=" + seed + " at=" + i);
    }
  }

  private static String randomText(Random random) {
    String alphabet = "aB .!?\n\r\t\u2026\u3002؟[]1\"')#- e.g.\ud83d\ude00\u00a0\u2014你*I";
    var text = new StringBuilder();
    int length = random.nextInt(80);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".", ". ", "a", " ", "\n", "[", ".[", ".\"", "A.", "1. ", "? \n", "#", "- "})
  void timeIsLinear(String piece) {
    String text = piece.repeat(2_000_000 / piece.length());
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> split(text));
  }
}
