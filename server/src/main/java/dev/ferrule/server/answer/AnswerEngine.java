package dev.ferrule.server.answer;

import dev.ferrule.embed.Embedding;
import dev.ferrule.index.Hit;
import dev.ferrule.index.Query;
import dev.ferrule.index.QuestionTerms;
import dev.ferrule.index.SearchMode;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.CodePoints;
import dev.ferrule.model.Document;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.Filter;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.config.Settings;
import dev.ferrule.store.documents.DocumentStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions from a collection: retrieve, choose the sentences that answer, and, when an
 * upstream is set, have it word the answer. Thread-safe.
 */
public final class AnswerEngine {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerEngine.class);

  /** How many passages an upstream gets to read. */
  private static final int PROMPT_PASSAGES = 5;

  private final DocumentStore documents;
  private final @Nullable Upstream upstream;
  private final Prompt prompt;
  private final int passages;
  private final int sentences;
  private final double minConfidence;
  private final RecentTerms recentTerms = new RecentTerms();

  public AnswerEngine(Settings settings, DocumentStore documents) {
    this.documents = documents;
    this.upstream = Upstream.of(settings);
    this.prompt = Prompt.read(settings.text("upstream.prompt_file"));
    this.passages = settings.integer("answer.passages");
    this.sentences = settings.integer("answer.sentences");
    this.minConfidence = settings.decimal("answer.min_confidence");
  }

  /** Follows an answer while it is made. */
  public interface Listener {
    /** A stage ended. */
    default void stage(Answer.Stage stage) throws IOException {}

    /** The citations are known. */
    default void citations(List<Citation> citations) throws IOException {}

    /** A piece of the text came. */
    default void text(String piece) throws IOException {}

    /** What came of the text does not hold; it begins anew. */
    default void restart() throws IOException {}
  }

  /**
   * Answers a question.
   *
   * @throws IOException when {@code listener} does
   */
  public Answer answer(
      Collection collection, String question, @Nullable Filter filter, Listener listener)
      throws IOException {
    return new Asking(collection, question, filter, listener).run();
  }

  /** One question on its way. */
  private final class Asking {
    private final Collection collection;
    private final String question;
    private final @Nullable Filter filter;
    private final Listener listener;
    private final List<Answer.Stage> stages = new ArrayList<>();
    private long stageStarted = System.nanoTime();

    Asking(Collection collection, String question, @Nullable Filter filter, Listener listener) {
      this.collection = collection;
      this.question = question;
      this.filter = filter;
      this.listener = listener;
    }

    private void ended(String name) throws IOException {
      long now = System.nanoTime();
      var stage = new Answer.Stage(name, now - stageStarted);
      stageStarted = now;
      stages.add(stage);
      listener.stage(stage);
    }

    Answer run() throws IOException {
      Embedding embedding = collection.embedder().embedQuery(question).join();
      ended("embed");
      List<Hit> hits =
          collection
              .index()
              .search(new Query(SearchMode.HYBRID, question, embedding.vector(), filter, passages));
      List<Passage> found = load(hits);
      ended("search");
      QuestionTerms terms = collection.index().terms(question);
      SentenceChooser.Chosen chosen =
          SentenceChooser.choose(
              embedding.vector(),
              collection.embedder().unrelatedCosine(),
              terms,
              text -> recentTerms.of(collection, text),
              found);
      boolean answers = !chosen.sentences().isEmpty() && chosen.confidence() >= minConfidence;
      ended("choose");
      if (!answers) {
        listener.citations(List.of());
        return answer("", Answer.Rung.NONE, chosen.confidence(), List.of());
      }
      if (upstream != null) {
        Answer generated = generate(upstream, chosen);
        if (generated != null) {
          return generated;
        }
      }
      List<Citation> citations = cite(chosen, chosen.best(sentences));
      listener.citations(citations);
      String text = extract(citations);
      listener.text(text);
      return answer(text, Answer.Rung.EXTRACTIVE, chosen.confidence(), citations);
    }

    private Answer answer(
        String text, Answer.Rung rung, double confidence, List<Citation> citations) {
      return new Answer(question, text, rung, confidence, citations, stages);
    }

    private List<Passage> load(List<Hit> hits) {
      var found = new ArrayList<Passage>(hits.size());
      for (Hit hit : hits) {
        Document document = documents.findHeader(collection.stored(), hit.documentId());
        Chunk chunk = documents.findChunk(collection.stored(), hit.documentId(), hit.ordinal());
        if (document != null && chunk != null) { // else deleted since the index was refreshed
          found.add(new Passage(hit, document, chunk));
        }
      }
      return found;
    }

    /**
     * The upstream's answer, or null when it failed and the next rung must do. Citation n is the
     * best sentence of passage n in the prompt.
     */
    private @Nullable Answer generate(Upstream upstream, SentenceChooser.Chosen chosen)
        throws IOException {
      List<SentenceChooser.Choice> choices = chosen.perPassage(PROMPT_PASSAGES);
      List<String> texts =
          choices.stream()
              .map(choice ->
                  choice.passage().document().title() + "\n" + choice.passage().chunk().text())
              .toList();
      List<Citation> citations = cite(chosen, choices);
      listener.citations(citations);
      try {
        String text = upstream.generate(prompt.fill(question, texts), listener::text);
        ended("generate");
        return answer(text, Answer.Rung.GENERATED, chosen.confidence(), citations);
      } catch (FerruleException e) {
        LOG.warn(
            "upstream failed, giving the extractive answer: code={} {}",
            e.code().id(),
            e.getMessage());
        ended("generate-failed");
        listener.restart();
        return null;
      }
    }
  }

  private static List<Citation> cite(
      SentenceChooser.Chosen chosen, List<SentenceChooser.Choice> choices) {
    double best = chosen.sentences().getFirst().score();
    var citations = new ArrayList<Citation>();
    for (SentenceChooser.Choice choice : choices) {
      Chunk chunk = choice.passage().chunk();
      var codePoints = new CodePoints(chunk.text());
      int start = chunk.startCodePoints() + codePoints.at(choice.span().startChars());
      int end = chunk.startCodePoints() + codePoints.at(choice.span().endChars());
      citations.add(
          new Citation(
              choice.passage().document().id(),
              choice.passage().document().title(),
              chunk.page(),
              chunk.ordinal(),
              start,
              end,
              choice.span().of(chunk.text()),
              chosen.confidence() * choice.score() / best));
    }
    return citations;
  }

  private static String extract(List<Citation> citations) {
    var text = new StringBuilder();
    for (Citation citation : citations) {
      String words = PlainWords.of(citation.text());
      if (!text.isEmpty()) {
        text.append(' ');
      }
      text.append(words);
      if (!words.isEmpty() && Character.isLetterOrDigit(words.codePointBefore(words.length()))) {
        text.append('.');
      }
    }
    return text.toString();
  }
}
