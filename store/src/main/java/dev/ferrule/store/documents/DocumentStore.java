package dev.ferrule.store.documents;

import dev.ferrule.model.Chunk;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.Document;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Collections and their documents in a {@link Store}. Thread-safe. */
public final class DocumentStore {
  static final byte[] COLLECTIONS_COUNT = "collections".getBytes(StandardCharsets.UTF_8);

  private final Store store;

  public DocumentStore(Store store) {
    this.store = store;
  }

  /** All collections, by name. */
  public List<StoredCollection> collections() {
    var found = new ArrayList<StoredCollection>();
    try (Cursor cursor = store.scan(Table.COLLECTIONS, new byte[0])) {
      while (cursor.next()) {
        found.add(SchemaCodec.decode(cursor.value()));
      }
    }
    return found;
  }

  /** Creates a collection; {@link ErrorCode#COLLECTION_EXISTS} when the name is taken. */
  public StoredCollection create(CollectionSchema schema) {
    return store.commitAndWait(writer -> {
      if (writer.find(Table.COLLECTIONS, Keys.name(schema.name())) != null) {
        throw new FerruleException(
            ErrorCode.COLLECTION_EXISTS,
            "expected a new collection name, found it in use: name=" + schema.name());
      }
      byte[] count = writer.find(Table.NODE, COLLECTIONS_COUNT);
      int number = count == null ? 1 : ByteBuffer.wrap(count).getInt() + 1;
      var collection = new StoredCollection(number, schema);
      writer.put(Table.NODE, COLLECTIONS_COUNT, Keys.collection(number));
      writer.put(Table.COLLECTIONS, Keys.name(schema.name()), SchemaCodec.encode(collection));
      return collection;
    });
  }

  /**
   * Deletes a collection. Once its name is gone from disk, what it held cannot be reached any more;
   * the space is cleared right after, and {@link #clearLeftovers} makes up for a crash in between.
   */
  public void delete(StoredCollection collection) {
    store.commitAndWait(writer -> {
      requireCollection(writer, collection);
      writer.delete(Table.COLLECTIONS, Keys.name(collection.schema().name()));
      return true;
    });
    clear(collection.number(), collection.number() + 1);
  }

  /** Clears what collections left behind that were deleted while the node stopped. */
  public void clearLeftovers() {
    int expected = 1;
    for (int number :
        collections().stream().mapToInt(StoredCollection::number).sorted().toArray()) {
      if (number > expected) {
        clear(expected, number);
      }
      expected = number + 1;
    }
    clear(expected, Integer.MAX_VALUE);
  }

  private void clear(int fromNumber, int toNumber) {
    for (Table table : List.of(Table.DOCUMENTS, Table.TEXTS, Table.CHUNKS, Table.CHANGES)) {
      store.clear(table, Keys.collection(fromNumber), Keys.collection(toNumber));
    }
  }

  /**
   * Puts a document and its chunks in the place of any former ones. The future gives the sequence
   * of the change once it is on disk.
   */
  public CompletableFuture<Long> put(
      StoredCollection collection, Document document, List<Chunk> chunks) {
    int number = collection.number();
    String id = document.id();
    byte[] header = DocumentCodec.encodeHeader(document);
    byte[] text = document.text().getBytes(StandardCharsets.UTF_8);
    var encoded = chunks.stream().map(ChunkCodec::encode).toList();
    return store.commit(writer -> {
      requireCollection(writer, collection);
      int before = removeChunks(writer, number, id, encoded.size());
      writer.put(Table.DOCUMENTS, Keys.document(number, id), header);
      writer.put(Table.TEXTS, Keys.document(number, id), text);
      for (int i = 0; i < encoded.size(); i++) {
        writer.put(Table.CHUNKS, Keys.chunk(number, id, i), encoded.get(i));
      }
      countDocuments(writer, number, before < 0 ? 1 : 0);
      return change(writer, number, id);
    });
  }

