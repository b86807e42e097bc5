package dev.ferrule.server.inbox;

import static dev.ferrule.server.inbox.EventParts.await;
import static dev.ferrule.server.inbox.EventParts.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.store.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
  @TempDir private Path directory = Path.of("unset");

  private EventParts open(long mostEvents) {
    return new EventParts(directory, mostEvents, DeadLetters.Limits.DEFAULT);
  }

  @Test
  void anEventIsEvaluatedOnceAndLeavesTheInbox() {
    try (var parts = open(100).run()) {
      assertEquals(7, parts.inbox.accept(event(7, "u1", "LOUD")).join());
      await("the result", () -> parts.inbox.events() == 0);
      assertEquals(List.of("hush"), parts.result(7).verdicts());
      assertEquals(0, parts.inbox.bytes());
      assertTrue(isEmpty(parts, Table.INBOX));
    }
  }

  private static boolean isEmpty(EventParts parts, Table table) {
    try (var cursor = parts.store.scan(table, new byte[0])) {
      return !cursor.next();
    }
  }

  @Test
  void whatIsNoEventIsRefusedAlone() {
    try (var parts = open(100).run()) {
      var receipts =
          parts
              .inbox
              .accept(List.of(event(1, "u1", "x"), JsonSlice.of("{oops"), event(2, "u1", "x")))
              .join();
      assertEquals(List.of(1L, 0L, 2L), receipts.stream().map(Inbox.Receipt::id).toList());
      assertNull(receipts.get(0).refusal());
      assertNotNull(receipts.get(1).refusal());
      await("the results", () -> parts.inbox.events() == 0);
      parts.result(1);
      parts.result(2);
    }
  }

  @Test
  void eventsWaitForARelease() {
    try (var parts = open(100)) {
      parts.inbox.start();
      parts.inbox.accept(event(3, "u1", "LOUD")).join();
      assertNull(parts.engine.find(3));
      assertEquals(1, parts.inbox.events());
    }
    try (var parts = open(100).run()) {
      await("the result", () -> parts.inbox.events() == 0);
      assertEquals(List.of("hush"), parts.result(3).verdicts());
    }
  }

  @Test
  void theTimeIsThatOfTheAcknowledgement() {
    String time;
    try (var parts = open(100)) {
      parts.inbox.accept(event(3, "u1", "x")).join();
      time = new InboxTable(parts.store, 1, 1).read(0, 1, 1).getFirst().event().time().toString();
    }
    try (var parts = open(100).run()) {
      await("the result", () -> parts.inbox.events() == 0);
      assertEquals(time, parts.result(3).time());
    }
  }

  @Test
  void beyondTheLimitNoneIsTaken() {
    try (var parts = open(2)) {
      parts.inbox.accept(event(1, "u1", "x")).join();
      parts.inbox.accept(event(2, "u1", "x")).join();
      var thrown =
          assertThrows(
              CompletionException.class, () -> parts.inbox.accept(event(3, "u1", "x")).join());
      var cause = assertInstanceOf(FerruleException.class, thrown.getCause());
      assertEquals(ErrorCode.LIMIT_REACHED, cause.code());
      var many = parts.inbox.accept(List.of(event(4, "u1", "x"), event(5, "u1", "x"))).join();
      assertTrue(many.stream().allMatch(receipt -> receipt.refusal() != null));
      assertEquals(2, parts.inbox.events());
    }
    try (var parts = open(2).run()) { // counted again from the store
      await("the results", () -> parts.inbox.events() == 0);
      parts.inbox.accept(event(3, "u1", "x")).join();
    }
  }

  @Test
  void eventsOfAnEntityKeepTheirOrder() {
    try (var parts = open(10_000)) {
      var events = new ArrayList<JsonSlice>();
      for (int user = 0; user < 20; user++) {
        for (int i = 0; i < 10; i++) {
          events.add(event(user * 100 + i + 1, "u" + user, i == 5 ? "LOUD" : "x"));
        }
      }
      parts.inbox.accept(events).join();
      parts.run();
      await("the results", () -> parts.inbox.events() == 0);
      for (int user = 0; user < 20; user++) {
        for (int i = 0; i < 10; i++) {
          var rules = parts.result(user * 100 + i + 1).rules();
          assertEquals(i > 5, rules.contains("Again"), user + " " + i);
        }
      }
    }
  }

  @Test
  void anIdThatCameBeforeIsNotEvaluatedAgain() {
    try (var parts = open(100).run()) {
      parts.engine.submit(parts.intake.read(event(9, "u1", "x"))).join();
      parts.inbox.accept(event(9, "u1", "LOUD")).join();
      await("the entry goes", () -> parts.inbox.events() == 0);
      assertEquals(List.of(), parts.result(9).verdicts());
      assertTrue(isEmpty(parts, Table.INBOX));
    }
  }

  @Test
  void whatCannotBeEvaluatedBecomesADeadLetter() {
    try (var parts = open(100).run()) {
      poison(parts, 11);
      parts.inbox.accept(event(12, "u1", "LOUD")).join();
      await("both leave", () -> isEmpty(parts, Table.INBOX));
      assertNull(parts.engine.find(11));
      assertEquals(List.of("hush"), parts.result(12).verdicts());
      DeadLetter letter = parts.letters.list(null, 0, 10).letters().getFirst();
      assertEquals(DeadLetter.Source.INBOX, letter.content().source());
      assertEquals(11, letter.content().eventId());
      assertEquals("event.invalid", letter.content().code());
      assertEquals("r1", letter.content().release());
      assertEquals(1, letter.content().attempts());
      assertFalse(letter.content().message().contains("u1"), letter.content().message());
      assertTrue(isEmpty(parts, Table.INBOX));
    }
  }

  /** An event whose data is broken in a way that shows when it is evaluated. */
  private static void poison(EventParts parts, long id) {
    byte[] whole = EventCodec.encode(parts.intake.read(event(id, "u1", "x")).event());
    String text = new String(whole, StandardCharsets.ISO_8859_1).replace("\"user\":", "\"user\";");
    parts.store.commitAndWait(writer -> {
      writer.put(
          Table.INBOX,
          java.nio.ByteBuffer.allocate(12)
              .putLong(writer.nextSequence())
              .putInt(whole.length)
              .array(),
          text.getBytes(StandardCharsets.ISO_8859_1));
      return true;
    });
  }

  @Test
  void whenDeadLettersAreFullTheEventStaysInTheInbox() {
    try (var parts = new EventParts(directory, 100, new DeadLetters.Limits(1, 1 << 20)).run()) {
      poison(parts, 21);
      await("a dead letter", () -> parts.letters.count() == 1);
      poison(parts, 22);
      await("it is refused", () -> parts.letters.refused() > 0);
      assertFalse(isEmpty(parts, Table.INBOX));
      parts.letters.delete(parts.letters.list(null, 0, 1).letters().getFirst().id());
      await("it is taken", () -> isEmpty(parts, Table.INBOX));
      assertEquals(22, parts.letters.list(null, 0, 1).letters().getFirst().content().eventId());
    }
  }

  @Test
  void theSecretPartIsKeptUntilTheEvaluationAndNoLonger() {
    String secret =
        "{\"action_id\":5,\"action_name\":\"a\",\"data\":{},\"secret_data\":{\"t\":\"hidden-token\"}}";
    try (var parts = open(100)) {
      parts.inbox.accept(JsonSlice.of(secret)).join();
      var waiting = new InboxTable(parts.store, 1, 1).read(0, 1, 1).getFirst().event();
      assertTrue(waiting.secretData().toString().contains("hidden-token"));
      parts.run();
      await("the result", () -> parts.inbox.events() == 0);
      var result = parts.result(5);
      assertFalse(new String(result.data(), StandardCharsets.UTF_8).contains("hidden-token"));
      assertFalse(new String(result.features(), StandardCharsets.UTF_8).contains("hidden-token"));
      assertTrue(isEmpty(parts, Table.INBOX));
    }
  }

  @Test
  void aReplayedEventIsEvaluatedWithItsId() {
    try (var parts = open(100).run()) {
      long id =
          parts
              .letters
              .add(
                  new DeadLetter.Content(
                      DeadLetter.Source.KAFKA,
                      "topic",
                      31,
                      "internal",
                      "m",
                      5,
                      "",
                      event(31, "u1", "LOUD").bytes()))
              .join();
      parts.inbox.replay(parts.letters.get(id), parts.letters);
      await("the result", () -> parts.engine.find(31) != null);
      assertEquals(0, parts.letters.count());
      var thrown = assertThrows(FerruleException.class, () -> parts.letters.get(id));
      assertEquals(ErrorCode.DEAD_LETTER_NOT_FOUND, thrown.code());
    }
  }
}
