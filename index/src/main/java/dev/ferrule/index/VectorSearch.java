package dev.ferrule.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConjunctionUtils;
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
 * 2024) when fewer than {@link #FILTERED_SEARCH_PERCENT} % pass.
 */
final class VectorSearch {
  static final int EXACT_LIMIT = 4_000;
  private static final int FILTERED_SEARCH_PERCENT = 60;

  private VectorSearch() {}

  /** The best {@code limit} chunks by Lucene's score of the vectors, best first. */
  static ScoreDoc[] search(
      IndexSearcher searcher, float[] vector, @Nullable Query filter, int limit)
      throws IOException {
    long passing =
        filter == null ? searcher.getIndexReader().numDocs() : countUpTo(searcher, filter);
    if (passing <= EXACT_LIMIT) {
      return exact(searcher, vector, filter, limit);
    }
    var graph =
        new KnnFloatVectorQuery(
            CollectionIndex.VECTOR,
            vector,
            limit,
            filter,
            new KnnSearchStrategy.Hnsw(FILTERED_SEARCH_PERCENT));
    return searcher.search(graph, limit).scoreDocs;
  }

  /** How many chunks pass; counting stops beyond {@link #EXACT_LIMIT}. */
  private static long countUpTo(IndexSearcher searcher, Query filter) throws IOException {
    Weight weight =
        searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    long passing = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      DocIdSetIterator docs = scorer.iterator();
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (++passing > EXACT_LIMIT) {
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
      VectorScorer scorer = values.scorer(vector);
      DocIdSetIterator docs = scorer.iterator();
      if (weight != null) {
        Scorer passing = weight.scorer(leaf);
        if (passing == null) {
          continue;
        }
        docs = ConjunctionUtils.intersectIterators(List.of(passing.iterator(), docs));
      }
      collect(leaf, docs, scorer, queue);
    }
    return drain(queue);
  }

  private static void collect(
      LeafReaderContext leaf, DocIdSetIterator docs, VectorScorer scorer, HitQueue queue)
      throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (live == null || live.get(doc)) {
        float score = scorer.score();
        ScoreDoc weakest = queue.top();
        if (score > weakest.score) {
          weakest.score = score;
          weakest.doc = leaf.docBase + doc;
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
