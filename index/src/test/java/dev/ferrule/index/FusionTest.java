package dev.ferrule.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.apache.lucene.search.ScoreDoc;
import org.junit.jupiter.api.Test;

class FusionTest {
  private static int[] docs(Fusion.Candidate[] candidates) {
    return Arrays.stream(candidates).mapToInt(candidate -> candidate.doc).toArray();
  }

  @Test
  void unionHoldsEachDocumentOnceWithItsRanks() {
    Fusion.Candidate[] union =
        Fusion.union(
            new ScoreDoc[] {new ScoreDoc(9, 4f), new ScoreDoc(2, 3f)},
            new ScoreDoc[] {new ScoreDoc(2, 0.9f), new ScoreDoc(5, 0.8f)});
    assertArrayEquals(new int[] {2, 5, 9}, docs(union));
    assertEquals(2, union[0].lexicalRank);
    assertEquals(1, union[0].denseRank);
    assertEquals(0, union[1].lexicalRank);
    assertEquals(2, union[1].denseRank);
    assertEquals(1, union[2].lexicalRank);
    assertEquals(0, union[2].denseRank);
  }

  @Test
  void fusedScoreIsTheMeanOfBothScaledSides() {
    Fusion.Candidate[] candidates =
        Fusion.union(
            new ScoreDoc[] {new ScoreDoc(1, 8f), new ScoreDoc(2, 4f), new ScoreDoc(3, 0f)},
            new ScoreDoc[] {new ScoreDoc(2, 0.9f), new ScoreDoc(3, 0.7f), new ScoreDoc(1, 0.5f)});
    Fusion.fuse(candidates);
    assertArrayEquals(new int[] {2, 1, 3}, docs(candidates));
    assertEquals(0.75, candidates[0].score, 1e-6);
    assertEquals(0.5, candidates[1].score, 1e-6);
    assertEquals(0.25, candidates[2].score, 1e-6);
  }

  @Test
  void equalScoresKeepTheOrderOfDocuments() {
    Fusion.Candidate[] candidates =
        Fusion.union(
            new ScoreDoc[0], new ScoreDoc[] {new ScoreDoc(8, 0.5f), new ScoreDoc(3, 0.5f)});
    Fusion.fuse(candidates);
    assertArrayEquals(new int[] {3, 8}, docs(candidates));
    assertEquals(1, candidates[0].score);
  }

  @Test
  void nothingFusesToNothing() {
    Fusion.Candidate[] candidates = Fusion.union(new ScoreDoc[0], new ScoreDoc[0]);
    Fusion.fuse(candidates);
    assertEquals(0, candidates.length);
  }
}
