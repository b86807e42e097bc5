package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CollectionsIT {
  @AutoClose private static final TestNode NODE = TestNode.start("limits.collections", "12");

  private static TestClient client() {
    return NODE.client();
  }

  @Test
  void creatingTwiceIsHarmlessButAnotherSchemaIsRefused() {
    String schema =
        """
        {"analyzer": "standard", "chunking": {"max_tokens": 64, "overlap_tokens": 8},
         "fields": {"city": "keyword", "stars": "int", "price": "float", "open": "bool",
                    "since": "time"}}
        """;
    JsonNode made = client().put("/v1/collections/twice", schema).require(201).json();
    assertEquals("twice", made.path("name").asString(""));
    assertEquals("all-MiniLM-L6-v2", made.path("model").asString(""));
    assertEquals("standard", made.path("analyzer").asString(""));
    assertEquals(64, made.path("chunking").path("max_tokens").asInt(0));
    assertEquals("time", made.path("fields").path("since").asString(""));
    assertEquals(
        made, client().put("/v1/collections/twice", schema).require(200).json(), "the same again");
    client()
        .put("/v1/collections/twice", schema.replace("standard", "english"))
        .requireProblem(409, "collection.exists");
    assertEquals(made, client().get("/v1/collections/twice").require(200).json());
  }

  @Test
  void aDeletedCollectionIsGoneWithAllItHeld() {
    client().put("/v1/collections/gone", "{}").require(201);
    client().put("/v1/collections/gone/documents/a?wait=indexed", "{\"text\": \"b\"}").require(201);
    assertTrue(client().get("/v1/collections").text().contains("\"gone\""));
    client().delete("/v1/collections/gone").require(200);
    assertFalse(client().get("/v1/collections").text().contains("\"gone\""));
    for (TestClient.Reply reply :
        List.of(
            client().get("/v1/collections/gone"),
            client().delete("/v1/collections/gone"),
            client().get("/v1/collections/gone/documents"),
            client().get("/v1/collections/gone/documents/a"),
            client().put("/v1/collections/gone/documents/a", "{\"text\": \"b\"}"),
            client().post("/v1/collections/gone/search", "{\"query\": \"b\"}"),
            client().post("/v1/collections/gone/answer", "{\"question\": \"b\"}"))) {
      reply.requireProblem(404, "collection.not-found");
    }
    client().put("/v1/collections/gone", "{}").require(201);
    assertEquals(0, client().get("/v1/collections/gone").json().path("documents").asInt(-1));
    assertEquals(
        0,
        client()
            .post("/v1/collections/gone/search", "{\"query\": \"b\"}")
            .json()
            .path("hits")
            .size());
  }

  @Test
  void aNameThatIsNearlyRightIsSuggested() {
    client().put("/v1/collections/restaurant", "{}").require(201);
    assertEquals(
        "expected an existing collection, found none named restarant, did you mean restaurant?",
        client().get("/v1/collections/restarant").detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x; {\"modle\": \"m\"}; 400; request.malformed; did you mean model?",
        "x; {\"model\": \"none\"}; 404; model.not-found; found neither",
        "x; {\"model\": \"\\u0000\"}; 404; model.not-found; found neither",
        "x; {\"model\": 1}; 400; request.malformed; found a number",
        "x; {\"analyzer\": \"german\"}; 400; request.malformed; english, standard",
        "x; {\"chunking\": {\"max_tokens\": 15}}; 400; request.malformed; 16 to 2000",
        "x; {\"chunking\": {\"max_tokens\": 16, \"overlap_tokens\": 9}}; 400; collection.invalid; "
            + "to half of max_tokens=16",
        "x; {\"chunking\": {\"max_tokens\": 64.5}}; 400; request.malformed; whole number",
        "x; {\"fields\": {\"city\": \"text\"}}; 400; request.malformed; keyword, int",
        "x; {\"fields\": {\"City\": \"keyword\"}}; 400; collection.invalid; field name",
        "x; {\"fields\": [\"city\"]}; 400; request.malformed; another shape",
        "x; {\"fields\": {\"city\": {}}}; 400; request.malformed; keyword, int",
        "x; []; 400; request.malformed; found a list",
        "x; {; 400; request.malformed; expected JSON",
        "Upper; {}; 400; collection.invalid; found name=Upper",
        "%2e%2e; {}; 400; collection.invalid; collection name",
        "a%2fb; {}; 400; collection.invalid; collection name"
      })
  void aSchemaThatDoesNotFitIsRefusedWithTheReason(
      String name, String schema, int status, String code, String reason) {
    TestClient.Reply reply = client().put("/v1/collections/" + name, schema);
    reply.requireProblem(status, code);
    assertTrue(reply.detail().contains(reason), reply::detail);
  }

  @Test
  void theNumberOfCollectionsIsLimited() {
    int had = client().get("/v1/collections").json().path("collections").size();
    for (int i = had; i < 12; i++) {
      client().put("/v1/collections/limit-" + i, "{}").require(201);
    }
    client().put("/v1/collections/one-more", "{}").requireProblem(409, "collection.limit");
    client().put("/v1/collections/limit-11", "{}").require(200);
    for (int i = had; i < 12; i++) {
      client().delete("/v1/collections/limit-" + i).require(200);
    }
  }

  @Test
  void ofManyWhoCreateAtOnceOneDoes() throws Exception {
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> client().put("/v1/collections/at-once", "{}").status());
      }
      int created = 0;
      for (var reply : workers.invokeAll(calls)) {
        assertTrue(reply.get() == 201 || reply.get() == 200, () -> "" + reply.resultNow());
        created += reply.get() == 201 ? 1 : 0;
      }
      assertEquals(1, created);
    }
    client().delete("/v1/collections/at-once").require(200);
  }

  @Test
  void deletingWhileOthersUseTheCollectionNeverFailsThem() throws Exception {
    String lines =
        String.join(
            "\n",
            IntStream.range(0, 20)
                .mapToObj(
                    i -> "{\"id\": \"%d\", \"text\": \"Room %d has a view.\"}".formatted(i, i))
                .toList());
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 6; round++) {
        client().put("/v1/collections/race", "{}").require(201);
        client().lines("/v1/collections/race/documents", lines).require(200);
        var calls = new ArrayList<Callable<TestClient.Reply>>();
        for (int i = 0; i < 12; i++) {
          calls.add(() ->
              client().post("/v1/collections/race/search", "{\"query\": \"view of a room\"}"));
          calls.add(
              () -> client().post("/v1/collections/race/answer", "{\"question\": \"view?\"}"));
          calls.add(() -> client().get("/v1/collections"));
          calls.add(() -> client().get("/v1/collections/race"));
          calls.add(() ->
              client()
                  .call(
                      "PUT",
                      "/v1/collections/race/documents/x?wait=indexed",
                      "text/plain",
                      "A new room.".getBytes(UTF_8)));
          calls.add(() -> client().get("/metrics"));
        }
        calls.add(30, () -> client().delete("/v1/collections/race").require(200));
        for (var reply : workers.invokeAll(calls)) {
          int status = reply.get().status();
          assertTrue(status < 500 || status == 503, () -> status + " " + reply.resultNow().text());
        }
      }
    }
  }
}
