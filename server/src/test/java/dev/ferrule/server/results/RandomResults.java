package dev.ferrule.server.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Makes up results. Confined. */
final class RandomResults {
  private static final List<String> WORDS =
      List.of(
          "", "a", "Spam", "sign_up", "Überweisung", "名前", "😀 smile", "x".repeat(300), "\n\"\\");

  private final RandomGenerator random;
  private long lastId;
  private long lastMillis = 1_700_000_000_000L;

  RandomResults(long seed) {
    this.random = new Random(seed);
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private List<String> words(int most) {
    var words = new ArrayList<String>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      words.add(word());
    }
    return words;
  }

  private byte[] bytes() {
    var bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(300_000) : random.nextInt(50)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** Anything that a result can hold. */
  Result anything() {
    return new Result(
        random.nextLong(),
        random.nextLong() >> random.nextInt(64),
        word(),
        word(),
        word(),
        words(4),
        words(3),
        words(5),
        random.nextInt(3) == 0 ? random.nextInt(Integer.MAX_VALUE) : 0,
        bytes(),
        bytes(),
        bytes());
  }

  /** One of a few actions, rules and so on, with an id and a time after those before. */
  Result plausible() {
    lastId += 1 + random.nextInt(5);
    lastMillis += random.nextInt(2_000) - 20;
    var rules = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      if (random.nextInt(4) == 0) {
        rules.add("Rule" + i);
      }
    }
    return new Result(
        lastId,
        lastMillis,
        "2026-01-01T00:00:00Z",
        "action" + random.nextInt(3),
        "release" + random.nextInt(2),
        rules,
        random.nextInt(3) == 0 ? List.of("block") : List.of(),
        List.of("User/" + random.nextInt(20), "Ip/" + random.nextInt(5)),
        random.nextInt(5) == 0 ? 1 : 0,
        "[]".getBytes(UTF_8),
        ("{\"n\":" + lastId + "}").getBytes(UTF_8),
        "{}".getBytes(UTF_8));
  }

  List<Result> plausible(int count) {
    var results = new ArrayList<Result>();
    for (int i = 0; i < count; i++) {
      results.add(plausible());
    }
    return results;
  }

  static void assertSame(List<Result> expected, List<Result> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertSame(expected.get(i), found.get(i));
    }
  }

  /** Records compare arrays by identity. */
  static void assertSame(Result expected, Result found) {
    assertArrayEquals(expected.effects(), found.effects());
    assertArrayEquals(expected.features(), found.features());
    assertArrayEquals(expected.data(), found.data());
    assertEquals(withoutArrays(expected), withoutArrays(found));
  }

  private static List<Object> withoutArrays(Result r) {
    return List.of(
        r.id(),
        r.receivedMillis(),
        r.time(),
        r.action(),
        r.release(),
        r.rules(),
        r.verdicts(),
        r.entities(),
        r.errors());
  }
}
