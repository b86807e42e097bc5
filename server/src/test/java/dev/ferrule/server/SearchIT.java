package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SearchIT {
  @AutoClose
  private static final TestNode NODE =
      TestNode.start("limits.query_chars", "200", "limits.top_k", "50", "limits.offset", "60");

  private static final List<String> TOPICS =
      List.of(
          "Breakfast is served from seven to ten in the garden room.",
          "Dogs may stay in ground floor rooms for a small fee.",
          "The swimming pool is heated all year and opens at six.",
          "Guests can park their cars behind the building free of charge.",
          "Wireless internet is free in all rooms and in the lobby.");

  @BeforeAll
  static void fill() {
    NODE.client()
        .put(
            "/v1/collections/s",
            "{\"fields\": {\"city\": \"keyword\", \"n\": \"int\", \"price\": \"float\","
                + " \"open\": \"bool\", \"since\": \"time\"}}")
        .require(201);
    var lines = new ArrayList<String>();
    for (int i = 0; i < 50; i++) {
      lines.add(
          Json.text(
              Json.object()
                  .put("id", "d" + i)
                  .put("title", "House rules " + i)
                  .put("text", TOPICS.get(i % 5) + " Note number " + i + ".")
                  .set(
                      "metadata",
                      Json.parse(
                          ("{\"city\": \"%s\", \"n\": %d, \"price\": %d.5, \"open\": %b, "
                                  + "\"since\": \"2026-01-%02dT00:00:00Z\"%s}")
                              .formatted(
                                  i % 2 == 0 ? "Porto" : "Lisbon", i, i, i % 4 == 0, 1 + i % 28, "")
                              .getBytes(UTF_8)))));
    }
    NODE.client()
        .lines("/v1/collections/s/documents?wait=indexed", String.join("\n", lines))
        .require(200);
  }

  private static TestClient.Reply post(String body) {
    return NODE.client().post("/v1/collections/s/search", body);
  }

  private static List<JsonNode> hits(String body) {
    return post(body).require(200).json().path("hits").valueStream().toList();
  }

  private static List<String> documents(List<JsonNode> hits) {
    return hits.stream().map(hit -> hit.path("document").asString("")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hybrid", "dense", "lexical"})
  void everyModeFindsTheTopicFirstInOrderOfScore(String mode) {
    JsonNode found =
        post("{\"query\": \"is there a heated swimming pool\", \"mode\": \"%s\"}".formatted(mode))
            .require(200)
            .json();
    assertEquals(mode, found.path("mode").asString(""));
    assertTrue(found.path("took_ms").asDouble(-1) >= 0);
    double before = Double.MAX_VALUE;
    assertEquals(10, found.path("hits").size());
    for (JsonNode hit : found.path("hits")) {
      assertTrue(hit.path("text").asString("").startsWith("The swimming pool"), hit::toString);
      assertTrue(hit.path("score").asDouble(0) <= before);
      before = hit.path("score").asDouble(0);
    }
  }

  @Test
  void meaningIsFoundWithoutACommonWordOnlyWhereVectorsAreAsked() {
    String query = "{\"query\": \"automobile\", \"top_k\": 1, \"mode\": \"%s\"}";
    assertTrue(
        hits(query.formatted("dense")).getFirst().path("text").asString("").contains("cars"));
    assertEquals(List.of(), hits(query.formatted("lexical")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hybrid", "dense", "lexical"})
  void pagesPutTogetherAreTheWholeList(String mode) {
    String body = "{\"query\": \"rooms note\", \"mode\": \"%s\", \"top_k\": %d, \"offset\": %d}";
    List<String> whole = documents(hits(body.formatted(mode, 50, 0)));
    var paged = new ArrayList<String>();
    for (int offset = 0; offset < 60; offset += 7) {
      paged.addAll(documents(hits(body.formatted(mode, 7, offset))));
    }
    assertEquals(whole, paged.subList(0, whole.size()));
    assertEquals(whole.size(), new HashSet<>(whole).size());
    assertEquals(List.of(), hits(body.formatted(mode, 7, 60)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"eq\": {\"city\": \"Porto\"}}; 25",
        "{\"in\": {\"n\": [1, 2, 3, 99]}}; 3",
        "{\"in\": {\"n\": []}}; 0",
        "{\"range\": {\"n\": {\"gte\": 10, \"lt\": 20}}}; 10",
        "{\"range\": {\"price\": {\"gt\": 48.5}}}; 1",
        "{\"range\": {\"since\": {\"lte\": \"2026-01-01\"}}}; 2",
        "{\"eq\": {\"open\": true}}; 13",
        "{\"exists\": \"city\"}; 50",
        "{\"documents\": [\"d1\", \"d2\", \"none\"]}; 2",
        "{\"and\": [{\"eq\": {\"city\": \"Porto\"}}, {\"range\": {\"n\": {\"lt\": 10}}}]}; 5",
        "{\"or\": [{\"eq\": {\"n\": 1}}, {\"eq\": {\"n\": 2}}]}; 2",
        "{\"not\": {\"eq\": {\"city\": \"Porto\"}}}; 25",
        "{\"not\": {\"not\": {\"eq\": {\"city\": \"Porto\"}}}}; 25",
        "{\"and\": []}; 50",
        "{\"or\": []}; 0"
      })
  void aFilterLetsThroughWhatItSaysInEveryMode(String filter, int expected) {
    for (String mode : List.of("hybrid", "dense", "lexical")) {
      List<JsonNode> hits =
          hits(
              "{\"query\": \"note\", \"mode\": \"%s\", \"top_k\": 50, \"filter\": %s}"
                  .formatted(mode, filter));
      assertEquals(expected, new HashSet<>(documents(hits)).size(), mode);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"eq\": {\"town\": \"Porto\"}}; found town",
        "{\"eq\": {\"n\": \"1\"}}; 64-bit whole number",
        "{\"eq\": {\"n\": 1, \"city\": \"x\"}}; one field in eq",
        "{\"is\": {}}; found is",
        "{\"eq\": {\"n\": 1}, \"not\": {}}; found 2 of them",
        "[]; another type",
        "{\"range\": {\"city\": {\"gt\": \"a\"}}}; a number or a time in range",
        "{\"range\": {\"n\": {}}}; found none",
        "{\"range\": {\"n\": {\"above\": 1}}}; found above",
        "{\"exists\": 1}; field name in exists",
        "{\"documents\": \"d1\"}; a list in documents",
        "{\"and\": {}}; a list in and"
      })
  void aFilterThatDoesNotFitIsRefusedWithTheReason(String filter, String reason) {
    TestClient.Reply reply = post("{\"query\": \"x\", \"filter\": %s}".formatted(filter));
    reply.requireProblem(400, "filter.invalid");
    assertTrue(reply.detail().contains(reason), reply::detail);
  }

  @Test
  void deepAndWideFiltersAreRefused() {
    String deep = "{\"not\": ".repeat(40) + "{\"exists\": \"n\"}" + "}".repeat(40);
    post("{\"query\": \"x\", \"filter\": " + deep + "}").requireProblem(400, "filter.invalid");
    String wide =
        "{\"or\": [%s]}"
            .formatted(
                String.join(
                    ",", IntStream.range(0, 2_000).mapToObj(i -> "{\"eq\":{\"n\":1}}").toList()));
    post("{\"query\": \"x\", \"filter\": " + wide + "}").requireProblem(400, "filter.invalid");
  }

  @Test
  void highlightsPointAtTheWordsThatMatched() {
    for (JsonNode hit :
        hits("{\"query\": \"heated pools\", \"highlight\": true, \"mode\": \"lexical\"}")) {
      String text =
          NODE.client()
              .get("/v1/collections/s/documents/" + hit.path("document").asString(""))
              .json()
              .path("text")
              .asString("");
      var words = new ArrayList<String>();
      hit.path("highlights")
          .forEach(span -> words.add(TestClient.slice(text, span).toLowerCase(Locale.ROOT)));
      assertEquals(List.of("pool", "heated"), words);
    }
    assertFalse(hits("{\"query\": \"pool\"}").getFirst().has("highlights"));
  }

  @Test
  void anExplanationHasRanksScoresAndWords() {
    List<JsonNode> hits = hits("{\"query\": \"heated pools\", \"explain\": true}");
    JsonNode explain = hits.getFirst().path("explain");
    assertTrue(explain.path("lexical_rank").asInt(0) > 0);
    assertTrue(explain.path("dense_rank").asInt(0) > 0);
    assertTrue(explain.path("lexical_score").asDouble(0) > 0);
    double dense = explain.path("dense_score").asDouble(-2);
    assertTrue(dense > 0.2 && dense <= 1, () -> "" + dense);
    Set<String> words = new HashSet<>();
    explain.path("matched_terms").forEach(w -> words.add(w.asString("")));
    assertEquals(Set.of("pool", "heated"), words);
    assertEquals(1, hits.stream().filter(h -> rank(h, "lexical_rank") == 1).count());
    assertEquals(1, hits.stream().filter(h -> rank(h, "dense_rank") == 1).count());
  }

  private static int rank(JsonNode hit, String name) {
    return hit.path("explain").path(name).asInt(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"qurey\": \"x\"}; found qurey, did you mean query?",
        "{}; expected a text in query, found nothing",
        "{\"query\": \"  \"}; expected 1 to 200 characters in query, found 0",
        "{\"query\": \"x\", \"mode\": \"fuzzy\"}; lexical in mode, found fuzzy",
        "{\"query\": \"x\", \"top_k\": 0}; from 1 to 50 in top_k, found 0",
        "{\"query\": \"x\", \"top_k\": 51}; from 1 to 50 in top_k, found 51",
        "{\"query\": \"x\", \"top_k\": 1.5}; from 1 to 50 in top_k, found 1.5",
        "{\"query\": \"x\", \"top_k\": 99999999999}; from 1 to 50 in top_k",
        "{\"query\": \"x\", \"offset\": 61}; from 0 to 60 in offset, found 61",
        "{\"query\": \"x\", \"offset\": -1}; from 0 to 60 in offset, found -1",
        "{\"query\": \"x\", \"explain\": 1}; true or false in explain, found a number"
      })
  void aRequestThatDoesNotFitIsRefusedWithTheReason(String body, String reason) {
    TestClient.Reply reply = post(body).requireProblem(400, "request.malformed");
    assertTrue(reply.detail().contains(reason), reply::detail);
  }

  @Test
  void aQueryMayBeAsLongAsTheLimitAndNoLonger() {
    post("{\"query\": \"%s\"}".formatted("é".repeat(200))).require(200);
    post("{\"query\": \"%s\"}".formatted("é".repeat(201))).requireProblem(400, "request.malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the",
        "?",
        "\\u0000",
        "a AND (b",
        "text:*",
        "\\\"",
        "\\\\",
        "pool~2 ^9",
        "[1 TO 2]",
        "{!x}",
        "😀"
      })
  void aQueryIsWordsNeverALanguage(String query) {
    for (String mode : List.of("hybrid", "dense", "lexical")) {
      post("{\"query\": \"%s\", \"mode\": \"%s\", \"explain\": true, \"highlight\": true}"
              .formatted(query, mode))
          .require(200);
    }
  }

  @Test
  void anEmptyCollectionHasNoHits() {
    NODE.client().put("/v1/collections/void", "{}").require(201);
    for (String mode : List.of("hybrid", "dense", "lexical")) {
      JsonNode found =
          NODE.client()
              .post(
                  "/v1/collections/void/search",
                  "{\"query\": \"x\", \"explain\": true, \"mode\": \"%s\"}".formatted(mode))
              .require(200)
              .json();
      assertEquals(0, found.path("hits").size());
    }
  }
}
