package dev.ferrule.index;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** Looks through an index that nobody has open. Stateless. */
public final class IndexCheck {
  private IndexCheck() {}

  /**
   * What an index holds on disk.
   *
   * @param sequence the store's sequence up to which it is complete
   * @param chunks how many chunks it has of each document, by id; 0 for a document without text
   */
  public record Content(long sequence, Map<String, Integer> chunks) {}

  /**
   * Compares every checksum and reads every structure.
   *
   * @return null when there is no index: it is made at the next start
   * @throws FerruleException {@link ErrorCode#INDEX_FAILED} when it is damaged
   */
  public static @Nullable Content read(Path path) {
    if (!Files.isDirectory(path)) {
      return null;
    }
    try (var directory = FSDirectory.open(path)) {
      if (!DirectoryReader.indexExists(directory)) {
        return null;
      }
      try (var check = new CheckIndex(directory)) {
        check.setThreadCount(1);
        CheckIndex.Status status = check.checkIndex();
        if (!status.clean) {
          throw new FerruleException(
              ErrorCode.INDEX_FAILED,
              "expected a sound index in %s, found %d damaged of %d segments"
                  .formatted(path, status.numBadSegments, status.numSegments));
        }
      }
      try (var reader = DirectoryReader.open(directory)) {
        var chunks = new HashMap<String, Integer>();
        for (LeafReaderContext leaf : reader.leaves()) {
          count(leaf.reader(), chunks);
        }
        String sequence =
            reader.getIndexCommit().getUserData().getOrDefault(CollectionIndex.SEQUENCE, "0");
        return new Content(Long.parseLong(sequence), chunks);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new FerruleException(
          ErrorCode.INDEX_FAILED,
          "reading the index in %s failed: %s".formatted(path, e.getMessage()),
          e);
    }
  }

  private static void count(LeafReader leaf, Map<String, Integer> chunks) throws IOException {
    SortedDocValues ids = leaf.getSortedDocValues(CollectionIndex.ID);
    NumericDocValues ordinals = leaf.getNumericDocValues(CollectionIndex.ORDINAL);
    Bits live = leaf.getLiveDocs();
    for (int doc = 0; ids != null && doc < leaf.maxDoc(); doc++) {
      if ((live == null || live.get(doc)) && ids.advanceExact(doc)) {
        boolean chunk = ordinals != null && ordinals.advanceExact(doc);
        chunks.merge(ids.lookupOrd(ids.ordValue()).utf8ToString(), chunk ? 1 : 0, Integer::sum);
      }
    }
  }
}
