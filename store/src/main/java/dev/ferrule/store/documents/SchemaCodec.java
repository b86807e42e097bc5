package dev.ferrule.store.documents;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.Field;
import dev.ferrule.model.FieldType;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/**
 * A collection with its number, version 1. Numbers are little-endian, texts are UTF-8 behind a
 * 4-byte length:
 *
 * <pre>
 * u8 version | i32 number | text name | text model | i32 max tokens | i32 overlap tokens
 * text analyzer | i32 fields | per field: text name, text type
 * </pre>
 */
final class SchemaCodec {
  private static final int VERSION = 1;

  private SchemaCodec() {}

  static byte[] encode(StoredCollection collection) {
    CollectionSchema schema = collection.schema();
    var out = new Bytes.Writer();
    out.putByte(VERSION)
        .putInt(collection.number())
        .putText(schema.name())
        .putText(schema.model())
        .putInt(schema.chunking().maxTokens())
        .putInt(schema.chunking().overlapTokens())
        .putText(schema.analyzer().name())
        .putInt(schema.fields().size());
    for (Field field : schema.fields()) {
      out.putText(field.name()).putText(field.type().name());
    }
    return out.toByteArray();
  }

  static StoredCollection decode(byte[] value) {
    return Bytes.decode(value, VERSION, "collection", SchemaCodec::decode);
  }

  private static StoredCollection decode(ByteBuffer in) {
    int number = in.getInt();
    String name = Bytes.text(in);
    String model = Bytes.text(in);
    var chunking = new ChunkingSettings(in.getInt(), in.getInt());
    var analyzer = CollectionSchema.Analyzer.valueOf(Bytes.text(in));
    int count = in.getInt();
    var fields = new ArrayList<Field>();
    for (int i = 0; i < count; i++) {
      fields.add(new Field(Bytes.text(in), FieldType.valueOf(Bytes.text(in))));
    }
    return new StoredCollection(
        number, new CollectionSchema(name, model, chunking, analyzer, fields));
  }
}
