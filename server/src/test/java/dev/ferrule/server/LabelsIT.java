package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Labels over HTTP. */
class LabelsIT {
  private static final String ADD = "{\"label\": \"spammer\", \"status\": \"added\"}";
  private static final String RULES =
      """
      Text: str = JsonData(path='$.text')
      User: Entity[str] = EntityJson(type='User', path='$.user')
      Loud = Rule(when_all=[Text == 'LOUD'], description='shouts')
      WhenRules(
        rules_any=[Loud],
        then=[
          LabelAdd(entity=User, label='loud', expires_after=TimeDelta(hours=1)),
          LabelAdd(entity=User, label='later', delay_action_by=TimeDelta(hours=1)),
        ],
      )
      """;
  private static final String CONFIG =
      """
      labels:
        loud: {valid_for: [User], connotation: negative, description: d}
        later: {valid_for: [User], connotation: negative, description: d}
      """;

  @Test
  void aManualChangeIsShownWithWhoAndWhyAndIsThereAfterARestart() {
    try (TestNode node = TestNode.start()) {
      node.client()
          .post(
              "/v1/entities/User/7",
              "{\"label\":\"spammer\",\"status\":\"added\",\"reason\":\"saw it\","
                  + "\"expires_after_s\":3600}")
          .require(200);
      node.client()
          .post("/v1/entities/User/7", "{\"label\":\"spammer\",\"status\":\"removed\"}")
          .require(200);
      node.stop();
      node.begin();
      JsonNode user = node.client().get("/v1/entities/User/7").require(200).json();
      assertEquals("User/7", user.path("entity").asString(""));
      JsonNode label = user.path("labels").path(0);
      assertEquals("manually_removed", label.path("status").asString(""));
      assertFalse(label.path("expired").asBoolean(true));
      assertTrue(label.path("expires_at").isNull());
      assertEquals("anonymous", label.path("reasons").path(0).path("name").asString(""));
      JsonNode before = label.path("previous").path(0);
      assertEquals("manually_added", before.path("status").asString(""));
      assertEquals("saw it", before.path("reasons").path(0).path("description").asString(""));
      assertEquals(2, user.path("history").size());
      assertEquals("anonymous", user.path("history").path(1).path("by").path("key").asString(""));
      assertTrue(node.client().metric("ferrule_label_cache_misses_total") >= 1);
    }
  }

  @Test
  void theNameOfTheKeyIsKept() {
    try (TestNode node = TestNode.start()) {
      String secret =
          node.client()
              .post("/v1/keys", "{\"name\": \"ops\", \"role\": \"admin\"}")
              .require(201)
              .json()
              .path("secret")
              .asString("");
      JsonNode user = node.client(secret).post("/v1/entities/User/7", ADD).require(200).json();
      assertEquals("ops", user.path("history").path(0).path("by").path("key").asString(""));
      assertEquals(
          "ops", user.path("labels").path(0).path("reasons").path(0).path("name").asString(""));
    }
  }

  @Test
  void anyIdWorks() {
    try (TestNode node = TestNode.start()) {
      for (String id : List.of("a/b//c", "..", "a.b", "ü 😀", "+%?#", "x/../y", "\u0001")) {
        String path = "/v1/entities/User/" + TestClient.encode(id);
        JsonNode made = node.client().post(path, ADD).require(200).json();
        assertEquals(id, made.path("id").asString(""));
        assertEquals(1, node.client().get(path).require(200).json().path("labels").size(), id);
      }
      assertEquals("a/b", id(node.client().get("/v1/entities/User/a/b").require(200).json()));
      var ids = new ArrayList<String>();
      String after = "";
      while (true) {
        JsonNode page =
            node.client()
                .get("/v1/entities?type=User&label=spammer&limit=3&after=" + after)
                .require(200)
                .json();
        page.path("entities").forEach(each -> ids.add(id(each)));
        if (page.path("next").isNull()) {
          break;
        }
        after = TestClient.encode(page.path("next").asString(""));
      }
      assertEquals(7, ids.size(), ids::toString);
    }
  }

