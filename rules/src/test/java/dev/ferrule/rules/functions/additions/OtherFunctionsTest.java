package dev.ferrule.rules.functions.additions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.values.Failure;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OtherFunctionsTest {
  static List<Function> functions() {
    return AdditionalFunctions.all();
  }

  @Test
  void noNameIsGivenTwice() {
    var names = new HashSet<String>();
    for (var function : functions()) {
      assertTrue(names.add(function.signature().name()), function.signature().name());
      function.signature().aliases().forEach(alias -> assertTrue(names.add(alias), alias));
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void everyFunctionIsDescribedInOneSentenceWithAnExample(Function function) {
    var signature = function.signature();
    assertTrue(signature.summary().endsWith("."), signature.summary());
    assertTrue(signature.example().contains(signature.name() + "("), () -> signature.example());
    assertEquals(1, signature.example().lines().count());
    for (var parameter : signature.parameters()) {
      assertTrue(parameter.summary().endsWith("."), parameter.name());
      assertTrue(
          !parameter.required() || signature.example().contains(parameter.name() + "="),
          () -> signature.example() + " lacks " + parameter.name());
    }
  }

  @Test
  void listsAreJoinedInOrderWithoutNone() {
    assertEquals(
        List.of("b", "a", "b", "c"),
        TestCall.of("ConcatStringLists")
            .with("lists", List.of(List.of("b", "a"), List.of("b")))
            .with("optional_lists", List.of(Arrays.asList(null, "c")))
            .value());
    var a = List.of("x", "y", "x");
    var b = List.of("y", "z");
    assertEquals(List.of("x", "y", "z"), two("ListUnion", a, b));
    assertEquals(List.of("y"), two("ListIntersection", a, b));
    assertEquals(List.of("x"), two("ListDifference", a, b));
    assertEquals(true, two("ListAnyIn", a, b));
    assertEquals(false, two("ListAllIn", a, b));
    assertEquals(true, two("ListAllIn", List.of(), b));
    assertEquals(List.of("x", "y"), TestCall.of("ListUnique").with("list", a).value());
    assertEquals(2L, TestCall.of("ListCount").with("list", a).with("item", "x").value());
    assertEquals("x", TestCall.of("ListFirst").with("list", a).value());
    assertNull(TestCall.of("ListLast").with("list", List.of()).value());
  }

  private static Object two(String name, List<String> a, List<String> b) {
    return java.util.Objects.requireNonNull(TestCall.of(name).with("a", a).with("b", b).value());
  }

  @Test
  void aResultBeyondItsLimitIsAFailure() {
    var big = "x".repeat(1 << 20);
    var lists = new java.util.ArrayList<List<String>>();
    for (int i = 0; i < 17; i++) {
      lists.add(List.of(big));
    }
    var failure =
        assertInstanceOf(
            Failure.class, TestCall.of("ConcatStringLists").with("lists", lists).value());
    assertEquals("MemoryError", failure.error());
    assertInstanceOf(
        Failure.class, TestCall.of("EditDistance").with("a", big).with("b", big).value());
  }

  @ParameterizedTest
  @CsvSource({
    "at://did:plc:abc/app.bsky.feed.post/3k, did:plc:abc",
    "did:web:example.com, did:web:example.com",
    "at://alice.example.com/x, alice.example.com",
  })
  void theRepositoryOfAUriIsFound(String uri, String did) {
    assertEquals(did, TestCall.of("DidFromUri").with("uri", uri).value());
  }

  @Test
  void noUriHasNoRepositoryAndABadOneFails() {
    assertNull(TestCall.of("DidFromUri").with("uri", null).value());
    assertInstanceOf(Failure.class, TestCall.of("DidFromUri").with("uri", "https://x y").value());
  }

  @Test
  void facetsGiveTheirLinksMentionsAndTags() {
    var facets =
        List.of(
            Map.of(
                "features",
                List.of(
                    Map.of("$type", "app.bsky.richtext.facet#link", "uri", "https://A.com"),
                    Map.of("$type", "app.bsky.richtext.facet#tag", "tag", "Ad"))),
            Map.of(
                "features",
                List.of(Map.of("$type", "app.bsky.richtext.facet#mention", "did", "did:plc:X"))));
    assertEquals(List.of("https://a.com"), TestCall.of("LinksFromFacets").json(facets).value());
    assertEquals(List.of("did:plc:x"), TestCall.of("MentionsFromFacets").json(facets).value());
    assertEquals(List.of("ad"), TestCall.of("TagsFromFacets").json(facets).value());
    assertEquals(List.of(), TestCall.of("TagsFromFacets").json(null).value());
    assertEquals(List.of(), TestCall.of("TagsFromFacets").json("odd").value());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 0.0",
    "2026-01-02T03:04:00.5Z, 4.5",
    "2026-01-02T05:04:05+02:00, 0.0",
    "2026-01-02 03:03:05, 60.0",
    "2026-01-02T03:04:06Z, -1.0",
    "yesterday, 999999999",
  })
  void theAgeOfATimestampIsInSeconds(String timestamp, double seconds) {
    assertEquals(seconds, TestCall.of("TimestampAge").with("timestamp", timestamp).value());
  }

  @Test
  void theAgeOfAUnixTimeIsNeverNegative() {
    long now = TestCall.NOW.getEpochSecond();
    assertEquals(60L, TestCall.of("UnixAge").with("created_at", now - 60).value());
    assertEquals(0L, TestCall.of("NostrAccountAge").with("created_at", now + 60).value());
    assertEquals(Long.MAX_VALUE, TestCall.of("UnixAge").with("created_at", Long.MIN_VALUE).value());
  }

  @Test
  void urlsComeApart() {
    String url = "HTTPS://user:pw@News.Example.com:8080/a/b?x=1&ref=a%20b+c#top";
    assertEquals("news.example.com", TestCall.of("UrlHost").with("url", url).value());
    assertEquals("/a/b", TestCall.of("UrlPath").with("url", url).value());
    assertEquals("a b c", TestCall.of("UrlParameter").with("url", url).with("name", "ref").value());
    assertNull(TestCall.of("UrlParameter").with("url", url).with("name", "y").value());
    assertNull(TestCall.of("UrlHost").with("url", "mailto:a@b.c").value());
    assertEquals("[::1]", TestCall.of("UrlHost").with("url", "http://[::1]:80/").value());
    assertEquals("/", TestCall.of("UrlPath").with("url", "http://a.b?x").value());
    assertEquals("b.com", TestCall.of("RootDomain").with("domain", "x.a.b.com").value());
    assertEquals("com", TestCall.of("RootDomain").with("domain", "com").value());
  }

  @Test
  void domainsAreFoundWithAndWithoutScheme() {
    assertEquals(
        List.of("example.com", "t.me", "a-b.co.uk"),
        TestCall.of("ExtractDomains")
            .with(
                "s",
                "see https://www.Example.com/x?y=z.com, t.me/abc (a-b.co.uk) example.com 1.5 e.g.")
            .value());
    assertEquals(
        List.of("a.com", "b.org"),
        TestCall.of("ExtractListDomains")
            .with("list", List.of("a.com b.org", "www.a.com"))
            .value());
  }
}
