package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Answers worded by an upstream, and what happens when it fails. */
class UpstreamIT {
  private static final String PATH = "/v1/collections/a/answer";
  private static final String ASK = "{\"question\": \"When is breakfast served?\"}";
  private static final String STREAM =
      "{\"question\": \"When is breakfast served?\", \"stream\": true}";

  @AutoClose private static final FakeUpstream UPSTREAM = upstream();

  @AutoClose
  private static final TestNode NODE =
      TestNode.start(
          "upstream.url", UPSTREAM.url(),
          "upstream.model", "m",
          "upstream.api_key", "sk-upstream",
          "upstream.max_tokens", "77",
          "upstream.timeout", "700ms",
          "upstream.requests", "1");

  private static FakeUpstream upstream() {
    try {
      return new FakeUpstream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void fill() {
    AnswerIT.fill(NODE.client());
  }

  @Test
  void aWordedAnswerIsPassedThroughPieceByPieceWithThePromptsPassagesCited() {
    UPSTREAM.takeRequests();
    UPSTREAM.says("From 7", ":00 to 10:30 ", "[1]", ". 🥐");
    List<TestClient.Event> events = NODE.client().events(PATH, STREAM);
    var tokens = new ArrayList<String>();
    for (TestClient.Event event : events) {
      if (event.name().equals("token")) {
        tokens.add(event.data().path("text").asString(""));
      }
    }
    assertEquals(List.of("From 7", ":00 to 10:30 ", "[1]", ". 🥐"), tokens);
    JsonNode done = events.getLast().data();
    assertEquals("done", events.getLast().name());
    assertEquals("generated", done.path("rung").asString(""));
    assertEquals("From 7:00 to 10:30 [1]. 🥐", done.path("answer").asString(""));
    assertEquals("generate", done.path("stages").path(3).path("stage").asString(""));
    assertFalse(events.stream().anyMatch(e -> e.name().equals("restart")));
    AnswerIT.requireCitationsStandInTheirDocuments(NODE.client(), done.path("citations"));

    JsonNode request = UPSTREAM.takeRequests().getFirst();
    assertEquals("Bearer sk-upstream", request.path("authorization").asString(""));
    JsonNode body = request.path("body");
    assertEquals("m", body.path("model").asString(""));
    assertEquals(77, body.path("max_tokens").asInt(0));
    assertTrue(body.path("stream").asBoolean(false));
    String prompt = body.path("messages").path(0).path("content").asString("");
    assertTrue(prompt.contains("When is breakfast served?"));
    int number = 0;
    for (JsonNode citation : done.path("citations")) {
      int from = prompt.indexOf("[" + ++number + "] ");
      int to = prompt.indexOf("\n\n", from);
      assertTrue(
          from > 0 && prompt.substring(from, to).contains(citation.path("text").asString("?")),
          () -> "citation " + citation + " in " + prompt);
    }
    assertTrue(number >= 1 && number <= 5, "citations: " + number);
    assertFalse(prompt.contains("[" + (number + 1) + "] "));
  }

  @Test
  void theSameInOneResponse() {
    UPSTREAM.says("Seven [1].");
    JsonNode answer = NODE.client().post(PATH, ASK).require(200).json();
    assertEquals("generated", answer.path("rung").asString(""));
    assertEquals("Seven [1].", answer.path("answer").asString(""));
  }

  static Stream<String> failures() {
    return FAILURES.keySet().stream();
  }

  private record Failure(int status, FakeUpstream.Behaviour behaviour) {}

  private static final Map<String, Failure> FAILURES = new LinkedHashMap<>();

  static {
    String piece = FakeUpstream.chunk("half ");
    FAILURES.put("silent", new Failure(200, out -> Thread.sleep(2_000)));
    FAILURES.put(
        "slow",
        new Failure(
            200,
            out -> {
              for (int i = 0; i < 20; i++) {
                FakeUpstream.send(out, piece);
                Thread.sleep(100);
              }
            }));
    FAILURES.put("status 500", new Failure(500, out -> FakeUpstream.send(out, "oops")));
    FAILURES.put("status 302", new Failure(302, out -> {}));
    FAILURES.put("garbage", new Failure(200, out -> FakeUpstream.send(out, "data: {oops\n\n")));
    FAILURES.put("other JSON", new Failure(200, out -> FakeUpstream.send(out, "data: [1]\n\n")));
    FAILURES.put("a page", new Failure(200, out -> FakeUpstream.send(out, "<html>\n")));
    FAILURES.put("nothing", new Failure(200, out -> {}));
    FAILURES.put("no text", new Failure(200, out -> FakeUpstream.send(out, "data: [DONE]\n\n")));
    FAILURES.put("cut short", new Failure(200, out -> FakeUpstream.send(out, piece)));
    FAILURES.put(
        "an error event",
        new Failure(
            200,
            out ->
                FakeUpstream.send(
                    out, piece + "data: {\"error\": {\"message\": \"overloaded\"}}\n\n")));
    FAILURES.put(
        "broken off",
        new Failure(
            200,
            out -> {
              FakeUpstream.send(out, piece);
              throw new IOException("on purpose");
            }));
    FAILURES.put(
        "a line without end",
        new Failure(
            200,
            out -> {
              while (!Thread.currentThread().isInterrupted()) {
                FakeUpstream.send(out, "x".repeat(1 << 16));
              }
            }));
    FAILURES.put(
        "a byte at a time",
        new Failure(
            200,
            out -> {
              for (char c : piece.repeat(10).toCharArray()) {
                FakeUpstream.send(out, "" + c);
                Thread.sleep(10);
              }
            }));
    FAILURES.put(
        "endless",
        new Failure(
            200,
            out -> {
              while (!Thread.currentThread().isInterrupted()) {
                FakeUpstream.send(out, FakeUpstream.chunk("x".repeat(1_000)));
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whenTheUpstreamFailsTheAnswerBeginsAnewOutOfTheDocuments(String name)
      throws InterruptedException {
    Failure failure = FAILURES.getOrDefault(name, new Failure(200, out -> {}));
    UPSTREAM.answers(failure.status(), failure.behaviour());
    long started = System.nanoTime();
    requireExtractive(NODE.client());
    long millis = (System.nanoTime() - started) / 1_000_000;
    assertTrue(millis < 2_000, () -> "the deadline holds: " + millis + " ms");
    awaitOnlyThisRequest();
  }

  /** A request is counted until its response was written, which its client may see first. */
  private static void awaitOnlyThisRequest() throws InterruptedException {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (NODE.client().metric("ferrule_http_requests_in_progress") > 1) {
      assertTrue(System.nanoTime() < deadline, "the request is still counted");
      Thread.sleep(20);
    }
  }

  private static void requireExtractive(TestClient client) {
    List<TestClient.Event> events = client.events(PATH, STREAM);
    List<String> names = events.stream().map(TestClient.Event::name).toList();
    int restart = names.indexOf("restart");
    assertTrue(restart > 0, names::toString);
    assertEquals(
        List.of("restart", "citations", "token", "done"), names.subList(restart, names.size()));
    JsonNode done = events.getLast().data();
    assertEquals("extractive", done.path("rung").asString(""));
    assertTrue(done.path("answer").asString("").contains("7:00"), done::toString);
    assertEquals("generate-failed", done.path("stages").path(3).path("stage").asString(""));
    assertEquals(
        done.path("answer"),
        events.get(names.size() - 2).data().path("text"),
        "nothing is left of what was streamed before");
    assertFalse(done.toString().contains("oops"));
    AnswerIT.requireCitationsStandInTheirDocuments(client, done.path("citations"));
  }

  @Test
  void anUpstreamThatIsNotThereDoesNotKeepTheAnswer() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (TestNode node = TestNode.start("upstream.url", "http://127.0.0.1:" + free + "/v1/")) {
      AnswerIT.fill(node.client());
      requireExtractive(node.client());
    }
  }

  @Test
  void callsBeyondTheLimitGetTheExtractiveAnswerAtOnce() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    UPSTREAM.answers(
        200,
        out -> {
          asked.countDown();
          go.await();
          FakeUpstream.send(out, FakeUpstream.chunk("late") + "data: [DONE]\n\n");
        });
    var first = CompletableFuture.supplyAsync(() -> NODE.client().post(PATH, ASK));
    assertTrue(asked.await(5, TimeUnit.SECONDS));
    assertEquals(
        "extractive", NODE.client().post(PATH, ASK).require(200).json().path("rung").asString(""));
    go.countDown();
    assertEquals("generated", first.get().json().path("rung").asString(""));
    UPSTREAM.says("and the place is free again");
    assertEquals(
        "generated", NODE.client().post(PATH, ASK).require(200).json().path("rung").asString(""));
  }

  @Test
  void aClientThatGoesAwayLeavesNothingBehind() throws Exception {
    UPSTREAM.answers(
        200,
        out -> {
          for (int i = 0; i < 50; i++) {
            FakeUpstream.send(out, FakeUpstream.chunk("word "));
            Thread.sleep(20);
          }
        });
    try (InputStream stream = NODE.client().open(PATH, STREAM)) {
      assertTrue(stream.read() >= 0);
    }
    awaitOnlyThisRequest();
    UPSTREAM.says("and the place is free again");
    assertEquals(
        "generated", NODE.client().post(PATH, ASK).require(200).json().path("rung").asString(""));
  }
}
