package dev.ferrule.model.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, a read ends soon, in values or in one exception, and looks at no others. */
class ProjectionFuzzTest {
  private static final Projection PROJECTION =
      Projection.of(
          List.of(
              JsonPath.parse("$.a.b"),
              JsonPath.parse("$.text"),
              JsonPath.parse("$.a[0].b"),
              JsonPath.parse("$..b"),
              JsonPath.parse("$.*[*]"),
              JsonPath.parse("$.'$type'"),
              JsonPath.parse("$")));

  private static final byte[] BYTES = "{}[]\",:\\u0019e.-tfnNI \n\0".getBytes(ISO_8859_1);

  /** What a read gives, or its error, with nothing of where the document stands. */
  private static String outcome(byte[] bytes, int offset, int length) {
    Projected found = PROJECTION.newProjected();
    try {
      PROJECTION.read(bytes, offset, length, found);
    } catch (FerruleException e) {
      assertTrue(e.code() == ErrorCode.EVENT_INVALID || e.code() == ErrorCode.EVENT_TOO_LARGE);
      return String.valueOf(e.getMessage());
    }
    var values = new ArrayList<String>();
    for (int path = 0; path < PROJECTION.paths().size(); path++) {
      values.add(found.kind(path) + " " + found.value(path) + " " + found.failure(path));
    }
    return values.toString();
  }

  @Test
  void mutatedDocumentsEndInValuesOrOneException() {
    long seed = Long.getLong("fuzz.seed", 20_260_102L);
    var random = new SplittableRandom(seed);
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 30_000; i++) {
            byte[] document = mutated(RandomJson.object(random, 3).getBytes(UTF_8), random);
            String alone = outcome(document, 0, document.length);
            for (byte around : new byte[] {'"', '}', '1', ' ', (byte) 0x80}) {
              byte[] wide = new byte[document.length + 40];
              Arrays.fill(wide, around);
              System.arraycopy(document, 0, wide, 20, document.length);
              assertEquals(alone, outcome(wide, 20, document.length), () -> "seed=" + seed);
            }
          }
        });
  }

  private static byte[] mutated(byte[] document, SplittableRandom random) {
    byte[] bytes = document;
    for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      byte put =
          random.nextInt(5) == 0 ? (byte) random.nextInt(256) : BYTES[random.nextInt(BYTES.length)];
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = put;
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        case 2 -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          longer[at] = put;
          bytes = longer;
        }
        default -> {
          byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
          System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
          bytes = shorter;
        }
      }
    }
    return bytes;
  }

  @Test
  void documentCutAnywhereIsRefused() {
    byte[] whole =
        "{\"a\":{\"b\":[1,-2.5e3,true,null,\"é😀\\u00e9\"]},\"skip\":{\"x\":[false,{\"y\":NaN}]}}"
            .getBytes(UTF_8);
    outcome(whole, 0, whole.length);
    Projected into = PROJECTION.newProjected();
    for (int length = 0; length < whole.length; length++) {
      int cut = length;
      var thrown = assertThrows(FerruleException.class, () -> PROJECTION.read(whole, 0, cut, into));
      assertEquals(ErrorCode.EVENT_INVALID, thrown.code());
    }
  }

  @Test
  void timeGrowsWithTheLengthOnly() {
    for (String unit : List.of("{\"a\":", "[", "\"\\u0041\"", "{\"a\":1},", "\\", "é", "1", " ")) {
      byte[] document = ("[" + unit.repeat(1 << 20)).getBytes(UTF_8);
      Assertions.assertTimeout(
          Duration.ofSeconds(10), () -> outcome(document, 0, document.length), unit);
    }
    var names = new StringBuilder("{");
    for (int i = 0; i < 200_000; i++) {
      names.append("\"n").append(i % 100_000).append("\":0,");
    }
    byte[] many = names.append("\"b\":7}").toString().getBytes(UTF_8);
    Assertions.assertTimeout(
        Duration.ofSeconds(10), () -> assertTrue(outcome(many, 0, many.length).contains("4 7")));
  }

  @Test
  void readingAllocatesNothing() {
    byte[] document =
        "{\"a\":{\"b\":1.5,\"c\":[1,{\"d\":\"é\\n\"}]},\"text\":\"héllo\\t\",\"ab\":12}"
            .getBytes(UTF_8);
    Projection projection =
        Projection.of(
            List.of(
                JsonPath.parse("$.a.b"),
                JsonPath.parse("$.text"),
                JsonPath.parse("$.a.c[1].d"),
                JsonPath.parse("$.ab"),
                JsonPath.parse("$..d"),
                JsonPath.parse("$.a.c[*].d")));
    Projected into = projection.newProjected();
    long sum = 0;
    for (int i = 0; i < 30_000; i++) {
      sum += readOnce(projection, document, into);
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        sum += readOnce(projection, document, into);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(sum > 0);
    assertTrue(least < 1_000, "allocated in 1000 reads: " + least);
  }

  /** A read and a look at each path, those that are walked to included. */
  private static long readOnce(Projection projection, byte[] document, Projected into) {
    projection.read(document, 0, document.length, into);
    long sum = into.longValue(3) + (long) into.doubleValue(0);
    for (int path = 0; path < projection.paths().size(); path++) {
      sum += into.kind(path) + into.start(path);
    }
    return sum;
  }
}
