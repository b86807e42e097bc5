package dev.ferrule.index;

import dev.ferrule.model.CollectionSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/** The analyzers behind {@link CollectionSchema.Analyzer}, for documents and for questions. */
final class Analyzers {
  /*
   * Words that make a sentence a question say nothing of what it is about, yet they are rare in
   * documents, so that BM25 would take them for the most telling words of all.
   */
  private static final CharArraySet QUESTION_WORDS =
      new CharArraySet(
          List.of(
              "what", "what's", "which", "who", "who's", "whom", "whose", "when", "where", "why",
              "how", "do", "does", "did", "is", "are", "was", "were", "be", "been", "am", "can",
              "could", "would", "should", "will", "may", "might", "must", "shall", "i", "i'm", "me",
              "my", "we", "us", "our", "you", "your", "have", "has", "had", "there", "any", "some",
              "please", "tell", "about", "a", "an", "the", "of", "in", "on", "at", "to", "for",
              "and", "or", "it", "this", "that", "with", "by", "from", "as", "get"),
          true);

  private static final int MAX_TOKEN_CHARS = 255;

  private Analyzers() {}

  /** What a document's text becomes. */
  static Analyzer forDocuments(CollectionSchema.Analyzer analyzer) {
    return switch (analyzer) {
      case ENGLISH -> english(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
      case STANDARD -> standard();
    };
  }

  /** What a question becomes: the same terms, less the words that only ask. */
  static Analyzer forQuestions(CollectionSchema.Analyzer analyzer) {
    return switch (analyzer) {
      case ENGLISH -> english(QUESTION_WORDS);
      case STANDARD -> standard();
    };
  }

  private static Analyzer english(CharArraySet stopWords) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = words();
        TokenStream terms = new LowerCaseFilter(new EnglishPossessiveFilter(words));
        terms = new PorterStemFilter(new StopFilter(terms, stopWords));
        return new TokenStreamComponents(words, terms);
      }
    };
  }

  private static Analyzer standard() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = words();
        TokenStream terms = new LowerCaseFilter(new CJKWidthFilter(words));
        terms = new ASCIIFoldingFilter(new CJKBigramFilter(terms));
        return new TokenStreamComponents(words, terms);
      }
    };
  }

  private static Tokenizer words() {
    var words = new StandardTokenizer();
    words.setMaxTokenLength(MAX_TOKEN_CHARS);
    return words;
  }

  /** A term and where it stands in the text it came from. */
  record Term(String text, int startChars, int endChars) {}

  /** The terms of {@code text}, in order. */
  static List<Term> terms(Analyzer analyzer, String text) {
    var terms = new ArrayList<Term>();
    try (TokenStream stream = analyzer.tokenStream("", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      var offset = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(new Term(term.toString(), offset.startOffset(), offset.endOffset()));
      }
      stream.end();
      return terms;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string cannot fail", e);
    }
  }
}
