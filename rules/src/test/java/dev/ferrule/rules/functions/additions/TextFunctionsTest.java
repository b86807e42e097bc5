package dev.ferrule.rules.functions.additions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextFunctionsTest {
  private static @Nullable Object contains(String text, String phrase) {
    return TestCall.of("TextContains").with("text", text).with("phrase", phrase).value();
  }

  @Test
  void aPhraseIsFoundAsWholeWords() {
    assertEquals(true, contains("Hello, world", "hello"));
    assertEquals(true, contains("say HELLO WORLD.", "hello world"));
    assertEquals(false, contains("Othello", "hello"));
    assertEquals(false, contains("hello_", "hello"));
    assertEquals(true, contains("naïve été", "été"));
    assertEquals(
        false,
        TestCall.of("TextContains")
            .with("text", "Hello")
            .with("phrase", "hello")
            .with("case_sensitive", true)
            .value());
  }

  @Test
  void stringContainsFindsSubstringsWhenAsked() {
    var call = TestCall.of("StringContains").with("s", "blueskyshop").with("phrase", "shop");
    assertEquals(false, call.value());
    assertEquals(true, call.with("substrings", true).value());
  }

  @Test
  void anyAndAllPhrasesAreLookedForAtOnce() {
    var any = TestCall.of("StringContainsAny").with("s", "buy now, my wallet");
    assertEquals(true, any.with("phrases", List.of("x", "Buy Now")).value());
    assertEquals(false, any.with("phrases", List.of("uy")).value());
    var all = TestCall.of("StringContainsAll").with("s", "buy now, wallet");
    assertEquals(true, all.with("phrases", List.of("wallet", "WALLET", "buy")).value());
    assertEquals(false, all.with("phrases", List.of("wallet", "my wallet")).value());
    assertEquals(true, all.with("phrases", List.of()).value());
  }

  @Test
  void nothingIsShownAsOspreyShowsIt() {
    assertEquals("<None>", TestCall.of("ForceString").with("s", null).value());
    assertEquals("a", TestCall.of("ForceString").with("s", "a").value());
  }

  @Test
  void invisibleAndStackedCharactersAreCleaned() {
    assertEquals("cat's", TestCall.of("CleanString").with("s", "c\u200ba\u035ft's").value());
    assertEquals(
        "cats",
        TestCall.of("CleanString")
            .with("s", "c*at's")
            .with("space_likes", true)
            .with("single_quotes", true)
            .value());
    assertEquals(
        "c\u200bt",
        TestCall.of("CleanString").with("s", "c\u200bt").with("zero_width", false).value());
  }

  @Test
  void tokensAreSmallAsciiWords() {
    var call = TestCall.of("Tokenize");
    assertEquals(
        List.of("it", "s", "caf", "time", "t", "shirt"),
        call.with("s", "It's Café-time: t_shirt").value());
    assertEquals(
        List.of("f*ck", "#tag", "a_b"),
        call.with("s", "F*ck #tag a_b!").with("skip_censor_chars", true).value());
    assertEquals(
        List.of("a.b", "cafe"),
        TestCall.of("StringTokenize").with("s", "A.b,Café").with("skip_regex", "[,]+").value());
    assertEquals(1, TestCall.of("Tokenize").with("s", "").with("skip_regex", "(").reports().size());
  }

  @Test
  void emojiCountOneByOne() {
    assertEquals(2L, TestCall.of("EmojiCount").with("s", "a 😀👍🏽 b").value());
    assertEquals("a b", TestCall.of("RemoveEmoji").with("s", "a😀👍🏽b").value());
    assertEquals(List.of("😀"), TestCall.of("ExtractEmoji").with("s", "漢😀字").value());
  }

  @Test
  void partsAreCountedWithoutOverlaps() {
    var call = TestCall.of("SubstrCount").with("s", "aaaa");
    assertEquals(2L, call.with("substr", "aa").value());
    assertEquals(5L, call.with("substr", "").value());
  }

  @Test
  void measuresDescribeATextByItsCodePoints() {
    assertEquals(0.5, TestCall.of("UpperRatio").with("s", "AbCd 12").value());
    assertEquals(0.0, TestCall.of("UpperRatio").with("s", "").value());
    assertEquals(0.25, TestCall.of("DigitRatio").with("s", "a1😀b").value());
    assertEquals(3L, TestCall.of("LongestRepeat").with("s", "ab😀😀😀c").value());
    assertEquals(2.0, TestCall.of("Entropy").with("s", "abcd").value());
    assertEquals(0.0, TestCall.of("Entropy").with("s", "aaaa").value());
    assertEquals(3L, TestCall.of("Levenshtein").with("a", "kitten").with("b", "sitting").value());
    assertEquals(0.75, TestCall.of("TextSimilarity").with("a", "abcd").with("b", "abxd").value());
  }
}
