package dev.ferrule.store.documents;

import dev.ferrule.model.Chunk;
import dev.ferrule.model.TextSpan;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/**
 * The value of a chunk, version 1. Numbers are little-endian, texts are UTF-8 behind a 4-byte
 * length:
 *
 * <pre>
 * u8 version | i32 ordinal | i32 start | i32 end | i32 start in code points | i32 page
 * text heading | text text
 * i32 sentences | per sentence: i32 start, i32 end
 * i32 dims | f32[dims] vector | per sentence: i8[dims]
 * </pre>
 */
final class ChunkCodec {
  private static final int VERSION = 1;

  private ChunkCodec() {}

  static byte[] encode(Chunk chunk) {
    var out = new Bytes.Writer();
    out.putByte(VERSION)
        .putInt(chunk.ordinal())
        .putInt(chunk.span().startChars())
        .putInt(chunk.span().endChars())
        .putInt(chunk.startCodePoints())
        .putInt(chunk.page())
        .putText(chunk.heading())
        .putText(chunk.text())
        .putInt(chunk.sentences().size());
    for (TextSpan sentence : chunk.sentences()) {
      out.putInt(sentence.startChars()).putInt(sentence.endChars());
    }
    out.putFloats(chunk.vector());
    for (byte[] vector : chunk.sentenceVectors()) {
      out.putRaw(vector);
    }
    return out.toByteArray();
  }

  static Chunk decode(byte[] value) {
    return Bytes.decode(value, VERSION, "chunk", ChunkCodec::decode);
  }

  private static Chunk decode(ByteBuffer in) {
    int ordinal = in.getInt();
    var span = new TextSpan(in.getInt(), in.getInt());
    int startCodePoints = in.getInt();
    int page = in.getInt();
    String heading = Bytes.text(in);
    String text = Bytes.text(in);
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new IndexOutOfBoundsException(count);
    }
    var sentences = new ArrayList<TextSpan>(count);
    for (int i = 0; i < count; i++) {
      sentences.add(new TextSpan(in.getInt(), in.getInt()));
    }
    float[] vector = Bytes.floats(in);
    var sentenceVectors = new byte[count][];
    for (int i = 0; i < count; i++) {
      sentenceVectors[i] = Bytes.raw(in, vector.length);
    }
    return new Chunk(
        ordinal, span, startCodePoints, page, heading, text, sentences, vector, sentenceVectors);
  }
}
