package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReleasesIT {
  private TestNode node;
  private TestClient client;

  @BeforeEach
  void start() {
    node = TestNode.start("events.entity_path", "$.user");
    client = node.client();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** A rule set that declares a verdict for a text. */
  private static Map<String, String> rules(String verdict) {
    return Map.of(
        "main.sml",
        """
        Text: str = JsonData(path='$.text')
        Bad = Rule(when_all=[Text == 'bad'], description='is bad')
        WhenRules(rules_any=[Bad], then=[DeclareVerdict(verdict='%s')])
        """
            .formatted(verdict));
  }

  private static String body(Map<String, String> files, Map<String, Object> more) {
    var json = Json.object();
    var written = json.putObject("files");
    new TreeMap<>(files).forEach(written::put);
    more.forEach((name, value) -> json.putPOJO(name, value));
    return Json.text(json);
  }

  private String publish(Map<String, String> files) {
    return client
        .post("/v1/releases", body(files, Map.of("by", "ann", "note", "try")))
        .require(201)
        .json()
        .path("hash")
        .asString("");
  }

  private JsonNode send(String user) {
    return client
        .post(
            "/v1/events",
            "{\"action_name\":\"a\",\"data\":{\"text\":\"bad\",\"user\":\"" + user + "\"}}")
        .require(200)
        .json();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(each -> each.asString("")).toList();
  }

  @Test
  void withoutAReleaseEventsAreRefusedWithWhatToDo() {
    var reply = client.post("/v1/events", "{\"action_name\":\"a\",\"data\":{}}");
    reply.requireProblem(409, "release.none");
    assertTrue(reply.detail().contains("ferrule publish"), reply.detail());
  }

  @Test
  void whatIsActivatedEvaluatesTheNextEvent() {
    String first = node.publish(rules("one"));
    assertEquals(first, send("u").path("release").asString(""));
    String second = publish(rules("two"));
    assertEquals(List.of("one"), texts(send("u").path("verdicts")));
    client.post("/v1/releases/" + second.substring(0, 6) + "/activate", "{}").require(200);
    var result = send("u");
    assertEquals(List.of("two"), texts(result.path("verdicts")));
    assertEquals(second, result.path("release").asString(""));
  }

  @Test
  void rollbackBringsBackWhatWasLiveBefore() {
    String first = node.publish(rules("one"));
    node.publish(rules("two"));
    var state = client.post("/v1/releases/rollback", "{\"by\":\"bob\"}").require(200).json();
    assertEquals(first, state.path("live").asString(""));
    assertEquals(first, send("u").path("release").asString(""));
    var latest = client.get("/v1/releases/history").require(200).json().path("history").get(0);
    assertEquals("rolled_back", latest.path("action").asString(""));
    assertEquals("bob", latest.path("by").asString(""));
    client.post("/v1/releases/rollback", "{}").requireProblem(409, "release.conflict");
  }

  @Test
  void aReleaseWithErrorsIsRefusedWithAllOfThemAndNothingChanges() {
    String live = node.publish(rules("one"));
    var before = client.get("/v1/releases/state").json();
    var reply =
        client.post(
            "/v1/releases",
            body(Map.of("main.sml", "A = Nope()\nB = Never()\n"), Map.of("activate", true)));
    reply.requireProblem(400, "rule.invalid");
    assertTrue(reply.detail().contains("Nope"), reply.detail());
    assertTrue(reply.detail().contains("Never"), reply.detail());
    assertTrue(reply.detail().contains("main.sml:2"), reply.detail());
    assertEquals(before, client.get("/v1/releases/state").json());
    assertEquals(1, client.get("/v1/releases").json().path("releases").size());
    assertEquals(live, send("u").path("release").asString(""));
  }

  @Test
  void aRestartKeepsWhatIsLiveAndOnTrial() {
    node.publish(rules("zero"));
    String live = node.publish(rules("one"));
    String candidate = publish(rules("two"));
    client
        .post("/v1/releases/" + candidate + "/activate", "{\"stage\":\"percent\",\"percent\":30}")
        .require(200);
    var before = client.get("/v1/releases/state").json();
    node.stop();
    node.begin();
    client = node.client();
    var after = client.get("/v1/releases/state").json();
    for (String field : List.of("live", "candidate", "percent", "previous", "revision", "by")) {
      assertEquals(before.path(field), after.path(field), field);
    }
    assertEquals(live, after.path("nodes").get(0).path("live").asString(""));
    assertEquals(candidate, after.path("nodes").get(0).path("candidate").asString(""));
    send("u");
  }

  @Test
  void aChangeOfAnotherRevisionIsAConflict() {
    node.publish(rules("one"));
    String second = publish(rules("two"));
    long revision = client.get("/v1/releases/state").json().path("revision").asLong(0);
    String body = "{\"revision\":" + revision + "}";
    client.post("/v1/releases/" + second + "/activate", body).require(200);
    client
        .post("/v1/releases/" + second + "/activate", body)
        .requireProblem(409, "release.conflict");
    client.post("/v1/releases/rollback", body).requireProblem(409, "release.conflict");
  }

  @Test
  void aShadowIsComparedAndHasNoEffects() {
    String labelled =
        """
        Text: str = JsonData(path='$.text')
        User: Entity[str] = EntityJson(type='User', path='$.user')
        Bad = Rule(when_all=[Text == 'bad'], description='is bad')
        Seen = Rule(when_all=[HasLabel(entity=User, label='bad')], description='seen')
        WhenRules(rules_any=[Bad], then=[LabelAdd(entity=User, label='bad')])
        """;
    String config =
        "labels:\n  bad:\n    valid_for: [User]\n    connotation: negative\n    description: d\n";
    node.publish(rules("one"));
    String shadow = publish(Map.of("main.sml", labelled, "config.yaml", config));
    client.post("/v1/releases/" + shadow + "/activate", "{\"stage\":\"shadow\"}").require(200);
    for (int i = 0; i < 5; i++) {
      assertEquals(List.of("one"), texts(send("u").path("verdicts")));
    }
    var found = client.get("/v1/releases/shadow").require(200).json();
    assertEquals(5, found.path("compared").asLong(0));
    assertEquals(5, found.path("differing").asLong(0));
    assertEquals(0, found.path("failed").asLong(-1));
    assertEquals(5, found.path("verdicts").path("one").path("only_live").asLong(0));
    // A label of the shadow would have made Seen fire.
    assertTrue(found.path("rules").path("Seen").isMissingNode(), found::toString);
    assertEquals(5, found.path("samples").size());
    client.post("/v1/releases/rollback", "{}").require(200);
    assertEquals(false, client.get("/v1/releases/shadow").json().path("running").asBoolean(true));
  }

  @Test
  void swapsUnderLoadLoseNothingAndEachResultNamesARelease() throws InterruptedException {
    List<String> hashes = new ArrayList<>();
    hashes.add(node.publish(rules("v0")));
    var releasesSeen = ConcurrentHashMap.<String>newKeySet();
    var failures = ConcurrentHashMap.<String>newKeySet();
    var answered = new AtomicInteger();
    var stop = new AtomicBoolean();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 4; t++) {
      String user = "u" + t;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                while (!stop.get()) {
                  try {
                    var answer = send(user);
                    releasesSeen.add(answer.path("release").asString(""));
                    answered.incrementAndGet();
                  } catch (RuntimeException | AssertionError e) {
                    failures.add(String.valueOf(e.getMessage()));
                  }
                }
              }));
    }
    for (int i = 1; i <= 30; i++) {
      hashes.add(node.publish(rules("v" + i)));
    }
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Set.of(), failures);
    assertTrue(answered.get() > 30, () -> "answered=" + answered);
    assertTrue(hashes.containsAll(releasesSeen), releasesSeen::toString);
    assertTrue(releasesSeen.size() > 1, releasesSeen::toString);
  }

  @Test
  void whatDiffersIsShownAndWhatIsLive() {
    String first = node.publish(rules("one"));
    String second = publish(rules("two"));
    var diff =
        client
            .get("/v1/releases/%s/diff/%s".formatted(first.substring(0, 8), second))
            .require(200)
            .json();
    assertTrue(diff.path("files").get(0).path("diff").asString("").contains("+WhenRules"));
    assertEquals(
        rules("two").get("main.sml"),
        client.get("/v1/releases/" + second).json().path("files").path("main.sml").asString(""));
    send("u");
    var live = client.get("/v1/rules").require(200).json();
    assertEquals(first, live.path("release").asString(""));
    var rule = live.path("rules").get(0);
    assertEquals("Bad", rule.path("name").asString(""));
    assertEquals(2, rule.path("line").asInt(0));
    assertEquals("is bad", rule.path("description").asString(""));
    assertEquals(1, rule.path("hits").asLong(0));
    assertEquals(first, client.get("/v1/status").json().path("release").path("live").asString(""));
    assertEquals(1, client.metric("ferrule_release_events_total"));
    client.get("/v1/releases/000000").requireProblem(404, "release.not-found");
  }
}
