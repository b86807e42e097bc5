package dev.ferrule.index;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.HitQueue;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Nearest vectors under a filter, with a recall that does not fall when the filter passes few: what
 * passes is counted first, and up to {@link #EXACT_LIMIT} chunks are compared one by one, which is
 * both exact and quicker than walking a graph whose nodes are mostly forbidden. Beyond that Lucene
 * walks the graph, looking through forbidden nodes at their neighbours (ACORN, Patel et al., SIGMOD
 * 2024) when fewer than {@link #FILTERED_SEARCH_PERCENT} % pass, and farther when few do.
 */
final class VectorSearch {
  static final int EXACT_LIMIT = 16_000;

  /** Without a filter, the graph of more chunks than this is quicker. */
  private static final int SMALL = 4_000;

  /**
   * A graph of which fewer than one in so many nodes pass is walked with so many more candidates.
   */
  private static final int FEW = 4;

  private static final int FILTERED_SEARCH_PERCENT = 60;

  private VectorSearch() {}

  /** The best {@code limit} chunks by Lucene's score of the vectors, best first. */
  static ScoreDoc[] search(
      IndexSearcher searcher, float[] vector, @Nullable Query filter, int limit)
      throws IOException {
    int all = searcher.getIndexReader().numDocs();
    int few = all / FEW;
    int passing = filter == null ? all : countUpTo(searcher, filter, Math.max(EXACT_LIMIT, few));
    if (passing <= (filter == null ? SMALL : EXACT_LIMIT)) {
      return exact(searcher, vector, filter, limit);
    }
    int candidates = passing <= few ? FEW * limit : limit;
    var graph =
        new KnnFloatVectorQuery(
            CollectionIndex.VECTOR,
            vector,
            candidates,
            filter,
            new KnnSearchStrategy.Hnsw(FILTERED_SEARCH_PERCENT));
    return searcher.search(graph, limit).scoreDocs;
  }

  /** How many chunks pass; counting stops beyond {@code most}. */
  private static int countUpTo(IndexSearcher searcher, Query filter, int most) throws IOException {
    Weight weight =
        searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    int passing = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      DocIdSetIterator docs = scorer.iterator();
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (++passing > most) {
          return passing;
        }
      }
    }
    return passing;
  }

  private static ScoreDoc[] exact(
      IndexSearcher searcher, float[] vector, @Nullable Query filter, int limit)
      throws IOException {
    Weight weight =
        filter == null
            ? null
            : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    var queue = new HitQueue(limit, true);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      FloatVectorValues values = leaf.reader().getFloatVectorValues(CollectionIndex.VECTOR);
      if (values == null) {
        continue;
      }
      DocIdSetIterator passing = null;
      if (weight != null) {
        Scorer filtered = weight.scorer(leaf);
        if (filtered == null) {
          continue;
        }
        passing = filtered.iterator();
      }
      collect(leaf, values.scorer(vector).bulk(passing), queue);
    }
    return drain(queue);
  }

  private static void collect(LeafReaderContext leaf, VectorScorer.Bulk scorer, HitQueue queue)
      throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    var some = new DocAndFloatFeatureBuffer();
    while (true) {
      scorer.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, live, some);
      if (some.size == 0) {
        return;
      }
      for (int i = 0; i < some.size; i++) {
        ScoreDoc weakest = queue.top();
        if (some.features[i] > weakest.score) {
          weakest.score = some.features[i];
          weakest.doc = leaf.docBase + some.docs[i];
          queue.updateTop();
        }
      }
    }
  }

  private static ScoreDoc[] drain(HitQueue queue) {
    // The queue begins full of place holders below any real score.
    while (queue.size() > 0 && queue.top().score < 0) {
      queue.pop();
    }
    var best = new ScoreDoc[queue.size()];
    for (int i = best.length - 1; i >= 0; i--) {
      best[i] = queue.pop();
    }
    return best;
  }
}