  private static String id(JsonNode entity) {
    return entity.path("id").asString("");
  }

  @Test
  void wrongChangesAreRefusedWithWhatWasExpected() {
    try (TestNode node = TestNode.start()) {
      TestClient client = node.client();
      for (String wrong :
          List.of(
              "{}",
              "[]",
              "{\"label\":\"x\"}",
              "{\"label\":\"x\",\"status\":\"manually_added\"}",
              "{\"label\":\"x\",\"status\":\"added\",\"expires_after_s\":0}",
              "{\"label\":\"x\",\"status\":\"added\",\"expires_after_s\":\"1\"}",
              "{\"label\":\"x\",\"status\":\"added\",\"expires_after_s\":1e99}",
              "{\"label\":\"x\",\"status\":\"added\",\"expires_at\":\"2020-01-01T00:00:00Z\"}",
              "{\"label\":\"x\",\"status\":\"added\",\"expires_at\":\"soon\"}",
              "{\"label\":\"x\",\"status\":\"added\",\"colour\":\"red\"}")) {
        client.post("/v1/entities/User/7", wrong).requireProblem(400, "request.malformed");
      }
      client
          .post("/v1/entities/User/7", "{\"label\":\"\",\"status\":\"added\"}")
          .requireProblem(400, "label.invalid");
      client.post("/v1/entities", ADD).requireProblem(415, "request.media-type");
      assertEquals(0, client.get("/v1/entities").json().path("entities").size());
    }
  }

  @Test
  void manyChangesGiveAResultLineEach() {
    try (TestNode node = TestNode.start()) {
      var lines = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        lines.append(
            "{\"type\":\"User\",\"id\":\"%d\",\"label\":\"l\",\"status\":\"%s\"}\n"
                .formatted(i, i == 500 ? "gone" : "added"));
      }
      var results = TestClient.jsonLines(node.client().lines("/v1/entities", lines.toString()));
      assertEquals(1_000, results.size());
      assertEquals("failed", results.get(500).path("result").asString(""));
      assertEquals("User/999", results.get(999).path("entity").asString(""));
      assertEquals(
          999, node.client().get("/v1/entities?label=l&limit=1000").json().path("entities").size());
    }
  }

  @Test
  void labelsOfEventsAreShownAndNamesAreThoseOfTheRelease() {
    try (TestNode node = TestNode.start()) {
      var files = Json.object().put("main.sml", RULES).put("config.yaml", CONFIG);
      var release = Json.object().put("activate", true).put("by", "me");
      release.set("files", files);
      TestClient client = node.client();
      client.post("/v1/releases", Json.text(release)).require(201);
      client
          .post(
              "/v1/events",
              "{\"action_id\":5,\"action_name\":\"a\",\"data\":"
                  + "{\"text\":\"LOUD\",\"user\":\"u1\"}}")
          .require(200);
      JsonNode user = client.get("/v1/entities/User/u1").require(200).json();
      assertEquals("loud", user.path("labels").path(0).path("label").asString(""));
      assertTrue(user.path("labels").path(0).path("expires_at").isString());
      assertEquals("5", user.path("history").path(0).path("by").path("event").asString(""));
      assertEquals("later", user.path("delayed").path(0).path("label").asString(""));
      assertEquals(1.0, client.metric("ferrule_label_delayed_waiting"));
      var wrong =
          client
              .post("/v1/entities/User/u1", "{\"label\":\"lod\",\"status\":\"added\"}")
              .requireProblem(400, "label.invalid");
      assertTrue(wrong.detail().endsWith("found lod, did you mean loud?"), wrong.detail());
      client
          .post("/v1/entities/Ip/u1", "{\"label\":\"loud\",\"status\":\"added\"}")
          .requireProblem(400, "label.invalid");
    }
  }
}
