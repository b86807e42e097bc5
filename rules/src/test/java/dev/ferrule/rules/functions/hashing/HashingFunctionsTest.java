package dev.ferrule.rules.functions.hashing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.values.Failure;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HashingFunctionsTest {
  private static Object value(String name, String input) {
    return Objects.requireNonNull(
        new TestCall(HashingFunctions.all(), name).with("input", input).value());
  }

  @Test
  void hashesAreThoseOfTheUtf8Bytes() {
    assertEquals("d41d8cd98f00b204e9800998ecf8427e", value("HashMd5", ""));
    assertEquals("a9993e364706816aba3e25717850c26c9cd0d89d", value("HashSha1", "abc"));
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        value("HashSha256", "abc"));
    assertEquals(128, ((String) value("HashSha512", "\u00e9")).length());
  }

  @Test
  void aLoneSurrogateHasNoBytes() {
    assertEquals(
        Failure.unexpected(
            "UnicodeEncodeError",
            "'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed"),
        value("HashMd5", "a\ud800"));
    assertEquals(
        Failure.unexpected(
            "UnicodeEncodeError",
            "'utf-8' codec can't encode characters in position 0-1: surrogates not allowed"),
        value("Base64Encode", "\udc00\udc00a"));
  }

  @Test
  void base64PassesOverOtherCharacters() {
    assertEquals("w7Y=", value("Base64Encode", "\u00f6"));
    assertEquals("\u00f6", value("Base64Decode", "w-7\nY=ignored"));
  }

  @Test
  void base64SaysWhatIsWrongAsPythonDoes() {
    assertEquals(Failure.unexpected("Error", "Incorrect padding"), value("Base64Decode", "YQ"));
    assertEquals(
        Failure.unexpected(
            "Error",
            "Invalid base64-encoded string: number of data characters (5) cannot be 1 more than a"
                + " multiple of 4"),
        value("Base64Decode", "YWJjZ"));
    assertEquals(
        Failure.unexpected(
            "UnicodeDecodeError",
            "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        value("Base64Decode", "/w=="));
    assertEquals(
        Failure.unexpected(
            "UnicodeDecodeError",
            "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data"),
        value("Base64Decode", "4oI="));
  }
}
