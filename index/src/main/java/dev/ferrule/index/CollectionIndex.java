package dev.ferrule.index;

import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.FieldValue;
import dev.ferrule.model.Filter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * The index of one collection: a Lucene document per chunk. It is derived. A commit carries the
 * store sequence up to which it is complete, and whoever opens it applies what came after; applying
 * a change again does no harm. Searching is thread-safe; writing is single-writer.
 */
public final class CollectionIndex implements AutoCloseable {
  static final String ID = "_id";
  static final String ORDINAL = "_ordinal";
  static final String TEXT = "_text";
  static final String VECTOR = "_vector";

  static final String SEQUENCE = "sequence";
  private static final String FORMAT = "format";
  private static final double WRITE_BUFFER_MIB = 32;

  /** Segments beside the largest are merged into it when they are together this part of it. */
  private static final int WORTH_COMPACTING = 5;

  /** BM25 with the parameters that Robertson and Zaragoza (2009) recommend. */
  private static final BM25Similarity SIMILARITY = new BM25Similarity(1.2f, 0.75f);

  /** A filter may have 1,024 parts and a question 512 words; Lucene's own limit is 1,024 in all. */
  private static final int MAX_CLAUSES = 4_096;

  static {
    org.apache.lucene.search.IndexSearcher.setMaxClauseCount(MAX_CLAUSES);
  }

  private final Analyzer questionAnalyzer;
  private final CollectionSchema schema;
  private final Directory directory;
  private volatile IndexWriter writer;
  private volatile SearcherManager searchers;
  private volatile long committedSequence;

  private CollectionIndex(
      CollectionSchema schema,
      Directory directory,
      IndexWriter writer,
      SearcherManager searchers,
      long committedSequence) {
    this.questionAnalyzer = Analyzers.forQuestions(schema.analyzer());
    this.schema = schema;
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
    this.committedSequence = committedSequence;
  }

