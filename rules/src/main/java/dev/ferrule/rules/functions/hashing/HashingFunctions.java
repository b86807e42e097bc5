package dev.ferrule.rules.functions.hashing;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.functions.text.StringFunctions;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Hashes and encodings of text. */
public final class HashingFunctions {
  private HashingFunctions() {}

  /** Every function of this package. */
  public static List<Function> all() {
    return List.of(
        hash("HashMd5", "MD5"),
        hash("HashSha1", "SHA-1"),
        hash("HashSha256", "SHA-256"),
        hash("HashSha512", "SHA-512"),
        pure(
            "Base64Encode",
            "Writes the UTF-8 bytes of a text in base64.",
            "Encoded = Base64Encode(input=UserName)",
            (event, arguments) -> encode(Arguments.text(arguments, 0))),
        pure(
            "Base64Decode",
            "Reads text in UTF-8 from base64.",
            "Decoded = Base64Decode(input=Token)",
            (event, arguments) -> {
              String text = Arguments.text(arguments, 0);
              return Utf8.encode(text) == null ? Utf8.failure(text) : Base64Text.decode(text);
            }));
  }

  private static Function pure(String name, String summary, String example, Body body) {
    return new PlainFunction(
        new Signature(
            name,
            List.of(),
            "Hashes and encodings",
            summary,
            List.of(Parameter.of("input", Type.STR, "The text.")),
            null,
            Type.STR,
            Signature.Purity.PURE,
            example),
        body);
  }

  private static Function hash(String name, String algorithm) {
    return pure(
        name,
        "Returns the " + algorithm + " hash of the UTF-8 bytes of a text in hexadecimal.",
        "Hash = " + name + "(input=UserEmail)",
        (event, arguments) -> digest(Arguments.text(arguments, 0), algorithm));
  }

  private static Object digest(String text, String algorithm) {
    byte[] bytes = Utf8.encode(text);
    if (bytes == null) {
      return Utf8.failure(text);
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      return Failure.unexpected("ValueError", "unsupported hash type " + algorithm);
    }
  }

  private static Object encode(String text) {
    byte[] bytes = Utf8.encode(text);
    if (bytes == null) {
      return Utf8.failure(text);
    }
    return bytes.length / 3L * 4 > StringFunctions.MOST_CHARS
        ? StringFunctions.tooLong()
        : new String(Base64.getEncoder().encode(bytes), StandardCharsets.ISO_8859_1);
  }
}
