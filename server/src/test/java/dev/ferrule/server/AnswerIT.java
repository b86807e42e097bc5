package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers out of the documents alone. */
class AnswerIT {
  private static final String PATH = "/v1/collections/a/answer";
  private static final String SURE = "When is breakfast served?";
  private static final String UNKNOWN = "Who won the chess world championship in 1972?";
  @AutoClose private static final TestNode NODE = TestNode.start();

  @BeforeAll
  static void fill() {
    fill(NODE.client());
  }

  /** Puts a small house into collection {@code a}. */
  static void fill(TestClient client) {
    client.put("/v1/collections/a", "{\"fields\": {\"house\": \"keyword\"}}").require(201);
    List<String[]> documents =
        List.of(
            new String[] {
              "breakfast",
              "Breakfast",
              "🥐 Breakfast is served daily from 7:00 to 10:30 in the garden room. Eggs are made to order. 朝食があります。"
            },
            new String[] {
              "dogs",
              "Dogs",
              "Dogs are welcome in ground floor rooms. The fee is 15 euros per night."
            },
            new String[] {
              "pool",
              "Pool",
              "The heated pool opens at six in the morning. Towels are in the cabin."
            },
            new String[] {
              "cars",
              "Parking",
              "Parking is free behind the house. Electric cars can be charged there."
            });
    var lines = new StringBuilder();
    for (String[] d : documents) {
      lines
          .append(
              Json.text(
                  Json.object()
                      .put("id", d[0])
                      .put("title", d[1])
                      .put("text", d[2])
                      .set("metadata", Json.object().put("house", "old"))))
          .append('\n');
    }
    client.lines("/v1/collections/a/documents?wait=indexed", lines.toString()).require(200);
  }

  static void requireCitationsStandInTheirDocuments(TestClient client, JsonNode citations) {
    for (JsonNode citation : citations) {
      String text =
          client
              .get("/v1/collections/a/documents/" + citation.path("document").asString(""))
              .require(200)
              .json()
              .path("text")
              .asString("");
      assertEquals(citation.path("text").asString("?"), TestClient.slice(text, citation));
      double score = citation.path("score").asDouble(-1);
      assertTrue(score >= 0 && score <= 1, citation::toString);
    }
  }

  @Test
  void anAnswerIsASentenceOfADocumentThatItCites() {
    JsonNode answer =
        NODE.client().post(PATH, "{\"question\": \"" + SURE + "\"}").require(200).json();
    assertEquals(SURE, answer.path("question").asString(""));
    assertTrue(answer.path("answer").asString("").contains("7:00 to 10:30"), answer::toString);
    assertFalse(answer.path("no_answer").asBoolean(true));
    assertEquals("extractive", answer.path("rung").asString(""));
    double confidence = answer.path("confidence").asDouble(-1);
    assertTrue(confidence >= 0.5 && confidence <= 1);
    JsonNode first = answer.path("citations").path(0);
    assertEquals("breakfast", first.path("document").asString(""));
    assertEquals("Breakfast", first.path("title").asString(""));
    assertFalse(first.has("page"));
    requireCitationsStandInTheirDocuments(NODE.client(), answer.path("citations"));
    assertEquals(
        List.of("embed", "search", "choose"),
        answer.path("stages").valueStream().map(s -> s.path("stage").asString("")).toList());
    double sum = 0;
    for (JsonNode stage : answer.path("stages")) {
      assertTrue(stage.path("ms").asDouble(-1) >= 0);
      sum += stage.path("ms").asDouble(0);
    }
    assertTrue(sum <= answer.path("took_ms").asDouble(0) + 1);
  }

  @Test
  void whatTheDocumentsDoNotSayIsNoAnswer() {
    JsonNode answer =
        NODE.client().post(PATH, "{\"question\": \"" + UNKNOWN + "\"}").require(200).json();
    assertTrue(answer.path("no_answer").asBoolean(false));
    assertEquals("none", answer.path("rung").asString(""));
    assertEquals("", answer.path("answer").asString("?"));
    assertEquals(0, answer.path("citations").size());
    double confidence = answer.path("confidence").asDouble(-1);
    assertTrue(confidence >= 0 && confidence < 0.5);
  }

  @Test
  void aFilterKeepsDocumentsOutOfTheAnswer() {
    JsonNode answer =
        NODE.client()
            .post(
                PATH,
                "{\"question\": \"" + SURE + "\", \"filter\": {\"eq\": {\"house\": \"new\"}}}")
            .require(200)
            .json();
    assertTrue(answer.path("no_answer").asBoolean(false));
    assertEquals(0, answer.path("confidence").asDouble(-1), 0.01);
  }

  @ParameterizedTest
  @ValueSource(strings = {SURE, UNKNOWN})
  void aStreamTellsStagesThenCitationsThenTextThenTheWholeAnswer(String question) {
    List<TestClient.Event> events =
        NODE.client().events(PATH, "{\"question\": \"" + question + "\", \"stream\": true}");
    List<String> names = events.stream().map(TestClient.Event::name).toList();
    assertEquals(
        question.equals(SURE)
            ? List.of("stage", "stage", "stage", "citations", "token", "done")
            : List.of("stage", "stage", "stage", "citations", "done"),
        names);
    JsonNode done = events.getLast().data();
    var text = new StringBuilder();
    for (TestClient.Event event : events) {
      if (event.name().equals("token")) {
        text.append(event.data().path("text").asString(""));
      } else if (event.name().equals("citations")) {
        assertEquals(done.path("citations"), event.data().path("citations"));
      }
    }
    assertEquals(done.path("answer").asString("?"), text.toString());
    JsonNode whole = NODE.client().post(PATH, "{\"question\": \"" + question + "\"}").json();
    for (String field : List.of("question", "answer", "rung", "confidence", "citations")) {
      assertEquals(whole.path(field), done.path(field));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; request.malformed",
        "{\"question\": \"\"}; request.malformed",
        "{\"question\": \"x\", \"stream\": \"yes\"}; request.malformed",
        "{\"question\": \"x\", \"top_k\": 3}; request.malformed",
        "{\"question\": \"x\", \"stream\": true, \"filter\": {\"eq\": {\"no\": 1}}}; filter.invalid"
      })
  void aRequestThatDoesNotFitIsRefusedBeforeAnyEvent(String body, String code) {
    NODE.client().post(PATH, body).requireProblem(400, code);
  }
}
