package dev.ferrule.store.documents;

import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;

/**
 * The process that {@link DocumentStoreCrashTest} kills. Each thread owns some documents and
 * changes them one after the other, saying {@code B} before each change and {@code A} once it is
 * acknowledged:
 *
 * <pre>B id version PUT chunks | B id version HEADER | B id version DELETE | A id version sequence
 * </pre>
 */
final class CrashingWriter {
  static final int THREADS = 6;
  static final int DOCUMENTS_PER_THREAD = 12;
  static final String COLLECTION = "crash";

  private final DocumentStore documents;
  private final StoredCollection collection;
  private final PrintStream out = System.out;

  private CrashingWriter(DocumentStore documents, StoredCollection collection) {
    this.documents = documents;
    this.collection = collection;
  }

  /** Arguments: directory, first version, seed. Runs until it is killed. */
  public static void main(String[] args) {
    Store store = Store.open(Path.of(args[0]), StoreSettings.DEFAULT);
    var documents = new DocumentStore(store);
    StoredCollection collection =
        documents.collections().isEmpty()
            ? documents.create(RandomValues.schema(COLLECTION))
            : documents.collections().getFirst();
    var writer = new CrashingWriter(documents, collection);
    long firstVersion = Long.parseLong(args[1]);
    for (int t = 0; t < THREADS; t++) {
      int thread = t;
      var random = new Random(Long.parseLong(args[2]) + thread);
      Thread.ofPlatform().start(() -> writer.write(thread, firstVersion, random));
    }
  }

  private void write(int thread, long firstVersion, Random random) {
    for (long version = firstVersion; ; version++) {
      String id = "t" + thread + "-" + random.nextInt(DOCUMENTS_PER_THREAD);
      switch (random.nextInt(5)) {
        case 0 -> delete(id, version);
        case 1 -> putHeader(id, version);
        default -> put(id, version, random.nextInt(6));
      }
    }
  }

  private void put(String id, long version, int chunks) {
    String content = Long.toString(version);
    out.println("B " + id + " " + version + " PUT " + chunks);
    long sequence =
        documents
            .put(
                collection,
                RandomValues.document(id, content, content, chunks),
                RandomValues.chunks(content, chunks))
            .join();
    out.println("A " + id + " " + version + " " + sequence);
  }

  private void putHeader(String id, long version) {
    var found = documents.findHeader(collection, id);
    if (found != null) {
      out.println("B " + id + " " + version + " HEADER");
      var header =
          RandomValues.document(id, Long.toString(version), found.contentHash(), found.chunks());
      long sequence = documents.putHeader(collection, header).join().orElseThrow();
      out.println("A " + id + " " + version + " " + sequence);
    }
  }

  private void delete(String id, long version) {
    out.println("B " + id + " " + version + " DELETE");
    long sequence = documents.delete(collection, id).join().orElse(0);
    out.println("A " + id + " " + version + " " + sequence);
  }
}
