package dev.ferrule.server.webhooks;

import static dev.ferrule.server.inbox.EventParts.await;
import static dev.ferrule.server.inbox.EventParts.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.inbox.EventParts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class WebhooksTest {
  private static final String SECRET = "0123456789abcdef";
  private static final Webhook.Filter ALL =
      new Webhook.Filter(List.of(), List.of(), List.of(), List.of());
  private static final WebhookLimits QUICK =
      new WebhookLimits(3, 4, 50, 4, ms(20), ms(100), ms(500), 1_000);

  @TempDir private Path directory = Path.of("unset");
  private EventParts parts;
  private Receiver receiver;
  private Webhooks webhooks;

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  @BeforeEach
  void open() throws IOException {
    receiver = new Receiver();
    begin(QUICK);
  }

  private void begin(WebhookLimits limits) {
    parts = new EventParts(directory, 1_000, DeadLetters.Limits.DEFAULT).run();
    webhooks =
        new Webhooks(parts.store, parts.results, parts.letters, InstantSource.system(), limits);
    webhooks.start();
  }

  private void end() {
    webhooks.close();
    parts.close();
  }

  @AfterEach
  void close() {
    end();
    receiver.close();
  }

  private Webhook webhook(String name, Webhook.Filter on) {
    return new Webhook(name, receiver.url("/" + name), SECRET, on);
  }

  private void submit(long id, String text) {
    parts.engine.submit(parts.intake.read(event(id, "u" + id, text))).join();
  }

  @Test
  void aMatchIsSentSignedAndOnce() throws Exception {
    webhooks.put(
        webhook("a", new Webhook.Filter(List.of(), List.of("hush"), List.of(), List.of("loud"))));
    submit(1, "quiet");
    submit(2, "LOUD");
    submit(3, "quiet");
    await("the call", () -> webhooks.counts("a").delivered() == 1);
    await("nothing is left", () -> webhooks.counts("a").behind() == 0);
    assertEquals(1, receiver.calls().size());
    var call = receiver.calls().getFirst();
    assertEquals("msg_a_2", call.header("webhook-id"));
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(
        (call.header("webhook-id") + "." + call.header("webhook-timestamp") + ".")
            .getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "v1," + Base64.getEncoder().encodeToString(mac.doFinal(call.body())),
        call.header("webhook-signature"));
    var json = JsonMapper.shared().readTree(call.body());
    assertEquals("a", json.path("webhook").asString(""));
    assertEquals("2", json.path("id").asString(""));
    assertEquals("hush", json.path("verdicts").path(0).asString(""));
    assertEquals("User/u2", json.path("entities").path(0).asString(""));
  }

  /** The example of the specification of Standard Webhooks. */
  @Test
  void theSignatureIsThatOfTheStandard() {
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        Signature.sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aCallThatFailsIsRepeatedWithItsIdUntilItIsTaken() {
    var count = new AtomicInteger();
    receiver.does(exchange -> Receiver.answer(exchange, count.incrementAndGet() < 3 ? 500 : 204));
    webhooks.put(webhook("a", ALL));
    submit(5, "x");
    await("the call", () -> webhooks.counts("a").delivered() == 1);
    assertEquals(3, receiver.calls().size());
    assertTrue(receiver.calls().stream().allMatch(c -> c.header("webhook-id").equals("msg_a_5")));
    assertEquals(2, webhooks.counts("a").failed());
    assertEquals(0, parts.letters.count());
  }

  @Test
  void aClockThatIsSetDelaysNoCall() {
    end();
    parts = new EventParts(directory, 1_000, DeadLetters.Limits.DEFAULT).run();
    var hours = new AtomicInteger();
    InstantSource clock = () -> Instant.now().plus(Duration.ofHours(hours.get()));
    webhooks = new Webhooks(parts.store, parts.results, parts.letters, clock, QUICK);
    webhooks.start();
    var count = new AtomicInteger();
    receiver.does(exchange -> {
      int call = count.incrementAndGet();
      hours.set(call % 2 == 0 ? 50 : -50); // between the attempts, there and back
      Receiver.answer(exchange, call % 3 == 0 ? 204 : 500);
    });
    webhooks.put(webhook("a", ALL));
    submit(1, "x");
    submit(2, "x");
    await("the calls", () -> webhooks.counts("a").delivered() == 2);
    assertEquals(0, parts.letters.count());
  }

  private DeadLetter onlyLetter() {
    await("a dead letter", () -> parts.letters.count() == 1);
    await("nothing waits", () -> webhooks.counts("a").waiting() == 0);
    return parts.letters.list(DeadLetter.Source.WEBHOOK, 0, 10).letters().getFirst();
  }

  @Test
  void aRedirectIsAFailureAndNotFollowed() {
    receiver.does(exchange -> {
      exchange.getResponseHeaders().set("location", receiver.url("/elsewhere").toString());
      Receiver.answer(exchange, 302);
    });
    webhooks.put(webhook("a", ALL));
    submit(6, "x");
    var content = onlyLetter().content();
    assertEquals("expected a status from 200 to 299, found 302", content.message());
    assertEquals(4, content.attempts());
    assertTrue(receiver.calls().stream().noneMatch(call -> call.path().equals("/elsewhere")));
  }

  @Test
  void aDeadLetterIsSentAgainOnReplay() {
    receiver.does(exchange -> Receiver.answer(exchange, 500));
    webhooks.put(webhook("a", ALL));
    submit(7, "x");
    var letter = onlyLetter();
    receiver.does(exchange -> Receiver.answer(exchange, 200));
    webhooks.replay(letter);
    await("the call", () -> webhooks.counts("a").delivered() == 1);
    assertEquals(0, parts.letters.count());
    assertEquals("msg_a_7", receiver.calls().getLast().header("webhook-id"));
  }

  @Test
  void aReceiverThatHangsIsCutOffAndHoldsNoOtherUp() {
    var never = new CountDownLatch(1);
    try (var good = new Receiver()) {
      receiver.does(exchange -> {
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      webhooks.put(webhook("a", ALL));
      webhooks.put(new Webhook("b", good.url("/b"), SECRET, ALL));
      for (int i = 100; i < 200; i++) { // more than a may have waiting
        submit(i, "x");
      }
      await("the other's calls", () -> webhooks.counts("b").delivered() == 100);
      assertTrue(webhooks.counts("a").waiting() > 0);
      await("it is cut off", () -> webhooks.counts("a").failed() > 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      never.countDown();
    }
  }

  @Test
  void anEndlessAnswerCostsABoundedPart() {
    receiver.does(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      var piece = new byte[8_192];
      try (var out = exchange.getResponseBody()) {
        while (true) {
          out.write(piece);
        }
      }
    });
    webhooks.put(webhook("a", ALL));
    submit(8, "x");
    await("the call", () -> webhooks.counts("a").delivered() == 1);
  }

  @Test
  void aCallWithoutAListenerSaysSo() throws IOException {
    URI url;
    try (var socket = new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
      url = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    webhooks.put(new Webhook("a", url, SECRET, ALL));
    submit(9, "x");
    assertEquals("expected an HTTP answer, found no connection", onlyLetter().content().message());
  }

  @Test
  void garbageInsteadOfHttpIsAFailure() throws IOException {
    try (var socket = new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                try (var one = socket.accept()) {
                  one.getOutputStream()
                      .write("no http at all\n\n".getBytes(StandardCharsets.UTF_8));
                }
              }
            } catch (IOException e) {
              // the test is over
            }
          });
      URI url = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
      webhooks.put(new Webhook("a", url, SECRET, ALL));
      submit(9, "x");
      assertTrue(onlyLetter().content().message().startsWith("expected an HTTP answer"));
    }
  }

  @Test
  void callsThatWaitSurviveARestart() {
    receiver.does(exchange -> Receiver.answer(exchange, 503));
    end();
    begin(new WebhookLimits(3, 4, 50, 100, ms(20), ms(100), ms(500), 1_000));
    webhooks.put(webhook("a", ALL));
    for (int i = 10; i < 20; i++) {
      submit(i, "x");
    }
    await("it was tried", () -> webhooks.counts("a").failed() >= 5);
    end();
    receiver.does(exchange -> Receiver.answer(exchange, 200));
    begin(QUICK);
    await("the calls", () -> webhooks.counts("a").delivered() == 10);
    assertEquals(0, webhooks.counts("a").waiting());
  }

  @Test
  void retryAfterIsHonoured() {
    var times = new ArrayList<Long>();
    receiver.does(exchange -> {
      synchronized (times) {
        times.add(System.nanoTime());
      }
      exchange.getResponseHeaders().set("retry-after", "1");
      Receiver.answer(exchange, times.size() == 1 ? 429 : 200);
    });
    webhooks.put(webhook("a", ALL));
    submit(30, "x");
    await("the call", () -> webhooks.counts("a").delivered() == 1);
    assertTrue(times.get(1) - times.get(0) >= 990_000_000L, times.toString());
  }

  @Test
  void aWebhookThatKeepsFailingIsSlowedDown() {
    end();
    begin(new WebhookLimits(3, 4, 50, 100, ms(400), ms(400), ms(500), 3));
    receiver.does(exchange -> Receiver.answer(exchange, 500));
    webhooks.put(webhook("a", ALL));
    for (int i = 200; i < 240; i++) {
      submit(i, "x");
    }
    await("it is slowed down", () -> webhooks.counts("a").failed() >= 3);
    assertTrue(receiver.calls().size() < 10, () -> receiver.calls().size() + " calls");
  }

  @Test
  void aDeletedWebhookLeavesNothing() {
    receiver.does(exchange -> Receiver.answer(exchange, 500));
    webhooks.put(webhook("a", ALL));
    submit(40, "x");
    await("it was tried", () -> webhooks.counts("a").failed() > 0);
    webhooks.delete("a");
    assertEquals(List.of(), webhooks.list());
    var thrown = assertThrows(FerruleException.class, () -> webhooks.get("a"));
    assertEquals(ErrorCode.WEBHOOK_NOT_FOUND, thrown.code());
    receiver.does(exchange -> Receiver.answer(exchange, 200));
    webhooks.put(webhook("a", ALL));
    submit(41, "x");
    await("the call", () -> webhooks.counts("a").delivered() == 1);
    assertEquals("msg_a_41", receiver.calls().getLast().header("webhook-id"));
  }

  @Test
  void whatIsNoWebhookIsRefusedWithoutItsSecret() {
    for (String url : List.of("ftp://x/", "file:///etc/passwd", "http:///", "https://u:p@x/")) {
      var thrown =
          assertThrows(
              FerruleException.class, () -> new Webhook("a", Webhook.url(url), SECRET, ALL));
      assertEquals(ErrorCode.WEBHOOK_INVALID, thrown.code());
    }
    var thrown =
        assertThrows(
            FerruleException.class, () -> new Webhook("a", receiver.url("/"), "shorty", ALL));
    assertFalse(String.valueOf(thrown.getMessage()).contains("shorty"));
    assertFalse(webhook("a", ALL).toString().contains(SECRET));
    assertNotNull(webhook("a", ALL));
  }

  @Test
  void beyondTheLimitNoWebhookIsMade() {
    for (String name : List.of("a", "b", "c")) {
      webhooks.put(webhook(name, ALL));
    }
    var thrown = assertThrows(FerruleException.class, () -> webhooks.put(webhook("d", ALL)));
    assertEquals(ErrorCode.LIMIT_REACHED, thrown.code());
  }

  @Test
  void aTestCallTellsWhatCameOfIt() {
    webhooks.put(webhook("a", ALL));
    assertEquals(200, webhooks.test("a").status());
    receiver.does(exchange -> Receiver.answer(exchange, 401));
    var call = webhooks.test("a");
    assertEquals(401, call.status());
    assertEquals("expected a status from 200 to 299, found 401", call.failure());
  }
}
