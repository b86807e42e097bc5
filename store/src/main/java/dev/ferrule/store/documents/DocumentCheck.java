package dev.ferrule.store.documents;

import dev.ferrule.model.Chunk;
import dev.ferrule.model.Document;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges what stands in the tables of documents: each entry by its codec, and whether header, text
 * and chunks fit together. What deleted collections left is not looked at. Confined.
 */
public final class DocumentCheck {
  private final Store store;
  private final DocumentStore documents;
  private final Map<Integer, StoredCollection> collections = new HashMap<>();

  public DocumentCheck(Store store) {
    this.store = store;
    this.documents = new DocumentStore(store);
    try (Cursor cursor = store.scan(Table.COLLECTIONS, new byte[0])) {
      while (cursor.next()) {
        remember(cursor.value());
      }
    }
  }

  private void remember(byte[] value) {
    try {
      StoredCollection collection = SchemaCodec.decode(value);
      collections.put(collection.number(), collection);
    } catch (FerruleException e) {
      // its own check says so
    }
  }

  /** The collections that can be read. */
  public List<StoredCollection> collections() {
    return List.copyOf(collections.values());
  }

  public void collection(byte[] key, byte[] value) {
    StoredCollection found = SchemaCodec.decode(value);
    require(
        found.schema().name().equals(text(key)),
        "expected the collection of its key, found name=" + found.schema().name());
    byte[] count = store.find(Table.NODE, DocumentStore.COLLECTIONS_COUNT);
    require(
        count != null && found.number() <= ByteBuffer.wrap(count).getInt(),
        "expected a number that was given out, found number=" + found.number());
  }

  public void header(byte[] key, byte[] value) {
    StoredCollection collection = collection(key);
    if (collection == null) {
      return;
    }
    Document header = DocumentCodec.decodeHeader(value);
    require(header.id().equals(Keys.documentId(key)), "expected the header of its key");
    byte[] stored = store.find(Table.TEXTS, key);
    require(stored != null, "expected a text with the header, found none");
    int chars = text(java.util.Objects.requireNonNull(stored)).length();
    List<Chunk> chunks = documents.chunks(collection, header.id());
    require(
        chunks.size() == header.chunks(),
        "expected %d chunks as the header says, found %d"
            .formatted(header.chunks(), chunks.size()));
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      require(chunk.ordinal() == i, "expected chunk %d, found %d".formatted(i, chunk.ordinal()));
      require(
          chunk.span().endChars() <= chars,
          "expected chunk %d inside the text of %d chars, found its end at %d"
              .formatted(i, chars, chunk.span().endChars()));
    }
  }

  public void text(byte[] key, byte[] value) {
    if (collection(key) != null) {
      text(value);
      require(
          store.find(Table.DOCUMENTS, key) != null, "expected a header with the text, found none");
    }
  }

  public void chunk(byte[] key, byte[] value) {
    if (collection(key) != null) {
      ChunkCodec.decode(value);
      require(
          store.find(Table.DOCUMENTS, documentKey(Table.CHUNKS, key)) != null,
          "expected a header with the chunk, found none");
    }
  }

  public void change(byte[] key, byte[] value) {
    require(key.length == 12, "expected a key of 12 bytes, found " + key.length);
    text(value);
    require(
        Keys.changeSequence(key) <= store.sequence(),
        "expected a sequence that was given out, found " + Keys.changeSequence(key));
  }

  private @Nullable StoredCollection collection(byte[] key) {
    require(key.length > 4, "expected a collection and an id as key");
    return collections.get(ByteBuffer.wrap(key).getInt());
  }

  /** The document that an entry of the tables of documents, texts or chunks is a part of. */
  public static byte[] documentKey(Table table, byte[] key) {
    boolean chunk = table == Table.CHUNKS;
    require(!chunk || (key.length > 9 && key[key.length - 5] == 0), "expected the key of a chunk");
    return chunk ? java.util.Arrays.copyOf(key, key.length - 5) : key;
  }

  /** An entry of a table. */
  public record Entry(Table table, byte[] key, byte[] value) {}

  /** All entries of a document, also when they cannot be decoded. */
  public List<Entry> entries(byte[] documentKey) {
    var found = new ArrayList<Entry>();
    for (Table table : List.of(Table.DOCUMENTS, Table.TEXTS)) {
      byte[] value = store.find(table, documentKey);
      if (value != null) {
        found.add(new Entry(table, documentKey, value));
      }
    }
    byte[] prefix = java.util.Arrays.copyOf(documentKey, documentKey.length + 1);
    try (Cursor cursor = store.scan(Table.CHUNKS, prefix)) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        if (key.length == prefix.length + 4) {
          found.add(new Entry(Table.CHUNKS, key, cursor.value()));
        }
      }
    }
    return found;
  }

  /**
   * How many documents a collection is said to have, and has.
   *
   * @param counted what the node keeps count of
   * @param found what there is
   */
  public record Count(StoredCollection collection, long counted, long found) {}

  public List<Count> counts() {
    var counts = new ArrayList<Count>();
    for (StoredCollection collection : collections.values()) {
      long found = 0;
      try (Cursor cursor = store.scan(Table.DOCUMENTS, Keys.collection(collection.number()))) {
        while (cursor.next()) {
          found++;
        }
      }
      counts.add(new Count(collection, documents.count(collection), found));
    }
    return counts;
  }

  /** Makes the count of a collection what there is. */
  public void recount(Count count) {
    store.commitAndWait(writer -> {
      writer.put(
          Table.NODE,
          DocumentStore.countKey(count.collection().number()),
          ByteBuffer.allocate(8).putLong(count.found()).array());
      return true;
    });
  }

  /** The chunks of each document, as the headers say, by its id; 0 for one without text. */
  public Map<String, Integer> chunksById(StoredCollection collection) {
    var chunks = new HashMap<String, Integer>();
    documents.scan(
        collection,
        null,
        header -> {
          chunks.put(header.id(), header.chunks());
          return true;
        });
    return chunks;
  }

  /** What a key of a document table names, as {@code collection=c document=a}. */
  public String name(Table table, byte[] key) {
    int number = key.length < 4 ? 0 : ByteBuffer.wrap(key).getInt();
    StoredCollection collection = collections.get(number);
    String of = "collection=" + (collection == null ? number : collection.schema().name());
    return switch (table) {
      case DOCUMENTS, TEXTS -> of + " document=" + Keys.documentId(key);
      case CHUNKS ->
          "%s document=%s chunk=%d"
              .formatted(
                  of,
                  Keys.documentId(documentKey(table, key)),
                  ByteBuffer.wrap(key).getInt(key.length - 4));
      case CHANGES -> of + " sequence=" + (key.length < 12 ? "?" : Keys.changeSequence(key));
      default -> throw new IllegalArgumentException("not a table of documents: " + table);
    };
  }

  private static String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new FerruleException(ErrorCode.STORE_CORRUPT, "expected UTF-8, found other bytes", e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new FerruleException(ErrorCode.STORE_CORRUPT, otherwise);
    }
  }
}
