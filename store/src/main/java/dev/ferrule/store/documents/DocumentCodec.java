package dev.ferrule.store.documents;

import dev.ferrule.model.Document;
import dev.ferrule.model.FieldType;
import dev.ferrule.model.FieldValue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a document, version 1; its text stands in a table of its own, so that a scan over
 * headers reads little. Numbers are little-endian, texts are UTF-8 behind a 4-byte length:
 *
 * <pre>
 * u8 version | text id | text title | text media type | i32 pages | text content hash
 * i32 chunks | i64 updated (milliseconds)
 * i32 fields | per field: text name, i32 values, per value: text type, value
 * value: KEYWORD text | INT i64 | FLOAT i64 (bits) | BOOL i64 (0, 1) | TIME i64 (milliseconds)
 * </pre>
 */
final class DocumentCodec {
  private static final int VERSION = 1;

  private DocumentCodec() {}

  static byte[] encodeHeader(Document document) {
    var out = new Bytes.Writer();
    out.putByte(VERSION)
        .putText(document.id())
        .putText(document.title())
        .putText(document.mediaType())
        .putInt(document.pages())
        .putText(document.contentHash())
        .putInt(document.chunks())
        .putLong(document.updatedMillis())
        .putInt(document.metadata().size());
    document
        .metadata()
        .forEach((name, values) -> {
          out.putText(name).putInt(values.size());
          values.forEach(value -> putValue(out, value));
        });
    return out.toByteArray();
  }

  private static void putValue(Bytes.Writer out, FieldValue value) {
    out.putText(value.type().name());
    switch (value) {
      case FieldValue.Keyword(var text) -> out.putText(text);
      case FieldValue.Int(var number) -> out.putLong(number);
      case FieldValue.Decimal(var number) -> out.putLong(Double.doubleToLongBits(number));
      case FieldValue.Bool(var flag) -> out.putLong(flag ? 1 : 0);
      case FieldValue.Time(var instant) -> out.putLong(instant.toEpochMilli());
    }
  }

  /** The document with an empty text. */
  static Document decodeHeader(byte[] header) {
    return decode(header, "");
  }

  static Document decode(byte[] header, String text) {
    return Bytes.decode(header, VERSION, "document header", in -> decode(in, text));
  }

  private static Document decode(ByteBuffer in, String text) {
    String id = Bytes.text(in);
    String title = Bytes.text(in);
    String mediaType = Bytes.text(in);
    int pages = in.getInt();
    String contentHash = Bytes.text(in);
    int chunks = in.getInt();
    long updatedMillis = in.getLong();
    return new Document(
        id, title, text, mediaType, pages, metadata(in), contentHash, chunks, updatedMillis);
  }

  private static Map<String, List<FieldValue>> metadata(ByteBuffer in) {
    var metadata = new LinkedHashMap<String, List<FieldValue>>();
    int fields = in.getInt();
    for (int i = 0; i < fields; i++) {
      String name = Bytes.text(in);
      int count = in.getInt();
      var values = new ArrayList<FieldValue>();
      for (int j = 0; j < count; j++) {
        values.add(value(in));
      }
      metadata.put(name, values);
    }
    return metadata;
  }

  private static FieldValue value(ByteBuffer in) {
    FieldType type = FieldType.valueOf(Bytes.text(in));
    return switch (type) {
      case KEYWORD -> new FieldValue.Keyword(Bytes.text(in));
      case INT -> new FieldValue.Int(in.getLong());
      case FLOAT -> new FieldValue.Decimal(Double.longBitsToDouble(in.getLong()));
      case BOOL -> new FieldValue.Bool(in.getLong() != 0);
      case TIME -> new FieldValue.Time(Instant.ofEpochMilli(in.getLong()));
    };
  }
}