  /**
   * Opens the index in {@code path}, or makes an empty one.
   *
   * @param format whatever the content of a Lucene document depends on; an index of another format
   *     is emptied, and its sequence is then 0
   * @throws FerruleException {@link ErrorCode#INDEX_FAILED} when Lucene finds it damaged
   */
  public static CollectionIndex open(Path path, CollectionSchema schema, String format) {
    IndexWriter writer = null;
    try {
      Directory directory = FSDirectory.open(path);
      writer = new IndexWriter(directory, config(schema));
      long sequence = 0;
      Map<String, String> commit = commitData(writer);
      if (format.equals(commit.get(FORMAT))) {
        sequence = Long.parseLong(commit.getOrDefault(SEQUENCE, "0"));
      } else {
        writer.deleteAll();
        writer.setLiveCommitData(Map.of(FORMAT, format, SEQUENCE, "0").entrySet());
        writer.commit();
      }
      var searchers = new SearcherManager(writer, new Searchers());
      return new CollectionIndex(schema, directory, writer, searchers, sequence);
    } catch (IOException | IllegalArgumentException e) {
      IOUtils.closeWhileHandlingException(rollback(writer)); // else its lock stays
      throw new FerruleException(
          failed("opening", e).code(),
          "opening the index in %s failed: %s".formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * Reads every file and compares its checksum, as Lucene itself does only when it merges. False
   * when one is damaged; the index is then to be cleared and made again.
   */
  public boolean isSound() {
    try (var reader = DirectoryReader.open(writer)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        if (FilterLeafReader.unwrap(leaf.reader()) instanceof CodecReader segment) {
          segment.checkIntegrity();
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Begins again at the last commit, after a failure that closed Lucene's writer, as a full disk
   * does. Searches go on meanwhile.
   */
  public void reopen() {
    IndexWriter fresh = null;
    try {
      writer.rollback();
      fresh = new IndexWriter(directory, config(schema));
      SearcherManager before = searchers;
      searchers = new SearcherManager(fresh, new Searchers());
      writer = fresh;
      before.close();
    } catch (IOException | IllegalArgumentException e) {
      IOUtils.closeWhileHandlingException(rollback(fresh));
      throw failed("opening", e);
    }
  }

  private static @Nullable Closeable rollback(@Nullable IndexWriter writer) {
    return writer == null ? null : writer::rollback;
  }

  private static IndexWriterConfig config(CollectionSchema schema) {
    var merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(4, 1); // one core stays free for requests
    return new IndexWriterConfig(Analyzers.forDocuments(schema.analyzer()))
        .setSimilarity(SIMILARITY)
        .setRAMBufferSizeMB(WRITE_BUFFER_MIB)
        .setMergeScheduler(merges)
        .setCommitOnClose(false)
        .setCodec(
            new Lucene104Codec() {
              private final KnnVectorsFormat vectors = new Lucene99HnswVectorsFormat(16, 100);

              @Override
              public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
              }
            });
  }

  private static Map<String, String> commitData(IndexWriter writer) {
    var data = new LinkedHashMap<String, String>();
    Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
    if (live != null) {
      live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    return data;
  }

  /** Makes every searcher score alike, whatever opened it. */
  private static final class Searchers extends SearcherFactory {
    @Override
    public org.apache.lucene.search.IndexSearcher newSearcher(
        IndexReader reader, IndexReader previous) {
      var searcher = new org.apache.lucene.search.IndexSearcher(reader);
      searcher.setSimilarity(SIMILARITY);
      return searcher;
    }
  }

  /** Puts a document's chunks in the place of its former ones; visible after {@link #refresh}. */
  public void put(
      String documentId, Map<String, List<FieldValue>> metadata, List<IndexedChunk> chunks) {
    var documents = new ArrayList<Document>(chunks.size());
    for (IndexedChunk chunk : chunks) {
      Document document = document(documentId, metadata);
      document.add(new NumericDocValuesField(ORDINAL, chunk.ordinal()));
      document.add(new TextField(TEXT, chunk.text(), Field.Store.NO));
      document.add(
          new KnnFloatVectorField(
              VECTOR, UnitVectors.of(chunk.vector()), VectorSimilarityFunction.DOT_PRODUCT));
      documents.add(document);
    }
    if (documents.isEmpty()) {
      // without words or a vector no search finds it, but a filter does
      documents.add(document(documentId, metadata));
    }
    try {
      writer.updateDocuments(new Term(ID, documentId), documents);
    } catch (IOException e) {
      throw failed("writing", e);
    }
  }

  private static Document document(String id, Map<String, List<FieldValue>> metadata) {
    var document = new Document();
    document.add(new StringField(ID, id, Field.Store.NO));
    document.add(new SortedDocValuesField(ID, new BytesRef(id)));
    metadata.forEach(
        (field, values) -> values.forEach(value -> document.add(Filters.field(field, value))));
    return document;
  }

  /** Deletes a document's chunks; visible after {@link #refresh}. */
  public void delete(String documentId) {
    try {
      writer.deleteDocuments(new Term(ID, documentId));
    } catch (IOException e) {
      throw failed("deleting", e);
    }
  }

  /** Deletes everything; visible after {@link #refresh}. */
  public void clear() {
    try {
      writer.deleteAll();
    } catch (IOException e) {
      throw failed("clearing", e);
    }
  }

  /** Makes what was written visible to searches. */
  public void refresh() {
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw failed("refreshing", e);
    }
  }

  /** Puts everything up to store sequence {@code sequence} on disk. */
  public void commit(long sequence) {
    try {
      var data = commitData(writer);
      data.put(SEQUENCE, Long.toString(sequence));
      writer.setLiveCommitData(data.entrySet());
      writer.commit();
      committedSequence = sequence;
    } catch (IOException e) {
      throw failed("committing", e);
    }
  }

  /**
   * Brings the index into one segment, whose graph answers several times as many searches as many
   * small ones do. That is worth it when what is outside of the largest segment has grown to a part
   * of it, so that in all each chunk is written again a few times at most. Visible after {@link
   * #refresh}.
   *
   * @param wait until it is done: a second for some thousand chunks; otherwise it goes on beside
   * @return whether it was worth it
   */
  public boolean compact(boolean wait) {
    boolean worthIt =
        withSearcher(searcher -> {
          int largest = 0;
          for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            largest = Math.max(largest, leaf.reader().maxDoc());
          }
          int others = searcher.getIndexReader().maxDoc() - largest;
          return others > 0 && others >= largest / WORTH_COMPACTING;
        });
    try {
      if (worthIt) {
        writer.forceMerge(1, wait);
      }
      return worthIt;
    } catch (IOException e) {
      throw failed("merging", e);
    }
  }

  /** How many segments searches go through: each has a graph of its own. */
  public int segments() {
    return withSearcher(searcher -> searcher.getIndexReader().leaves().size());
  }

  /** The store sequence up to which the index is complete on disk. */
  public long committedSequence() {
    return committedSequence;
  }

  /** How many chunks can be found. */
  public int chunks() {
    return withSearcher(searcher -> searcher.count(new FieldExistsQuery(VECTOR)));
  }

  /** The best hits, best first. */
  public List<Hit> search(Query query) {
    return withSearcher(searcher -> new Search(searcher, questionAnalyzer, query).run());
  }

  /** The ids of all documents that pass a filter, each once. */
  public List<String> documents(Filter filter) {
    return withSearcher(searcher -> {
      var ids = new java.util.TreeSet<String>();
      var query = searcher.rewrite(Filters.query(filter));
      var weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        Scorer scorer = weight.scorer(leaf);
        SortedDocValues values = leaf.reader().getSortedDocValues(ID);
        if (scorer == null || values == null) {
          continue;
        }
        Bits live = leaf.reader().getLiveDocs();
        DocIdSetIterator docs = scorer.iterator();
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
          if ((live == null || live.get(doc)) && values.advanceExact(doc)) {
            ids.add(values.lookupOrd(values.ordValue()).utf8ToString());
          }
        }
      }
      return List.copyOf(ids);
    });
  }

  /** The telling words of a question, weighed by how rare they are here. */
  public QuestionTerms terms(String question) {
    return withSearcher(searcher -> {
      IndexReader reader = searcher.getIndexReader();
      var weights = new LinkedHashMap<String, Double>();
      for (Analyzers.Term term : Analyzers.terms(questionAnalyzer, question)) {
        double df = reader.docFreq(new Term(TEXT, term.text()));
        weights.put(term.text(), Math.log1p((reader.maxDoc() - df + 0.5) / (df + 0.5)));
      }
      return new QuestionTerms(questionAnalyzer, weights);
    });
  }

  /** The terms of a text, to look for those of questions in it. */
  public TextTerms analyze(String text) {
    return TextTerms.of(questionAnalyzer, text);
  }

  private interface Use<R> {
    R with(org.apache.lucene.search.IndexSearcher searcher) throws IOException;
  }

  private <R> R withSearcher(Use<R> use) {
    try {
      SearcherManager current = searchers;
      var searcher = current.acquire();
      try {
        return use.with(searcher);
      } finally {
        current.release(searcher);
      }
    } catch (AlreadyClosedException e) {
      throw new FerruleException(
          ErrorCode.STORE_CLOSED,
          "the index is closed: its collection was deleted, or the node is stopping",
          e);
    } catch (IOException e) {
      throw failed("searching", e);
    }
  }

  static FerruleException failed(String doing, Exception e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new FerruleException(
        full ? ErrorCode.STORE_FULL : ErrorCode.INDEX_FAILED,
        "%s the index failed: %s".formatted(doing, e.getMessage()),
        e);
  }

  /** Closes without a commit: what was not committed is replayed from the store. */
  @Override
  public void close() {
    try {
      searchers.close();
      writer.close();
      directory.close();
    } catch (IOException e) {
      throw failed("closing", e);
    }
  }
}