  /**
   * Puts a new header (title, metadata) on a document whose content hash is still {@code
   * document.contentHash()}; its text and chunks stay. The future gives the sequence, or empty when
   * the content was changed or deleted meanwhile and nothing was written.
   */
  public CompletableFuture<OptionalLong> putHeader(StoredCollection collection, Document document) {
    int number = collection.number();
    byte[] header = DocumentCodec.encodeHeader(document);
    Transaction<OptionalLong> transaction =
        writer -> {
          requireCollection(writer, collection);
          byte[] found = writer.find(Table.DOCUMENTS, Keys.document(number, document.id()));
          if (found == null
              || !DocumentCodec.decodeHeader(found).contentHash().equals(document.contentHash())) {
            return OptionalLong.empty();
          }
          writer.put(Table.DOCUMENTS, Keys.document(number, document.id()), header);
          return OptionalLong.of(change(writer, number, document.id()));
        };
    return store.commit(transaction);
  }

  /** Deletes a document; the future gives the sequence, or empty when there was none. */
  public CompletableFuture<OptionalLong> delete(StoredCollection collection, String id) {
    int number = collection.number();
    Transaction<OptionalLong> transaction =
        writer -> {
          requireCollection(writer, collection);
          if (removeChunks(writer, number, id, 0) < 0) {
            return OptionalLong.empty();
          }
          writer.delete(Table.DOCUMENTS, Keys.document(number, id));
          writer.delete(Table.TEXTS, Keys.document(number, id));
          countDocuments(writer, number, -1);
          return OptionalLong.of(change(writer, number, id));
        };
    return store.commit(transaction);
  }

  private static void requireCollection(Transaction.Writer writer, StoredCollection collection) {
    String name = collection.schema().name();
    byte[] found = writer.find(Table.COLLECTIONS, Keys.name(name));
    if (found == null || SchemaCodec.decode(found).number() != collection.number()) {
      throw new FerruleException(
          ErrorCode.COLLECTION_NOT_FOUND,
          "expected an existing collection, found it deleted: name=" + name);
    }
  }

  /** Removes chunks from {@code keep} on; the number there was, -1 when there is no document. */
  private static int removeChunks(Transaction.Writer writer, int number, String id, int keep) {
    byte[] found = writer.find(Table.DOCUMENTS, Keys.document(number, id));
    if (found == null) {
      return -1;
    }
    int chunks = DocumentCodec.decodeHeader(found).chunks();
    for (int i = keep; i < chunks; i++) {
      writer.delete(Table.CHUNKS, Keys.chunk(number, id, i));
    }
    return chunks;
  }

  private static void countDocuments(Transaction.Writer writer, int number, int difference) {
    if (difference != 0) {
      byte[] key = countKey(number);
      byte[] found = writer.find(Table.NODE, key);
      long count = (found == null ? 0 : ByteBuffer.wrap(found).getLong()) + difference;
      writer.put(Table.NODE, key, ByteBuffer.allocate(8).putLong(count).array());
    }
  }

  static byte[] countKey(int number) {
    return Keys.name("documents/" + number);
  }

  private static long change(Transaction.Writer writer, int number, String id) {
    long sequence = writer.nextSequence();
    writer.put(Table.CHANGES, Keys.change(number, sequence), Keys.name(id));
    return sequence;
  }

  /** How many documents the collection holds. */
  public long count(StoredCollection collection) {
    byte[] found = store.find(Table.NODE, countKey(collection.number()));
    return found == null ? 0 : ByteBuffer.wrap(found).getLong();
  }

  /** The document with its text, or null. */
  public @Nullable Document find(StoredCollection collection, String id) {
    byte[] key = Keys.document(collection.number(), id);
    byte[] header = store.find(Table.DOCUMENTS, key);
    byte[] text = header == null ? null : store.find(Table.TEXTS, key);
    return header == null || text == null
        ? null
        : DocumentCodec.decode(header, new String(text, StandardCharsets.UTF_8));
  }

