package dev.ferrule.bench;

import dev.ferrule.server.Node;
import dev.ferrule.server.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does the cited sentence hold the answer, and does the node say so when there is none? Squad2's
 * dev questions that have an answer over its 1,216 paragraphs; for the second, questions about
 * hotels and restaurants over the same paragraphs.
 */
final class AnswerQuality {
  static final String COLLECTION = "squad2";

  private AnswerQuality() {}

  static void measure(Main.Setup setup, Report report) throws IOException {
    Path squad = setup.shared().resolve("ret_squad2");
    Settings settings =
        Settings.read(
            null,
            Map.of(),
            Map.of("data.directory", setup.work("answers").toString(), "server.port", "0"));
    List<JsonNode> answerable =
        limit(
            setup,
            DataSet.lines(squad.resolve("queries.dev.jsonl")).stream()
                .filter(question -> !question.path("is_impossible").asBoolean(false))
                .toList());
    List<JsonNode> foreign =
        limit(
            setup,
            DataSet.lines(setup.shared().resolve("ret_hospitality_dstc11/queries.dev.jsonl")));
    try (Node node = Node.start(settings)) {
      var client = new Client(node.url());
      ingest(client, DataSet.lines(squad.resolve("corpus.jsonl")));
      List<JsonNode> answers = ask(client, answerable);
      int first = 0;
      int any = 0;
      int none = 0;
      for (int i = 0; i < answers.size(); i++) {
        JsonNode citations = answers.get(i).path("citations");
        none += answers.get(i).path("no_answer").asBoolean(false) ? 1 : 0;
        first += citations.size() > 0 && holds(citations.get(0), answerable.get(i)) ? 1 : 0;
        for (JsonNode citation : citations) {
          if (holds(citation, answerable.get(i))) {
            any++;
            break;
          }
        }
      }
      long abstained =
          ask(client, foreign).stream()
              .filter(answer -> answer.path("no_answer").asBoolean(false))
              .count();
      Map<String, Object> row = report.row("ferrule");
      row.put("measure", "quality");
      row.put("gold in first citation", Report.round((double) first / answers.size()));
      row.put("gold in any citation", Report.round((double) any / answers.size()));
      row.put("abstains where something is", Report.round((double) none / answers.size()));
      row.put("abstains where nothing is", Report.round((double) abstained / foreign.size()));
      row.put("questions", answers.size() + foreign.size());
    }
  }

  private static List<JsonNode> limit(Main.Setup setup, List<JsonNode> questions) {
    return setup.quick() ? questions.subList(0, Math.min(200, questions.size())) : questions;
  }

  static void ingest(Client client, List<JsonNode> corpus) {
    client.call("PUT", "/v1/collections/" + COLLECTION, "application/json", "{}");
    var documents = new ArrayList<ObjectNode>();
    for (JsonNode line : corpus) {
      documents.add(
          Client.object()
              .put("id", line.path("_id").asString(""))
              .put("title", line.path("title").asString(""))
              .put("text", line.path("text").asString("")));
    }
    client.put(COLLECTION, documents);
  }

  private static List<JsonNode> ask(Client client, List<JsonNode> questions) {
    try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
      var pending = new ArrayList<Future<JsonNode>>();
      for (JsonNode question : questions) {
        pending.add(
            workers.submit(() ->
                client.post(
                    "/v1/collections/" + COLLECTION + "/answer",
                    Client.object().put("question", question.path("text").asString("")))));
      }
      var answers = new ArrayList<JsonNode>();
      for (Future<JsonNode> each : pending) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean holds(JsonNode citation, JsonNode question) {
    String cited = citation.path("text").asString("").toLowerCase(Locale.ROOT);
    for (JsonNode answer : question.path("answers")) {
      if (cited.contains(answer.asString("").toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
