package dev.ferrule.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.authoring.EventFile;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Events and files of events that are large, deep, damaged or in another encoding. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileEventsTest {
  private static final int MANY = 10_000;
  private static final BothEngines RULES =
      BothEngines.of(
          """
          A: Optional[str] = JsonData(path='$.a')
          B: Optional[int] = JsonData(path='$.b[*].c')
          C: Optional[str] = JsonData(path='$..c')
          """);

  @TempDir private Path directory;

  private static String error(byte[] event) {
    var time = EventTime.parse("2026-01-02T03:04:05Z");
    var hostile = new Event(1, "test", time, JsonSlice.of(event));
    var thrown = assertThrows(FerruleException.class, () -> RULES.compiled().evaluate(hostile));
    return thrown.code().id() + ": " + thrown.getMessage();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> refused() {
    String deeper =
        "event.too-large: expected at most 500 open objects and arrays, found another at";
    return Stream.of(
        Arguments.of(bytes("{\"a\":" + "[".repeat(MANY) + "]".repeat(MANY) + "}"), deeper),
        Arguments.of(bytes("{\"z\":" + "{\"z\":".repeat(MANY) + "1" + "}".repeat(MANY)), deeper),
        Arguments.of(
            bytes("{\"a\":\"" + "x".repeat(20_000_000) + "\"}"),
            "event.too-large: expected at most 16777216 bytes, found 20000008"),
        Arguments.of(
            bytes("{\"a\":" + "9".repeat(4301) + "}"),
            "event.invalid: expected an integer of at most 4300 digits at byte 5, found digits=4301"),
        Arguments.of(
            new byte[] {'{', '"', 'z', '"', ':', '"', (byte) 0xff, '"', '}'},
            "event.invalid: expected UTF-8 at byte 6, found byte 0xff"),
        Arguments.of(
            "{}".getBytes(StandardCharsets.UTF_16),
            "event.invalid: expected a value at byte 0, found byte 0xfe"),
        Arguments.of(
            bytes("{\"a\":\"abc"),
            "event.invalid: expected the end of the string at byte 9, found the end"),
        Arguments.of(bytes(""), "event.invalid: expected a value at byte 0, found the end"),
        Arguments.of(bytes("{}{}"), "event.invalid: expected the end of the document at byte 2"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void eventsThatCannotBeReadAreRefused(byte[] event, String message) {
    String error = error(event);
    assertEquals(message, error.substring(0, Math.min(message.length(), error.length())));
  }

  @Test
  void largeEventsAreRead() {
    RULES.evaluate("{\"a\":\"" + "x".repeat(10_000_000) + "\"}");
    RULES.evaluate("{\"a\":\"" + "\\u0041".repeat(1_600_000) + "\"}");
    RULES.evaluate("{\"a\":[" + "1,".repeat(1_000_000) + "1]}");
    RULES.evaluate("{\"b\":[" + "{},".repeat(1_000_000) + "{\"c\": 3}]}");
    String keys = BothEngines.each(100_000, i -> "\"k" + i + "\":" + i + ",");
    assertEquals("1", RULES.evaluate("{" + keys + "\"a\":1}").features().get("A"));
  }

  @Test
  void theLastFieldOfANameCounts() {
    String json =
        "{" + "\"b\":[{\"c\":1}],".repeat(300_000) + "\"b\":[{\"c\":2}],\"b\":[{\"c\":3}]}";
    assertEquals(3L, RULES.evaluate(json).features().get("B"));
  }

  @Test
  void pathsThatWalkWithoutEndFail() {
    var rules =
        BothEngines.of(
            """
            A: Optional[str] = JsonData(path='$..*..*..*..*..*')
            B: Optional[str] = JsonData(path='$.b[0:1].`parent`.`parent`')
            """);
    String json = "{\"b\":{\"c\":1},\"a\":" + "{\"a\":".repeat(300) + "1" + "}".repeat(301);
    assertEquals(
        List.of(
            "ValueError: expected at most 20000000 steps of a path, found more",
            "ValueError: expected the parent of an element of an array, found another's"),
        BothEngines.errors(rules.evaluate(json)));
  }

  @Test
  void theDeepestEventsAreReadInHalfAMegabyteOfStack() throws InterruptedException {
    String deep = "{\"a\":" + "{\"c\":[".repeat(249) + "1" + "]}".repeat(249) + "}";
    var found = new AtomicReference<@Nullable Object>();
    var thread =
        new Thread(
            null,
            () -> found.set(RULES.evaluate(deep).features().get("A")),
            "small stack",
            1 << 19);
    thread.start();
    thread.join();
    assertEquals("{'c': [".repeat(249) + "1" + "]}".repeat(249), found.get());
  }

  @Test
  void numbersBeyondAllBoundsAreWhatPythonReads() {
    assertEquals("nan", RULES.evaluate("{\"a\":NaN}").features().get("A"));
    assertEquals("inf", RULES.evaluate("{\"a\":1e999999999999}").features().get("A"));
    String digits = "9".repeat(4300);
    assertEquals(digits, RULES.evaluate("{\"a\":" + digits + "}").features().get("A"));
    assertEquals("1", RULES.evaluate("\ufeff{\"a\":\"1\"}").features().get("A"));
    assertNull(RULES.evaluate("[1]").features().get("A"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"data":{}} | expected an action_name in the event, found none
          {"action_name":null,"data":{}} | expected an action_name in the event, found none
          {"action_name":"x","data":[]} | expected an object in data of the event, found none
          {"action_name":"x","data":{},"action_id":99999999999999999999} | \
          expected a whole number of 64 bits as action_id, found another value
          {"action_name":"x","data":{},"action_id":"9e9"} | \
          expected a whole number of 64 bits as action_id, found another value
          {"action_name":"x","data":{},"timestamp":"0000-00-00T00:00:00"} | \
          expected a time in ISO 8601 as 2026-01-02T03:04:05Z, found 0000-00-00T00:00:00
          [] | expected an action_name in the event, found none
          """)
  void envelopesThatSayTooLittleAreRefused(String line, String message) {
    var reader = new EventReader(Clock.systemUTC(), null);
    var thrown = assertThrows(FerruleException.class, () -> reader.read(JsonSlice.of(line), 1));
    assertEquals(ErrorCode.EVENT_INVALID, thrown.code());
    assertEquals(message, thrown.getMessage());
  }

  private int count(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, bytes);
    int lines = 0;
    try (var events = new EventFile(file)) {
      while (events.next() != null) {
        lines++;
      }
    }
    return lines;
  }

  private String fileError(String name, byte[] bytes) {
    var thrown = assertThrows(FerruleException.class, () -> count(name, bytes));
    return (thrown.code().id() + ": " + thrown.getMessage()).replace(directory + "/", "");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void filesOfEventsMayEndAndBreakLinesAnyhow() throws IOException {
    assertEquals(0, count("a.jsonl", bytes("")));
    assertEquals(2, count("a.jsonl", bytes("{}\n{}")));
    assertEquals(2, count("a.jsonl", bytes("{}\r\n\r\n \t \r\n{}\r\n")));
    assertEquals(0, count("a.jsonl", bytes("\n".repeat(5_000_000))));
    assertEquals(1, count("a.jsonl", bytes("x".repeat(EventFile.MOST_LINE_BYTES - 1) + "\n")));
    assertEquals(2, count("a.gz", gzip(bytes("{}\n{}\n"))));
  }

  @Test
  void filesOfEventsThatAreDamagedAreRefused() throws IOException {
    assertEquals(
        "event.too-large: expected lines of at most 16777216 bytes, found a longer one:"
            + " line 2 of a.jsonl",
        fileError("a.jsonl", bytes("{}\n" + "x".repeat(20 << 20) + "\n")));
    assertEquals(
        "event.too-large: expected lines of at most 16777216 bytes, found a longer one:"
            + " line 1 of a.gz",
        fileError("a.gz", gzip(new byte[100 << 20])));
    String behind = "event.invalid: expected a gzip file of events, found otherwise behind line ";
    byte[] whole = gzip(bytes(BothEngines.each(100, i -> "{\"a\":" + i * 7919 + "}\n")));
    assertEquals(behind + "0 of a.gz: it cut short", fileError("a.gz", bytes("")));
    assertEquals(behind + "0 of a.gz: Not in GZIP format", fileError("a.gz", bytes("{}\n")));
    assertEquals(
        behind + "100 of a.gz: it cut short",
        fileError("a.gz", Arrays.copyOf(whole, whole.length - 4)));
    whole[whole.length - 6] ^= 1;
    assertEquals(behind + "100 of a.gz: Corrupt GZIP trailer", fileError("a.gz", whole));
  }
}
