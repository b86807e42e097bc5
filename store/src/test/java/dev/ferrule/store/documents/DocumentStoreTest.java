package dev.ferrule.store.documents;

import static dev.ferrule.store.documents.RandomValues.chunks;
import static dev.ferrule.store.documents.RandomValues.document;
import static dev.ferrule.store.documents.RandomValues.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.Chunk;
import dev.ferrule.model.Document;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import dev.ferrule.store.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoreTest {
  @TempDir private Path directory;
  private Store store;
  private DocumentStore documents;
  private StoredCollection collection;

  @BeforeEach
  void open() {
    store = Store.open(directory, StoreSettings.DEFAULT);
    documents = new DocumentStore(store);
    collection = documents.create(schema("hotel"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = Store.open(directory, StoreSettings.DEFAULT);
    documents = new DocumentStore(store);
  }

  private long put(String id, String content, int chunks) {
    return documents
        .put(collection, document(id, "", content, chunks), chunks(content, chunks))
        .join();
  }

  private static ErrorCode failure(CompletableFuture<?> future) {
    var thrown = assertThrows(CompletionException.class, future::join);
    return assertInstanceOf(FerruleException.class, thrown.getCause()).code();
  }

  private List<String> scan(@Nullable String after, int limit) {
    var ids = new ArrayList<String>();
    documents.scan(
        collection,
        after,
        header -> {
          ids.add(header.id());
          return ids.size() < limit;
        });
    return ids;
  }

  private List<Change> changes(StoredCollection of, long after, int limit) {
    var changes = new ArrayList<Change>();
    documents.changes(of, after, limit, changes::add);
    return changes;
  }

  private int entries(Table table, int number) {
    int count = 0;
    try (Cursor cursor = store.scan(table, Keys.collection(number))) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void createdCollectionIsThereAfterReopening() {
    documents.create(schema("another"));
    reopen();
    assertEquals(
        List.of("another", "hotel"),
        documents.collections().stream().map(found -> found.schema().name()).toList());
    assertTrue(documents.collections().contains(collection));
  }

  @Test
  void nameInUseIsRefused() {
    var thrown = assertThrows(FerruleException.class, () -> documents.create(schema("hotel")));
    assertEquals(ErrorCode.COLLECTION_EXISTS, thrown.code());
    assertEquals(1, documents.collections().size());
  }

  @Test
  void putDocumentIsFoundWithTextAndChunks() {
    Document stored = document("a", "Title", "one", 3);
    documents.put(collection, stored, chunks("one", 3)).join();
    reopen();
    assertEquals(stored, documents.find(collection, "a"));
    Document header = documents.findHeader(collection, "a");
    assertEquals("", header == null ? null : header.text());
    assertEquals(
        List.of("one #0", "one #1", "one #2"),
        documents.chunks(collection, "a").stream().map(Chunk::text).toList());
    Chunk last = documents.findChunk(collection, "a", 2);
    assertEquals("one #2", last == null ? null : last.text());
    assertNull(documents.findChunk(collection, "a", 3));
    assertNull(documents.find(collection, "b"));
    assertNull(documents.findHeader(collection, "b"));
    assertEquals(List.of(), documents.chunks(collection, "b"));
  }

  @Test
  void replacementWithFewerChunksLeavesNoStaleOne() {
    put("a", "one", 5);
    put("a", "two", 2);
    assertEquals(
        List.of("two #0", "two #1"),
        documents.chunks(collection, "a").stream().map(Chunk::text).toList());
    assertEquals(2, entries(Table.CHUNKS, collection.number()));
    assertNull(documents.findChunk(collection, "a", 2));
    assertEquals(1, documents.count(collection));
  }

  @Test
  void chunksOfAnIdDoNotMixWithThoseOfALongerOne() {
    put("a", "short", 2);
    put("a/b", "long", 2);
    put("ab", "other", 2);
    assertEquals(
        List.of("short #0", "short #1"),
        documents.chunks(collection, "a").stream().map(Chunk::text).toList());
  }

  @Test
  void deletedDocumentIsGoneWithTextAndChunks() {
    put("a", "one", 3);
    put("b", "one", 1);
    assertTrue(documents.delete(collection, "a").join().isPresent());
    assertNull(documents.find(collection, "a"));
    assertEquals(List.of(), documents.chunks(collection, "a"));
    assertEquals(1, entries(Table.TEXTS, collection.number()));
    assertEquals(1, documents.count(collection));
    assertEquals(OptionalLong.empty(), documents.delete(collection, "a").join());
    assertEquals(1, documents.count(collection));
  }

  @Test
  void newHeaderKeepsTextAndChunksWhileTheContentIsTheSame() {
    put("a", "one", 2);
    Document titled = document("a", "New title", "one", 2);
    assertTrue(documents.putHeader(collection, titled).join().isPresent());
    assertEquals(titled, documents.find(collection, "a"));
    assertEquals(2, documents.chunks(collection, "a").size());
    assertEquals(1, documents.count(collection));
  }

  @Test
  void newHeaderForOtherContentOrNoDocumentWritesNothing() {
    put("a", "one", 2);
    long before = documents.lastSequenceOf(collection);
    Document stale = document("a", "New title", "zero", 2);
    assertEquals(OptionalLong.empty(), documents.putHeader(collection, stale).join());
    Document absent = document("b", "New title", "zero", 2);
    assertEquals(OptionalLong.empty(), documents.putHeader(collection, absent).join());
    assertEquals(document("a", "", "one", 2), documents.find(collection, "a"));
    assertNull(documents.findHeader(collection, "b"));
    assertEquals(before, documents.lastSequenceOf(collection));
  }

  @Test
  void countFollowsPutsAndDeletesAcrossReopening() {
    assertEquals(0, documents.count(collection));
    for (int i = 0; i < 10; i++) {
      put("d" + i, "one", i % 3);
    }
    put("d3", "again", 1);
    documents.delete(collection, "d4").join();
    reopen();
    assertEquals(9, documents.count(collection));
    assertEquals(9, scan(null, 100).size());
  }

  @Test
  void scanGivesPagesInIdOrderAfterAnId() {
    for (String id : List.of("b", "a", "c", "aa", "é", "日本")) {
      put(id, "one", 1);
    }
    StoredCollection other = documents.create(schema("other"));
    documents.put(other, document("zzz", "", "one", 0), List.of()).join();
    assertEquals(List.of("a", "aa", "b", "c", "é", "日本"), scan(null, 100));
    assertEquals(List.of("a", "aa"), scan(null, 2));
    assertEquals(List.of("b", "c"), scan("aa", 2));
    assertEquals(List.of("b", "c", "é", "日本"), scan("ab", 100)); // an id that is not there
    assertEquals(List.of(), scan("日本", 100));
  }

  @Test
  void changesComeInOrderWithTheSequencesTheirCallersGot() {
    long first = put("a", "one", 1);
    long second = put("b", "one", 1);
    long third = documents.delete(collection, "a").join().orElseThrow();
    assertTrue(first < second && second < third);
    assertEquals(
        List.of(new Change(first, "a"), new Change(second, "b"), new Change(third, "a")),
        changes(collection, 0, 10));
    assertEquals(
        List.of(new Change(second, "b"), new Change(third, "a")), changes(collection, first, 10));
    assertEquals(List.of(new Change(second, "b")), changes(collection, first, 1));
    assertEquals(List.of(), changes(collection, third, 10));
    assertEquals(third, documents.lastSequence());
  }

  @Test
  void changesOfOneCollectionAreNotSeenInAnother() {
    long mine = put("a", "one", 1);
    StoredCollection other = documents.create(schema("other"));
    long its = documents.put(other, document("x", "", "one", 0), List.of()).join();
    assertTrue(its > mine);
    assertEquals(List.of(new Change(mine, "a")), changes(collection, 0, 10));
    assertEquals(List.of(new Change(its, "x")), changes(other, 0, 10));
    assertEquals(mine, documents.lastSequenceOf(collection));
    assertEquals(its, documents.lastSequenceOf(other));
    assertEquals(its, documents.lastSequence());
  }

  @Test
  void forgottenChangesAreGoneAndTheirSequenceIsRemembered() {
    assertEquals(0, documents.lastSequenceOf(collection));
    assertEquals(0, documents.forgottenSequence(collection));
    put("a", "one", 1);
    long second = put("b", "one", 1);
    long third = put("c", "one", 1);
    documents.forgetChanges(collection, second);
    assertEquals(List.of(new Change(third, "c")), changes(collection, 0, 10));
    assertEquals(second, documents.forgottenSequence(collection));
    assertEquals(third, documents.lastSequenceOf(collection));
    documents.forgetChanges(collection, third);
    reopen();
    assertEquals(List.of(), changes(collection, 0, 10));
    assertEquals(third, documents.forgottenSequence(collection));
    assertEquals(third, documents.lastSequenceOf(collection));
    assertTrue(put("d", "one", 1) > third);
  }

  @Test
  void deletedCollectionLeavesNothingAndItsNumberIsNeverUsedAgain() {
    put("a", "one", 3);
    StoredCollection neighbour = documents.create(schema("neighbour"));
    documents.put(neighbour, document("n", "", "one", 1), chunks("one", 1)).join();
    documents.delete(collection);
    for (Table table : List.of(Table.DOCUMENTS, Table.TEXTS, Table.CHUNKS, Table.CHANGES)) {
      assertEquals(0, entries(table, collection.number()), table.name());
      assertEquals(1, entries(table, neighbour.number()), table.name());
    }
    reopen();
    StoredCollection again = documents.create(schema("hotel"));
    assertNotEquals(collection.number(), again.number());
    assertTrue(again.number() > neighbour.number());
    assertEquals(0, documents.count(again));
    assertEquals(0, documents.lastSequenceOf(again));
    documents.delete(again);
    assertTrue(documents.create(schema("hotel")).number() > again.number());
  }

  @Test
  void leftoversOfADeletionCutShortAreClearedAndTheLivingStay() {
    put("a", "one", 3);
    StoredCollection living = documents.create(schema("living"));
    documents.put(living, document("n", "", "one", 1), chunks("one", 1)).join();
    StoredCollection last = documents.create(schema("last"));
    documents.put(last, document("z", "", "one", 1), chunks("one", 1)).join();
    // What a crash right after the name was deleted leaves behind.
    for (StoredCollection dead : List.of(collection, last)) {
      store.commitAndWait(writer -> {
        writer.delete(Table.COLLECTIONS, Keys.name(dead.schema().name()));
        return true;
      });
    }
    reopen();
    documents.clearLeftovers();
    for (Table table : List.of(Table.DOCUMENTS, Table.TEXTS, Table.CHUNKS, Table.CHANGES)) {
      assertEquals(0, entries(table, collection.number()), table.name());
      assertEquals(1, entries(table, living.number()), table.name());
      assertEquals(0, entries(table, last.number()), table.name());
    }
    assertTrue(documents.create(schema("last")).number() > last.number());
  }

  @Test
  void deletedCollectionTakesNoWritesEvenUnderANewOneOfItsName() {
    put("a", "one", 1);
    documents.delete(collection);
    for (int round = 0; round < 2; round++) {
      assertEquals(
          ErrorCode.COLLECTION_NOT_FOUND,
          failure(documents.put(collection, document("b", "", "one", 1), chunks("one", 1))));
      assertEquals(
          ErrorCode.COLLECTION_NOT_FOUND,
          failure(documents.putHeader(collection, document("a", "", "one", 1))));
      assertEquals(ErrorCode.COLLECTION_NOT_FOUND, failure(documents.delete(collection, "a")));
      assertEquals(
          ErrorCode.COLLECTION_NOT_FOUND,
          assertThrows(FerruleException.class, () -> documents.delete(collection)).code());
      if (round == 0) {
        documents.create(schema("hotel"));
      }
    }
    assertFalse(documents.collections().contains(collection));
    assertEquals(0, entries(Table.DOCUMENTS, collection.number()));
  }
}
