package dev.ferrule.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/** One search on one searcher. Confined. */
final class Search {

  private final IndexSearcher searcher;
  private final Query query;
  private final float @Nullable [] vector;
  private final org.apache.lucene.search.@Nullable Query filter;
  private final BooleanQuery words;

  Search(IndexSearcher searcher, Analyzer questionAnalyzer, Query query) {
    this.searcher = searcher;
    this.query = query;
    this.vector = query.vector() == null ? null : UnitVectors.of(query.vector());
    this.filter = query.filter() == null ? null : Filters.query(query.filter());
    this.words = words(questionAnalyzer, query.text());
  }

  private static BooleanQuery words(Analyzer analyzer, String text) {
    var words = new BooleanQuery.Builder();
    var seen = new HashSet<String>();
    for (Analyzers.Term term : Analyzers.terms(analyzer, text)) {
      if (seen.add(term.text()) && seen.size() <= 512) {
        words.add(
            new TermQuery(new Term(CollectionIndex.TEXT, term.text())), BooleanClause.Occur.SHOULD);
      }
    }
    return words.build();
  }

  List<Hit> run() throws IOException {
    if (query.limit() == 0 || searcher.getIndexReader().numDocs() == 0) {
      return List.of();
    }
    return switch (query.mode()) {
      case LEXICAL -> lexical();
      case DENSE -> dense();
      case HYBRID -> hybrid();
    };
  }

  private ScoreDoc[] byWords(int limit) throws IOException {
    if (words.clauses().isEmpty()) {
      return new ScoreDoc[0];
    }
    org.apache.lucene.search.Query filtered = words;
    if (filter != null) {
      filtered =
          new BooleanQuery.Builder()
              .add(words, BooleanClause.Occur.MUST)
              .add(filter, BooleanClause.Occur.FILTER)
              .build();
    }
    return searcher.search(filtered, limit).scoreDocs;
  }

  private ScoreDoc[] byVector(int limit) throws IOException {
    return vector == null ? new ScoreDoc[0] : VectorSearch.search(searcher, vector, filter, limit);
  }

  private List<Hit> lexical() throws IOException {
    ScoreDoc[] found = byWords(query.limit());
    var hits = new ArrayList<Hit>(found.length);
    for (int i = 0; i < found.length; i++) {
      hits.add(hit(found[i].doc, found[i].score, found[i].score, i + 1, 0, 0));
    }
    return hits;
  }

  private List<Hit> dense() throws IOException {
    // The graph is asked for more than is wanted: what it finds beyond buys recall.
    ScoreDoc[] found = byVector(Math.max(query.limit(), query.candidates()));
    var hits = new ArrayList<Hit>();
    for (int i = 0; i < Math.min(found.length, query.limit()); i++) {
      float cosine = cosine(found[i].score);
      hits.add(hit(found[i].doc, cosine, 0, 0, cosine, i + 1));
    }
    return hits;
  }

  private List<Hit> hybrid() throws IOException {
    int limit = Math.max(query.limit(), query.candidates());
    Fusion.Candidate[] candidates = Fusion.union(byWords(limit), byVector(limit));
    scoreMissingWords(candidates);
    scoreMissingVectors(candidates);
    Fusion.fuse(candidates);
    var hits = new ArrayList<Hit>();
    for (int i = 0; i < Math.min(candidates.length, query.limit()); i++) {
      Fusion.Candidate c = candidates[i];
      hits.add(
          hit(c.doc, c.score, c.lexicalScore, c.lexicalRank, cosine(c.denseScore), c.denseRank));
    }
    return hits;
  }

  /** Lucene maps a cosine c to (1 + c) / 2. */
  private static float cosine(float score) {
    return 2 * score - 1;
  }

  private void scoreMissingWords(Fusion.Candidate[] candidates) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(words), ScoreMode.COMPLETE, 1);
    int leafIndex = -1;
    Scorer scorer = null;
    for (Fusion.Candidate candidate : candidates) {
      if (candidate.lexicalRank > 0) {
        continue;
      }
      int next = ReaderUtil.subIndex(candidate.doc, searcher.getIndexReader().leaves());
      LeafReaderContext leaf = searcher.getIndexReader().leaves().get(next);
      if (next != leafIndex) {
        leafIndex = next;
        scorer = weight.scorer(leaf);
      }
      if (scorer != null) {
        int target = candidate.doc - leaf.docBase;
        DocIdSetIterator docs = scorer.iterator();
        if (docs.docID() < target) {
          docs.advance(target);
        }
        if (docs.docID() == target) {
          candidate.lexicalScore = scorer.score();
        }
      }
    }
  }

  private void scoreMissingVectors(Fusion.Candidate[] candidates) throws IOException {
    float[] near = java.util.Objects.requireNonNull(vector, "hybrid needs a vector");
    int leafIndex = -1;
    VectorScorer scorer = null;
    for (Fusion.Candidate candidate : candidates) {
      if (candidate.denseRank > 0) {
        continue;
      }
      int next = ReaderUtil.subIndex(candidate.doc, searcher.getIndexReader().leaves());
      LeafReaderContext leaf = searcher.getIndexReader().leaves().get(next);
      if (next != leafIndex) {
        leafIndex = next;
        FloatVectorValues values = leaf.reader().getFloatVectorValues(CollectionIndex.VECTOR);
        scorer = values == null ? null : values.scorer(near);
      }
      candidate.denseScore = 0;
      if (scorer != null
          && scorer.iterator().advance(candidate.doc - leaf.docBase) + leaf.docBase
              == candidate.doc) {
        candidate.denseScore = scorer.score();
      }
    }
  }

  private Hit hit(
      int doc, double score, float lexicalScore, int lexicalRank, float cosine, int denseRank)
      throws IOException {
    var leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    int local = doc - leaf.docBase;
    var ids = leaf.reader().getSortedDocValues(CollectionIndex.ID);
    var ordinals = leaf.reader().getNumericDocValues(CollectionIndex.ORDINAL);
    if (ids == null
        || ordinals == null
        || !ids.advanceExact(local)
        || !ordinals.advanceExact(local)) {
      throw new IOException("expected an id and an ordinal on each chunk, found none");
    }
    String id = ids.lookupOrd(ids.ordValue()).utf8ToString();
    int ordinal = Math.toIntExact(ordinals.longValue());
    return new Hit(id, ordinal, score, lexicalScore, lexicalRank, cosine, denseRank);
  }
}
