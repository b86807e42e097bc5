package dev.ferrule.text.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Hugging Face tokenizers 0.21 behind DJL's binding: what this tokenizer must agree with. */
final class ReferenceTokenizer implements AutoCloseable {
  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    System.setProperty("ENGINE_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
    System.setProperty("DJL_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
  }

  private final HuggingFaceTokenizer tokenizer;

  ReferenceTokenizer(byte[] json) {
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json), Map.of("padding", "false", "truncation", "false"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tokens of a text as {@code id@start-end}, in UTF-16 units. */
  String[] encode(String text) {
    Encoding encoding = tokenizer.encode(text, false, false);
    long[] ids = encoding.getIds();
    CharSpan[] spans = encoding.getCharTokenSpans();
    int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = text.offsetByCodePoints(offsets[i - 1], 1);
    }
    var tokens = new String[ids.length];
    for (int i = 0; i < ids.length; i++) {
      CharSpan span = spans[i];
      tokens[i] = describe(ids[i], offsets[span.getStart()], offsets[span.getEnd()]);
    }
    return tokens;
  }

  static String[] encode(Tokenizer tokenizer, String text) {
    var out = new TokenBuffer();
    tokenizer.encode(text, out);
    var tokens = new String[out.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = describe(out.id(i), out.startChars(i), out.endChars(i));
    }
    return tokens;
  }

  void assertAgrees(Tokenizer ours, String text) {
    assertArrayEquals(encode(text), encode(ours, text), () -> "text=" + escaped(text));
  }

  private static String describe(long id, int start, int end) {
    return id + "@" + start + "-" + end;
  }

  private static String escaped(String text) {
    var out = new StringBuilder();
    text.chars()
        .forEach(c -> out.append(c > ' ' && c < 0x7F ? "" + (char) c : "\\u%04X".formatted(c)));
    return out.toString();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
