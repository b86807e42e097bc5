package dev.ferrule.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.CollectionSchema.Analyzer;
import dev.ferrule.model.TextSpan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionTermsTest {
  private static final float[] VECTOR = {1, 0};

  @TempDir private Path directory;

  private CollectionIndex index(Analyzer analyzer, String... texts) {
    CollectionIndex index = TestIndexes.open(directory, analyzer);
    for (int i = 0; i < texts.length; i++) {
      TestIndexes.put(index, "d" + i, VECTOR, texts[i]);
    }
    index.refresh();
    return index;
  }

  private static double coverage(CollectionIndex index, QuestionTerms terms, String text) {
    var seen = new boolean[terms.size()];
    terms.mark(index.analyze(text), seen);
    return terms.share(seen);
  }

  @Test
  void aPartOfATextHasTheTermsThatStartInIt() {
    try (CollectionIndex index = index(Analyzer.ENGLISH, "pool")) {
      String text = "The pool opens. A sauna! Gyms, bars and the pool";
      TextTerms terms = index.analyze(text);
      for (String word : List.of("pool", "sauna", "gym", "bar")) {
        QuestionTerms question = index.terms(word);
        for (int from = 0; from <= text.length(); from++) {
          for (int to = from; to <= text.length(); to++) {
            var seen = new boolean[1];
            question.mark(terms, new TextSpan(from, to), seen);
            boolean starts = false;
            for (TextSpan span : question.highlights(text)) {
              starts |= span.startChars() >= from && span.startChars() < to;
            }
            assertEquals(starts, seen[0], word + " in " + text.substring(from, to));
          }
        }
      }
    }
  }

  @Test
  void manyTermsAreEachFound() {
    try (CollectionIndex index = index(Analyzer.STANDARD, "pool")) {
      var words = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        words.append(" word").append(i);
      }
      QuestionTerms terms = index.terms(words.toString());
      assertEquals(500, terms.size());
      for (int i = 0; i < 500; i++) {
        var seen = new boolean[500];
        terms.mark(index.analyze("a word" + i + " beside others"), seen);
        assertTrue(seen[i]);
        seen[i] = false;
        assertArrayEquals(new boolean[500], seen);
      }
    }
  }

  @Test
  void wordsThatOnlyAskAreNotSearchTerms() {
    try (CollectionIndex index =
        index(Analyzer.ENGLISH, "what you could do about it, please tell me", "Breakfast hours")) {
      assertEquals(0, index.terms("What is it, and how could I?").size());
      assertEquals(List.of(), TestIndexes.lexical(index, "What could you tell me, please?", 10));
      assertEquals(2, index.terms("When are the breakfast hours?").size());
      assertEquals(
          List.of("d1"), TestIndexes.ids(TestIndexes.lexical(index, "what about breakfast?", 10)));
    }
  }

  @Test
  void questionOfAskingWordsCoversNothing() {
    try (CollectionIndex index = index(Analyzer.ENGLISH, "pool")) {
      QuestionTerms terms = index.terms("what is it?");
      assertEquals(0, coverage(index, terms, "pool"));
      assertEquals(0, terms.totalWeight());
      assertEquals(List.of(), terms.highlights("what is it"));
    }
  }

  @Test
  void rareTermWeighsMoreThanAFrequentOne() {
    try (CollectionIndex index = index(Analyzer.ENGLISH, "pool", "pool", "pool", "pool sauna")) {
      QuestionTerms terms = index.terms("pool sauna");
      double pool = coverage(index, terms, "the pool");
      double sauna = coverage(index, terms, "a sauna");
      assertTrue(sauna > pool, sauna + " " + pool);
      assertEquals(1, pool + sauna, 1e-9);
      assertEquals(1, coverage(index, terms, "saunas and pools"), 1e-9);
      var seen = new boolean[terms.size()];
      terms.mark(index.analyze("pool"), seen);
      terms.mark(index.analyze("sauna"), seen);
      assertEquals(1, terms.share(seen), 1e-9);
    }
  }

  @Test
  void highlightsAreSpansOfTheWordsAsTheyStand() {
    try (CollectionIndex index = index(Analyzer.ENGLISH, "pool")) {
      QuestionTerms terms = index.terms("Where is the pool's opening?");
      String text = "😀 Pools open at 7. The POOL opens late.";
      List<String> words =
          terms.highlights(text).stream().map((TextSpan span) -> span.of(text)).toList();
      assertEquals(List.of("Pools", "open", "POOL", "opens"), words);
      assertEquals(List.of("Pools", "open"), terms.matched(text));
    }
  }

  @Test
  void standardAnalyzerFindsCjkByBigrams() {
    try (CollectionIndex index =
        index(Analyzer.STANDARD, "東京タワーの営業時間は九時からです", "朝食は七時から", "수영장 운영 시간")) {
      assertEquals(List.of("d0"), TestIndexes.ids(TestIndexes.lexical(index, "営業時間", 10)));
      assertEquals(List.of("d1"), TestIndexes.ids(TestIndexes.lexical(index, "朝食", 10)));
      assertEquals(List.of("d2"), TestIndexes.ids(TestIndexes.lexical(index, "수영장", 10)));
      List<TextSpan> spans = index.terms("営業時間").highlights("本日の営業時間");
      assertEquals(List.of(new TextSpan(3, 5), new TextSpan(4, 6), new TextSpan(5, 7)), spans);
    }
  }

  @Test
  void standardAnalyzerFoldsAccentsWidthAndCase() {
    try (CollectionIndex index = index(Analyzer.STANDARD, "Café Müller", "ＷＩＦＩ")) {
      assertEquals(List.of("d0"), TestIndexes.ids(TestIndexes.lexical(index, "CAFE", 10)));
      assertEquals(List.of("d0"), TestIndexes.ids(TestIndexes.lexical(index, "muller", 10)));
      assertEquals(List.of("d1"), TestIndexes.ids(TestIndexes.lexical(index, "wifi", 10)));
    }
  }

  @Test
  void overlongWordsAreCutNotRefused() {
    String word = "x".repeat(100_000);
    try (CollectionIndex index = index(Analyzer.ENGLISH, word + " pool")) {
      assertEquals(List.of("d0"), TestIndexes.ids(TestIndexes.lexical(index, "pool", 10)));
      assertEquals(List.of("d0"), TestIndexes.ids(TestIndexes.lexical(index, word, 10)));
    }
  }
}
