package dev.ferrule.rules.functions.additions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CensorFunctionsTest {
  private static final Map<String, String> LISTS = Map.of("words.yaml", "- bad\n- worse\n");

  @Test
  void aHiddenWordOfTheListIsFound() {
    var call = TestCall.of("CensorizedListContains").lists(LISTS).with("list", "words");
    assertEquals("bad", call.with("phrases", List.of("ok", "so b.4.d!")).value());
    assertNull(call.with("phrases", List.of("badge")).value());
    assertNull(call.with("phrases", List.of("bads")).value());
    assertEquals("bad", call.with("phrases", List.of("b@d$")).with("plurals", true).value());
    assertEquals(
        "bad", call.with("phrases", List.of("badge")).with("word_boundaries", false).value());
  }

  @Test
  void matchIsTheSameWithSubstringsInPlaceOfBoundaries() {
    var call = TestCall.of("CensorizedListMatch").lists(LISTS).with("list", "words");
    assertNull(call.with("phrases", List.of("badge")).value());
    assertEquals("bad", call.with("phrases", List.of("b4dge")).with("substrings", true).value());
    assertEquals(
        List.of("bad", "worse"),
        TestCall.of("CensoredListItems")
            .lists(LISTS)
            .with("list", "words")
            .with("phrases", List.of("w0rse", "bAd"))
            .value());
  }

  @Test
  void plainWritingDoesNotCountWhenItMustBeCensored() {
    var call = TestCall.of("CheckCensored").with("pattern", "cat").with("must_be_censorized", true);
    assertEquals(false, call.with("s", "a Cat").value());
    assertEquals(true, call.with("s", "a c@t").value());
    assertEquals(true, call.with("s", "Cat c@t").value());
    call.with("plurals", true);
    assertEquals(false, call.with("s", "cats").value());
    assertEquals(true, call.with("s", "<4t$").value());
  }

  @Test
  void lookalikesAreFoldedToLatin() {
    assertEquals("paypal", TestCall.of("FoldLookalikes").with("s", "РаyРаl").value());
    assertEquals(true, TestCall.of("MixesAlphabets").with("s", "my Раypal").value());
    assertEquals(false, TestCall.of("MixesAlphabets").with("s", "my привет").value());
  }
}
