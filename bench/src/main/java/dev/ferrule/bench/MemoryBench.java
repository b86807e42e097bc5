package dev.ferrule.bench;

import dev.ferrule.model.TextSpan;
import dev.ferrule.text.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much memory does a node have with ten thousand documents, at rest, under load, after long
 * mixed load, and after ten collections were made and dropped? Rerun: {@code ./ferrule bench
 * memory}, with {@code FERRULE_JAVA_OPTS=-Dferrule.bench.minutes=60} for an hour.
 */
final class MemoryBench implements Main.Bench {
  private static final int DOCUMENTS = 10_000;
  private static final int DROPPED = 10;
  private static final int DROPPED_DOCUMENTS = 100;
  private static final double ANSWERS_PER_SECOND = 150;
  private static final String COLLECTION = "memory";

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("memory", setup.home());
    List<ObjectNode> documents = documents(setup, setup.quick() ? 1_000 : DOCUMENTS);
    Path questions = setup.work("memory").resolve("questions.jsonl");
    Files.createDirectories(questions.getParent());
    Files.write(
        questions,
        DataSet.lines(setup.shared().resolve("ret_scifact/queries.train.jsonl")).stream()
            .map(one -> Client.object().put("question", one.path("text").asString("")).toString())
            .toList());
    try (var node = NodeProcess.start(setup, "memory", Map.of(), "")) {
      tell(report, node, "started, no documents");
      var client = new Client(node.url());
      create(client, COLLECTION);
      client.put(COLLECTION, documents);
      tell(report, node, "just after ingest");
      Peer.pause(setup.quick() ? 5_000 : 60_000);
      double rest = tell(report, node, "at rest, a minute later");
      var load =
          new LoadRun(
              node.url() + "/v1/collections/" + COLLECTION + "/answer",
              questions,
              ANSWERS_PER_SECOND,
              64,
              1);
      load.run(setup.quick() ? 5 : 30);
      double loaded = tell(report, node, "under %.0f answers/s".formatted(ANSWERS_PER_SECOND));
      int minutes = setup.quick() ? 1 : Integer.getInteger("ferrule.bench.minutes", 5);
      for (int minute = 0; minute < minutes; minute++) {
        load.run(setup.quick() ? 5 : 45);
        client.put(COLLECTION, documents.subList(0, 500)); // the same again
        dropped(client, documents, minute);
      }
      for (int i = minutes; i < DROPPED; i++) {
        dropped(client, documents, i);
      }
      double mixed =
          tell(
              report,
              node,
              "after %d minutes of mixed load, %d collections made and dropped"
                  .formatted(minutes, Math.max(minutes, DROPPED)));
      Peer.pause(setup.quick() ? 5_000 : 60_000);
      tell(report, node, "at rest again, a minute later");
      report.ratio("MiB at rest", rest);
      report.ratio("after mixed load over under load", mixed / loaded);
    }
    return report;
  }

  private static void create(Client client, String name) {
    client.call("PUT", "/v1/collections/" + name, "application/json", "{}");
  }

  private static void dropped(Client client, List<ObjectNode> documents, int number) {
    String name = "dropped-" + number;
    create(client, name);
    client.put(name, documents.subList(0, DROPPED_DOCUMENTS));
    client.call("DELETE", "/v1/collections/" + name, "application/json", "");
  }

  private static double tell(Report report, NodeProcess node, String when) {
    double resident = node.residentMib();
    Map<String, Object> row = report.row("ferrule");
    row.put("when", when);
    row.put("RSS MiB", Report.round(resident));
    row.put("of it Java, MiB", Report.round(node.metric("jvm_memory_used_bytes") / 1048576));
    System.err.println("  " + row);
    return resident;
  }

  /* Documents of some sentences each, as many as wanted. */
  private static List<ObjectNode> documents(Main.Setup setup, int count) throws IOException {
    var documents = new ArrayList<ObjectNode>();
    var splitter = new Sentences();
    for (JsonNode line : DataSet.lines(setup.shared().resolve("ret_scifact/corpus.jsonl"))) {
      String text = line.path("text").asString("");
      var spans = new ArrayList<TextSpan>();
      splitter.split(text, 0, text.length(), spans);
      for (int i = 0; i + 2 < spans.size() && documents.size() < count; i += 3) {
        documents.add(
            Client.object()
                .put("id", line.path("_id").asString("") + "-" + i)
                .put("title", line.path("title").asString(""))
                .put(
                    "text",
                    text.substring(spans.get(i).startChars(), spans.get(i + 2).endChars())));
      }
    }
    return documents;
  }
}
