package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ResultsIT {
  private static final String RULES =
      """
      Text: str = JsonData(path='$.text')
      User: Entity[str] = EntityJson(type='User', path='$.user')
      Big: float = 1e308 * 10.0
      Bad = Rule(when_all=[Text == 'bad'], description='is bad')
      WhenRules(rules_any=[Bad], then=[DeclareVerdict(verdict='VERDICT')])
      """;

  private TestNode node;
  private TestClient client;

  @BeforeEach
  void start() {
    node = TestNode.start("events.entity_path", "$.user");
    client = node.client();
    publish("block");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void publish(String verdict) {
    var json = Json.object().put("by", "ann").put("note", "try").put("activate", true);
    json.putObject("files").put("main.sml", RULES.replace("VERDICT", verdict));
    client.post("/v1/releases", Json.text(json)).require(201);
  }

  private static String event(int id, String text, String user) {
    return "{\"action_id\":%d,\"action_name\":\"%s\",\"data\":{\"text\":\"%s\",\"user\":\"%s\"}}"
        .formatted(id, id % 2 == 0 ? "even" : "odd", text, user);
  }

  /** Events 1 to {@code count}; every third is bad. */
  private void send(int count) {
    var lines = new StringBuilder();
    for (int id = 1; id <= count; id++) {
      lines.append(event(id, id % 3 == 0 ? "bad" : "good", "u" + id % 5)).append('\n');
    }
    client.lines("/v1/events", lines.toString()).require(200);
  }

  private JsonNode get(String path) {
    return client.get(path).require(200).json();
  }

  private static List<String> ids(JsonNode page) {
    return page.path("events").valueStream().map(e -> e.path("id").asString("")).toList();
  }

  @Test
  void aResultHasItsFeaturesAndData() {
    send(3);
    JsonNode result = get("/v1/events/3");
    assertEquals("odd", result.path("action_name").asString(""));
    assertEquals("[\"block\"]", Json.text(result.path("verdicts")));
    assertEquals("[\"User/u3\"]", Json.text(result.path("entities")));
    assertEquals("bad", result.path("data").path("text").asString(""));
    assertEquals("bad", result.path("features").path("Text").asString(""));
    client.get("/v1/events/99").requireProblem(404, "event.not-found");
    client.get("/v1/events/x").requireProblem(404, "event.not-found");
  }

  @Test
  void numbersThatJsonHasNotAreTexts() {
    send(1);
    assertEquals("Infinity", get("/v1/events/1").path("features").path("Big").asString(""));
    JsonNode answer = client.post("/v1/events?features=true", event(7, "x", "u")).json();
    assertEquals("Infinity", answer.path("features").path("Big").asString(""));
  }

  @Test
  void pagesHaveNoGapsWhileMoreIsWritten() {
    send(500);
    var seen = new ArrayList<String>();
    String after = "";
    int later = 1_000;
    do {
      JsonNode page = get("/v1/events?limit=33&after=" + after);
      seen.addAll(ids(page));
      after = page.path("next").asString("");
      client.post("/v1/events", event(later++, "good", "u")).require(200);
    } while (!after.isEmpty());
    assertEquals(500, new TreeSet<>(seen).size());
    assertEquals(500, seen.size());
    assertEquals("500", seen.getFirst());
    assertEquals("1", seen.getLast());
  }

  @Test
  void filtersCountsAndTopAgree() {
    send(300);
    assertEquals(100, ids(get("/v1/events?verdict=block&limit=1000")).size());
    assertEquals(50, ids(get("/v1/events?rule=Bad&action=even&limit=1000")).size());
    assertEquals(60, ids(get("/v1/events?entity=User/u2&limit=1000")).size());
    assertEquals(0, ids(get("/v1/events?to=2020-01-01")).size());
    assertEquals(300, sum(get("/v1/events/counts?interval=1h").path("counts")));
    JsonNode counts = get("/v1/events/counts?interval=1h&by=verdict&action=even");
    assertEquals("block", counts.path("series").path(0).path("name").asString(""));
    assertEquals(50, sum(counts.path("series").path(0).path("counts")));
    JsonNode top = get("/v1/events/top?by=entity&limit=2");
    assertEquals(2, top.path("top").size());
    assertEquals(60, top.path("top").path(0).path("count").asInt());
    assertTrue(top.path("exact").asBoolean());
    assertEquals(300.0, client.metric("ferrule_results_written_total"));
  }

  private static int sum(JsonNode numbers) {
    return numbers.valueStream().mapToInt(JsonNode::asInt).sum();
  }

  @Test
  void mistakesInQueriesAreTold() {
    var reply = client.get("/v1/events?ruel=Bad").requireProblem(400, "query.invalid");
    assertTrue(reply.detail().endsWith("found ruel, did you mean rule?"), reply.detail());
    for (String query :
        List.of(
            "events?from=now",
            "events?limit=0",
            "events?limit=2000",
            "events?after=x",
            "events?entity=u1",
            "events?release=ab",
            "events?rule=",
            "events?from=2026-01-02&to=2026-01-01",
            "events/top",
            "events/top?by=color",
            "events/counts?by=entity",
            "events/counts?interval=1y",
            "events/counts?interval=1s&from=2020-01-01",
            "events/stream?limit=3")) {
      client.get("/v1/" + query).requireProblem(400, "query.invalid");
    }
  }

  @Test
  void anExplanationIsByTheReleaseOfThatTime() {
    send(3);
    String before = get("/v1/events/3").path("release").asString("");
    publish("allow");
    JsonNode explained = get("/v1/events/3/explain");
    assertEquals(before, explained.path("release").asString(""));
    assertTrue(explained.path("same_release").asBoolean());
    JsonNode rule = explained.path("rules").path(0);
    assertEquals("Bad", rule.path("expression").asString(""));
    assertEquals("yes", rule.path("outcome").asString(""));
    assertEquals("no", get("/v1/events/1/explain?rule=Bad").at("/rules/0/outcome").asString(""));
    var unknown = client.get("/v1/events/1/explain?rule=Badd");
    unknown.requireProblem(400, "query.invalid");
    assertEquals(
        "expected the name of a rule of the release in ?rule, found Badd, did you mean Bad?",
        unknown.detail());
  }

  @Test
  void aListInPlaceOfAnEventIsToldHowToBeSent() {
    for (String path : new String[] {"/v1/events", "/v1/events?mode=async"}) {
      var reply = client.post(path, "\n [{\"action_name\":\"a\",\"data\":{}}]");
      reply.requireProblem(400, "event.invalid");
      assertTrue(reply.detail().contains("application/x-ndjson"), reply.detail());
    }
  }

  @Test
  void theStreamHasWhatComesAndPassesTheFilter() throws IOException {
    try (Socket socket = open("/v1/events/stream?verdict=block");
        var lines = reader(socket)) {
      awaitLine(lines, ": results as they come");
      send(9);
      for (int id = 3; id <= 9; id += 3) {
        awaitLine(lines, "event: result");
        JsonNode result = Json.parse(lines.readLine().substring("data: ".length()).getBytes(UTF_8));
        assertEquals(Integer.toString(id), result.path("id").asString(""));
      }
      node.stop(); // and the stream holds nothing up
      awaitLine(lines, "event: end");
      assertTrue(lines.readLine().contains("the node is stopping"));
    }
  }

  @Test
  void aClientThatIsTooSlowIsToldAndDropped() throws IOException {
    try (Socket slow = open("/v1/events/stream")) {
      var lines = reader(slow);
      awaitLine(lines, ": results as they come");
      String padding = "x".repeat(10_000); // more than memory holds for streams
      String action = "a".repeat(4_000); // more than the connection holds
      for (int id = 1; id < 6_000; id += 500) {
        var events = new StringBuilder();
        for (int i = id; i < id + 500; i++) {
          events.append(event(i, padding, "u").replaceFirst("odd|even", action)).append('\n');
        }
        client.lines("/v1/events", events.toString()).require(200);
      }
      int seen = 0;
      String line = lines.readLine();
      while (line != null && !line.equals("event: end") && !line.equals(": still here")) {
        seen += line.equals("event: result") ? 1 : 0;
        line = lines.readLine();
      }
      assertEquals("event: end", line);
      JsonNode end = Json.parse(lines.readLine().substring("data: ".length()).getBytes(UTF_8));
      assertTrue(end.path("reason").asString("").contains("too slow"));
      assertEquals(6_000, seen + end.path("missed").asInt());
      assertFalse(ids(get("/v1/events?limit=1")).isEmpty());
    }
  }

  private Socket open(String path) throws IOException {
    Socket socket = client.connect();
    socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                .formatted(path)
                .getBytes(US_ASCII));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 1_024);
  }

  private static void awaitLine(BufferedReader lines, String wanted) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.equals(wanted)) {
      line = lines.readLine();
    }
    assertEquals(wanted, line);
  }
}