  /** The document without its text, or null. */
  public @Nullable Document findHeader(StoredCollection collection, String id) {
    byte[] header = store.find(Table.DOCUMENTS, Keys.document(collection.number(), id));
    return header == null ? null : DocumentCodec.decodeHeader(header);
  }

  /** One chunk, or null. */
  public @Nullable Chunk findChunk(StoredCollection collection, String id, int ordinal) {
    byte[] value = store.find(Table.CHUNKS, Keys.chunk(collection.number(), id, ordinal));
    return value == null ? null : ChunkCodec.decode(value);
  }

  /** The chunks of a document, in order. */
  public List<Chunk> chunks(StoredCollection collection, String id) {
    var chunks = new ArrayList<Chunk>();
    try (Cursor cursor = store.scan(Table.CHUNKS, Keys.chunksOf(collection.number(), id))) {
      while (cursor.next()) {
        chunks.add(ChunkCodec.decode(cursor.value()));
      }
    }
    return chunks;
  }

  /**
   * Calls {@code visitor} with the headers of documents in id order, after the id {@code after}
   * when that is not null, until it returns false.
   */
  public void scan(
      StoredCollection collection, @Nullable String after, Predicate<Document> visitor) {
    byte[] prefix = Keys.collection(collection.number());
    byte[] from = after == null ? prefix : Keys.document(collection.number(), after);
    try (Cursor cursor = store.scan(Table.DOCUMENTS, prefix, from)) {
      while (cursor.next()) {
        boolean same = after != null && Keys.documentId(cursor.key()).equals(after);
        if (!same && !visitor.test(DocumentCodec.decodeHeader(cursor.value()))) {
          return;
        }
      }
    }
  }

  /** Gives the changes after {@code sequence}, oldest first, at most {@code limit}. */
  public void changes(
      StoredCollection collection, long sequence, int limit, Consumer<Change> visitor) {
    byte[] prefix = Keys.collection(collection.number());
    byte[] from = Keys.change(collection.number(), sequence + 1);
    try (Cursor cursor = store.scan(Table.CHANGES, prefix, from)) {
      for (int i = 0; i < limit && cursor.next(); i++) {
        visitor.accept(
            new Change(
                Keys.changeSequence(cursor.key()),
                new String(cursor.value(), StandardCharsets.UTF_8)));
      }
    }
  }

  /**
   * Forgets the changes up to and including {@code sequence}: the index has them on disk. An index
   * that is behind that is rebuilt from the documents themselves.
   */
  public void forgetChanges(StoredCollection collection, long sequence) {
    int number = collection.number();
    store.commitAndWait(writer -> {
      byte[] value = ByteBuffer.allocate(8).putLong(sequence).array();
      writer.put(Table.NODE, forgottenKey(number), value);
      return true;
    });
    store.clear(Table.CHANGES, Keys.change(number, 0), Keys.change(number, sequence + 1));
  }

  private static byte[] forgottenKey(int number) {
    return Keys.name("forgotten/" + number);
  }

  /** The sequence up to which changes were forgotten; 0 when none were. */
  public long forgottenSequence(StoredCollection collection) {
    byte[] found = store.find(Table.NODE, forgottenKey(collection.number()));
    return found == null ? 0 : ByteBuffer.wrap(found).getLong();
  }

  /** The sequence of the last change of this collection; 0 when there was none. */
  public long lastSequenceOf(StoredCollection collection) {
    byte[] key =
        store.findLastKey(
            Table.CHANGES,
            Keys.collection(collection.number()),
            Keys.change(collection.number(), Long.MAX_VALUE));
    return key == null ? forgottenSequence(collection) : Keys.changeSequence(key);
  }

  /** The sequence of the last change of any collection. */
  public long lastSequence() {
    return store.sequence();
  }
}
