package dev.ferrule.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private static JsonWriter sample(JsonWriter writer) {
    byte[] encoded = JsonWriter.encodedName("né\"");
    return writer
        .beginObject()
        .name("a")
        .value(1)
        .name(encoded)
        .value("é😀\"\\\n\u0001\u007f/\ud83d")
        .name("l")
        .beginArray()
        .value(1.0)
        .value(1e-7)
        .value(1e16)
        .value(true)
        .nullValue()
        .beginObject()
        .endObject()
        .beginArray()
        .endArray()
        .endArray()
        .name("m")
        .value(Long.MIN_VALUE)
        .endObject();
  }

  @Test
  void pythonStyleIsThatOfDumps() {
    assertEquals(
        "{\"a\": 1, \"n\\u00e9\\\"\": \"\\u00e9\\ud83d\\ude00\\\"\\\\\\n\\u0001\\u007f/\\ud83d\","
            + " \"l\": [1.0, 1e-07, 1e+16, true, null, {}, []], \"m\": -9223372036854775808}",
        sample(new JsonWriter(1, JsonWriter.Style.PYTHON)).toString());
  }

  @Test
  void compactStyleIsUtf8WithoutSpace() {
    assertEquals(
        "{\"a\":1,\"n\\u00e9\\\"\":\"é😀\\\"\\\\\\n\\u0001\\u007f/\\ud83d\","
            + "\"l\":[1.0,1e-07,1e+16,true,null,{},[]],\"m\":-9223372036854775808}",
        sample(new JsonWriter(1)).toString());
  }

  @Test
  void anyValueIsWritten() {
    var map = new LinkedHashMap<String, Object>();
    map.put("i", 1);
    map.put("b", new BigInteger("18446744073709551616"));
    map.put("l", Arrays.asList(1L, null, "x", 0.5, false, CharBuffer.wrap("y")));
    map.put("inf", List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, -0.0));
    assertEquals(
        "{\"i\":1,\"b\":18446744073709551616,\"l\":[1,null,\"x\",0.5,false,\"y\"],"
            + "\"inf\":[Infinity,-Infinity,NaN,-0.0]}",
        new JsonWriter(8).value((Object) map).toString());
    assertThrows(IllegalArgumentException.class, () -> new JsonWriter(8).value(new Object()));
  }

  @Test
  void jsonIsCopiedAsItStands() {
    byte[] json = "x{\"a\": [1]}y".getBytes(UTF_8);
    var writer = new JsonWriter(1);
    writer.beginArray().json(json, 1, json.length - 1).value(2).endArray();
    assertEquals("[{\"a\": [1]},2]", writer.toString());
  }

  @Test
  void resetBeginsAnew() {
    var writer = new JsonWriter(1);
    writer.beginArray().value("text that makes it grow").endArray();
    writer.reset();
    writer.beginArray().value(1).endArray();
    assertEquals(3, writer.length());
    assertArrayEquals("[1]".getBytes(UTF_8), writer.copy());
    assertEquals('1', writer.bytes()[1]);
  }

  @Test
  void everyLongIsWrittenAsTheJdkDoes() {
    for (long value = 1; value > 0 && value <= Long.MAX_VALUE / 10; value *= 10) {
      for (long near : new long[] {value - 1, value, value + 1, -value, 1 - value}) {
        assertEquals(Long.toString(near), new JsonWriter(1).value(near).toString());
      }
    }
    assertEquals(Long.toString(Long.MAX_VALUE), new JsonWriter(1).value(Long.MAX_VALUE).toString());
  }
}
