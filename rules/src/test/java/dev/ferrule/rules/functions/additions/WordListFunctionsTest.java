package dev.ferrule.rules.functions.additions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordListFunctionsTest {
  private static final Map<String, String> LISTS =
      Map.of(
          "tags.yaml", "- NSFW\n- 18+\n- pov\n",
          "scams.yaml", "- 'free\\s+crypto'\n- '\\bgiveaway\\b'\n",
          "bad.yaml", "- 'ok'\n- '('\n");

  private static TestCall call(String name) {
    return TestCall.of(name).lists(LISTS);
  }

  @Test
  void theFirstEntryOfTheFirstTextIsFoundInSmallLetters() {
    var call = call("ListContains").with("list", "tags");
    assertEquals("nsfw", call.with("phrases", List.of("a pov, NsFw")).value());
    assertEquals("pov", call.with("phrases", Arrays.asList(null, "POV", "nsfw")).value());
    assertNull(call.with("phrases", List.of("nsfwsky", "poverty")).value());
    assertNull(call.with("phrases", List.of()).value());
  }

  @Test
  void anEntryThatEndsInASignIsFoundAtTheEnd() {
    var call = call("ListContains").with("list", "tags");
    assertEquals("18+", call.with("phrases", List.of("only 18+")).value());
    assertNull(call.with("phrases", List.of("218+")).value());
  }

  @Test
  void caseCountsWhenAsked() {
    var call = call("ListContains").with("list", "tags").with("case_sensitive", true);
    assertNull(call.with("phrases", List.of("nsfw")).value());
    assertEquals("NSFW", call.with("phrases", List.of("NSFW")).value());
  }

  @Test
  void entriesAreFoundInsideOfWordsWithoutBoundaries() {
    var call = call("ListContains").with("list", "tags").with("word_boundaries", false);
    assertEquals("pov", call.with("phrases", List.of("poverty")).value());
  }

  @Test
  void accentsDoNotCountWhenFolded() {
    var call = call("ListContains").with("list", "tags").with("phrases", List.of("ｐóv"));
    assertNull(call.value());
    assertEquals("pov", call.with("fold_accents", true).value());
  }

  @Test
  void hitsAreCountedInEachText() {
    var call = call("ListContainsCount").with("list", "tags");
    assertEquals(3L, call.with("phrases", List.of("nsfw pov pov", "pov")).value());
    assertEquals(
        List.of("nsfw", "pov"),
        call("ListContainsItems")
            .with("list", "tags")
            .with("phrases", List.of("pov", "pov nsfw"))
            .value());
  }

  @Test
  void aListOfTheRuleMayDifferFromCallToCall() {
    var function = TestCall.of("SimpleListContains");
    function.with("cache_name", "x").with("phrases", List.of("Order now"));
    assertEquals("order", function.with("list", List.of("sold", "ORDER")).value());
    assertNull(function.with("list", List.of("t-shirt")).value());
  }

  @Test
  void patternsAreFoundInAnyText() {
    var call = call("RegexListMatch").with("list", "scams");
    assertEquals("free\\s+crypto", call.with("phrases", List.of("x", "FREE  crypto")).value());
    assertNull(call.with("phrases", List.of("giveaways")).value());
    assertEquals(
        "\\bgiveaway\\b",
        call("RegexListContains")
            .with("list", "scams")
            .with("phrases", List.of("Giveaway"))
            .value());
  }

  @Test
  void badPatternsAndUnknownListsAreReported() {
    var bad = call("RegexListMatch").with("list", "bad").with("phrases", List.of()).reports();
    assertEquals(1, bad.size());
    assertEquals(
        true, bad.getFirst().startsWith("list: list `bad` has bad patterns: entry 2, `(`"));
    assertEquals(
        List.of("list: unknown list `tag`, did you mean `bad`?"),
        call("ListContains").with("list", "tag").with("phrases", List.of()).reports());
  }

  @Test
  void inListAsksForTheWholeEntry() {
    var call = call("InList").with("list", "tags");
    assertEquals(true, call.with("value", "nsfw").value());
    assertEquals(false, call.with("value", "nsfw pov").value());
  }
}
