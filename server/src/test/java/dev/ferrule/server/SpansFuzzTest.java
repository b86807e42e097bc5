package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever the text, each span that the node tells is code points, and cuts out of the document
 * exactly the text that stands beside it. Replay with {@code -Dferrule.seed=N}.
 */
class SpansFuzzTest {
  private static final int DOCUMENTS = 60;
  private static final List<String> WORDS =
      List.of(
          "breakfast",
          "Öffnungszeiten",
          "朝食は午前七時から",
          "😀",
          "👩‍👩‍👧‍👦",
          "é",
          "e\u0301",
          "ﬁn",
          "İ",
          "ß",
          "خدمة",
          "नमस्ते",
          "𝔘𝔫𝔦",
          "$12.50",
          "7:30",
          "Dr.",
          "\u200b",
          "\u00a0",
          "\u202eabc",
          "🇵🇹",
          "한국어",
          "I've",
          "http://a.example/?q=1",
          "C++",
          "|",
          "**bold**",
          "[link](u)",
          "`code`",
          "\u0301");
  private static final List<String> ENDS =
      List.of(
          ". ", "! ", "? ", "。", "\n", "\n\n", "\n\n# ", "\n- ", "\n1. ", "\r\n", "…\t", "\n| ");

  @AutoClose private static final TestNode NODE = TestNode.start();

  private static String text(Random random) {
    var text = new StringBuilder();
    int sentences = random.nextInt(40);
    for (int i = 0; i < sentences; i++) {
      int words = 1 + random.nextInt(14);
      for (int j = 0; j < words; j++) {
        text.append(
            random.nextInt(20) == 0
                ? Character.toString(anyCodePoint(random))
                : WORDS.get(random.nextInt(WORDS.size())));
        text.append(random.nextInt(10) == 0 ? "" : " ");
      }
      text.append(ENDS.get(random.nextInt(ENDS.size())));
    }
    return text.toString();
  }

  private static int anyCodePoint(Random random) {
    int codePoint = random.nextInt(0x110000);
    return codePoint >= 0xd800 && codePoint < 0xe000 ? '\ufffd' : codePoint;
  }

  @Test
  void everySpanCutsOutItsOwnText() {
    long seed = Long.getLong("ferrule.seed", System.nanoTime());
    System.out.println("SpansFuzzTest seed=" + seed);
    var random = new Random(seed);
    Map<String, String> texts = put(random);
    checkChunks(texts);
    int hits = 0;
    int highlights = 0;
    int citations = 0;
    for (int i = 0; i < 60; i++) {
      String query = WORDS.get(i % WORDS.size()) + " " + WORDS.get(random.nextInt(WORDS.size()));
      String mode = List.of("hybrid", "dense", "lexical").get(i % 3);
      ObjectNode body = Json.object().put("query", query).put("mode", mode).put("highlight", true);
      for (JsonNode hit : post("search", body).path("hits")) {
        hits++;
        String text = textOf(texts, hit);
        assertEquals(hit.path("text").asString("?"), TestClient.slice(text, hit));
        for (JsonNode mark : hit.path("highlights")) {
          highlights++;
          assertTrue(mark.path("start").asInt(-1) >= hit.path("start").asInt(0));
          assertTrue(mark.path("end").asInt(-1) <= hit.path("end").asInt(0));
          assertTrue(!TestClient.slice(text, mark).isEmpty());
        }
      }
      JsonNode answer = post("answer", Json.object().put("question", query + "?"));
      for (JsonNode citation : answer.path("citations")) {
        citations++;
        String text = textOf(texts, citation);
        assertEquals(citation.path("text").asString("?"), TestClient.slice(text, citation));
      }
    }
    assertTrue(
        hits > 100 && highlights > 50 && citations > 10, hits + " " + highlights + " " + citations);
  }

  private static Map<String, String> put(Random random) {
    NODE.client()
        .put(
            "/v1/collections/spans",
            "{\"analyzer\": \"standard\", \"chunking\": {\"max_tokens\": 48, \"overlap_tokens\": 8}}")
        .require(201);
    var lines = new ArrayList<String>();
    List<String> types = List.of("text/plain", "text/markdown", "text/html");
    for (int i = 0; i < DOCUMENTS; i++) {
      lines.add(
          Json.text(
              Json.object()
                  .put("id", "d" + i)
                  .put("media_type", types.get(i % 3))
                  .put("text", text(random))));
    }
    TestClient.Reply reply =
        NODE.client()
            .lines("/v1/collections/spans/documents?wait=indexed", String.join("\n", lines))
            .require(200);
    var texts = new HashMap<String, String>();
    for (JsonNode result : TestClient.jsonLines(reply)) {
      assertEquals("created", result.path("result").asString(""), result::toString);
      String id = result.path("id").asString("");
      texts.put(id, document(id).path("text").asString(""));
    }
    return texts;
  }

  private static JsonNode document(String id) {
    return NODE.client()
        .get("/v1/collections/spans/documents/" + id + "?include=chunks")
        .require(200)
        .json();
  }

  private static void checkChunks(Map<String, String> texts) {
    texts.forEach((id, text) -> {
      int codePoints = text.codePointCount(0, text.length());
      int before = 0;
      for (JsonNode chunk : document(id).path("chunk_list")) {
        int start = chunk.path("start").asInt(-1);
        int end = chunk.path("end").asInt(-1);
        assertTrue(start >= before && start < end && end <= codePoints, chunk::toString);
        before = start;
      }
    });
  }

  private static String textOf(Map<String, String> texts, JsonNode span) {
    return texts.getOrDefault(span.path("document").asString(""), "");
  }

  private static JsonNode post(String verb, ObjectNode body) {
    return NODE.client().post("/v1/collections/spans/" + verb, Json.text(body)).require(200).json();
  }
}
