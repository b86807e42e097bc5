package dev.ferrule.server.http;

import dev.ferrule.engine.Passages;
import dev.ferrule.index.Hit;
import dev.ferrule.index.Query;
import dev.ferrule.index.QuestionTerms;
import dev.ferrule.index.SearchMode;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.CodePoints;
import dev.ferrule.model.Document;
import dev.ferrule.model.Filter;
import dev.ferrule.model.TextSpan;
import dev.ferrule.server.answer.Answer;
import dev.ferrule.server.answer.AnswerEngine;
import dev.ferrule.server.answer.Citation;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.collections.FilterJson;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.guard.AnswerGuard;
import dev.ferrule.server.guard.Asked;
import dev.ferrule.server.guard.Guarded;
import dev.ferrule.server.tracing.Stage;
import dev.ferrule.server.tracing.Trace;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Search and answer. */
final class SearchRoutes {
  private static final int MOST_USER_CHARS = 256;

  private final Settings settings;
  private final Collections collections;
  private final AnswerGuard answers;

  SearchRoutes(Settings settings, Collections collections, AnswerGuard answers) {
    this.settings = settings;
    this.collections = collections;
    this.answers = answers;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            HttpMethod.POST,
            "/v1/collections/{c}/search",
            Role.READ,
            Route.Kind.NORMAL,
            this::search),
        new Route(
            HttpMethod.POST,
            "/v1/collections/{c}/answer",
            Role.READ,
            Route.Kind.NORMAL,
            this::answer));
  }

  private Response search(Request request) throws IOException {
    long started = System.nanoTime();
    Collection collection = collections.get(request.path("c"));
    Fields fields =
        Fields.of(
            request.json(),
            "query",
            "mode",
            "top_k",
            "offset",
            "filter",
            "highlight",
            "explain",
            "user");
    String query = fields.shortText("query", settings.integer("limits.query_chars"));
    SearchMode mode =
        CollectionRoutes.oneOf(SearchMode.values(), "mode", fields.textOr("mode", "hybrid"));
    int topK = fields.integerOr("top_k", 10, 1, settings.integer("limits.top_k"));
    int offset = fields.integerOr("offset", 0, 0, settings.integer("limits.offset"));
    boolean highlight = fields.flagOr("highlight", false);
    boolean explain = fields.flagOr("explain", false);
    Filter filter = FilterJson.read(collection.schema(), fields.find("filter"));
    AnswerGuard.Admission admission = answers.admit(asked("search", query, collection, fields));
    String text = admission.question();
    Guarded guarded = admission.guarded();
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("hits");
    if (guarded != null) {
      GuardJson.write(guarded, body);
      if (guarded.blocked()) {
        return found(body, mode, started);
      }
    }
    Trace trace = Trace.current();
    float[] vector = null;
    if (mode != SearchMode.LEXICAL) {
      long began = System.nanoTime();
      var embedding = collection.embedder().embedQuery(text);
      began = trace.ended(Stage.TOKENIZE, began);
      vector = embedding.join().vector();
      trace.ended(Stage.EMBED, began);
    }
    long stage = System.nanoTime();
    List<Hit> hits =
        collection.index().search(new Query(mode, text, vector, filter, offset + topK));
    stage = trace.ended(Stage.SEARCH, stage);
    QuestionTerms terms = highlight || explain ? collection.index().terms(text) : null;
    for (Hit hit : hits.subList(Math.min(offset, hits.size()), hits.size())) {
      Document document = collections.documents().findHeader(collection.stored(), hit.documentId());
      Chunk chunk =
          collections.documents().findChunk(collection.stored(), hit.documentId(), hit.ordinal());
      if (document == null || chunk == null) {
        continue; // deleted since the index was refreshed
      }
      ObjectNode item = list.addObject();
      Passages.write(document.title(), chunk, hit, item);
      if (terms != null && highlight) {
        highlights(item.putArray("highlights"), terms, chunk);
      }
      if (terms != null && explain) {
        explain(item.putObject("explain"), terms, document, chunk, hit);
      }
    }
    trace.ended(Stage.LOAD, stage);
    return found(body, mode, started);
  }

  private static Response found(ObjectNode body, SearchMode mode, long startedNanos) {
    body.put("mode", mode.name().toLowerCase(Locale.ROOT))
        .put("took_ms", Json.round((System.nanoTime() - startedNanos) / 1e6, 3));
    return Response.json(body);
  }

  private static Asked asked(
      String operation, String question, Collection collection, Fields fields) {
    String user = fields.find("user") == null ? "" : fields.shortText("user", MOST_USER_CHARS);
    return new Asked(operation, question, collection.schema().name(), user, fields.find("filter"));
  }

  private static void highlights(ArrayNode list, QuestionTerms terms, Chunk chunk) {
    var codePoints = new CodePoints(chunk.text());
    for (TextSpan span : terms.highlights(chunk.text())) {
      list.addObject()
          .put("start", chunk.startCodePoints() + codePoints.at(span.startChars()))
          .put("end", chunk.startCodePoints() + codePoints.at(span.endChars()));
    }
  }

  private static void explain(
      ObjectNode item, QuestionTerms terms, Document document, Chunk chunk, Hit hit) {
    item.put("lexical_score", Json.round(hit.lexicalScore(), 5));
    item.put("dense_score", Json.round(hit.denseScore(), 5));
    if (hit.lexicalRank() > 0) {
      item.put("lexical_rank", hit.lexicalRank());
    }
    if (hit.denseRank() > 0) {
      item.put("dense_rank", hit.denseRank());
    }
    ArrayNode matched = item.putArray("matched_terms");
    terms
        .matched(document.title() + "\n" + chunk.heading() + "\n" + chunk.text())
        .forEach(matched::add);
  }

  private Response answer(Request request) throws IOException {
    Collection collection = collections.get(request.path("c"));
    Fields fields = Fields.of(request.json(), "question", "filter", "stream", "user");
    String question = fields.shortText("question", settings.integer("limits.query_chars"));
    Filter filter = FilterJson.read(collection.schema(), fields.find("filter"));
    Asked asked = asked("answer", question, collection, fields);
    if (fields.flagOr("stream", false)) {
      return new Response.Streamed(
          "text/event-stream", output -> stream(collection, asked, filter, output));
    }
    long started = System.nanoTime();
    var silent = new AnswerEngine.Listener() {};
    return Response.json(json(answers.answer(collection, asked, filter, silent), started));
  }

  private void stream(
      Collection collection, Asked asked, @Nullable Filter filter, Response.Output output)
      throws IOException {
    long started = System.nanoTime();
    try {
      var outcome = answers.answer(collection, asked, filter, new Events(output));
      event(output, "done", json(outcome, started));
    } catch (RuntimeException e) {
      event(output, "error", Problem.json(Problem.meaning(e)));
    }
  }

  /** Tells a client by server-sent events how its answer comes along. */
  private record Events(Response.Output output) implements AnswerEngine.Listener {
    @Override
    public void stage(Answer.Stage stage) throws IOException {
      event(output, "stage", SearchRoutes.stage(stage));
    }

    @Override
    public void citations(List<Citation> citations) throws IOException {
      ObjectNode body = Json.object();
      ArrayNode list = body.putArray("citations");
      citations.forEach(citation -> list.add(citation(citation)));
      event(output, "citations", body);
    }

    @Override
    public void text(String piece) throws IOException {
      event(output, "token", Json.object().put("text", piece));
    }

    @Override
    public void restart() throws IOException {
      event(output, "restart", Json.object());
    }
  }

  private static void event(Response.Output output, String name, JsonNode data) throws IOException {
    output.write("event: " + name + "\ndata: " + Json.text(data) + "\n\n");
  }

  private static ObjectNode stage(Answer.Stage stage) {
    return Json.object().put("stage", stage.name()).put("ms", Json.round(stage.nanos() / 1e6, 3));
  }

  private static ObjectNode citation(Citation citation) {
    ObjectNode json =
        Json.object().put("document", citation.document()).put("title", citation.title());
    if (citation.page() > 0) {
      json.put("page", citation.page());
    }
    return json.put("chunk", citation.chunk())
        .put("start", citation.startCodePoints())
        .put("end", citation.endCodePoints())
        .put("text", citation.text())
        .put("score", Json.round(citation.score(), 4));
  }

  private static ObjectNode json(AnswerGuard.Outcome outcome, long startedNanos) {
    Answer answer = outcome.answer();
    ObjectNode json =
        Json.object()
            .put("question", answer.question())
            .put("answer", answer.text())
            .put("no_answer", answer.rung() == Answer.Rung.NONE)
            .put("rung", answer.rung().name().toLowerCase(Locale.ROOT))
            .put("confidence", Json.round(answer.confidence(), 4));
    ArrayNode citations = json.putArray("citations");
    answer.citations().forEach(citation -> citations.add(citation(citation)));
    ArrayNode stages = json.putArray("stages");
    answer.stages().forEach(stage -> stages.add(stage(stage)));
    if (outcome.guarded() != null) {
      GuardJson.write(outcome.guarded(), json);
    }
    return json.put("took_ms", Json.round((System.nanoTime() - startedNanos) / 1e6, 3));
  }
}
