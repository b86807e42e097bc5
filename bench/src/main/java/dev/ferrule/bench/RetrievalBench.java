package dev.ferrule.bench;

import dev.ferrule.server.Node;
import dev.ferrule.server.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How well does each search mode find what it should? Public test sets through a node's HTTP API,
 * beside published scores where there are any. Rerun: {@code ./ferrule bench retrieval}.
 */
final class RetrievalBench implements Main.Bench {
  private static final int DEPTH = 300;

  /**
   * A test set.
   *
   * @param analyzer of the collection
   * @param queryField which field of a query is asked
   * @param filtered whether the search is limited to the entities that the query is about
   */
  private record TestSet(
      String name,
      String folder,
      String queries,
      String judgements,
      String analyzer,
      String queryField,
      boolean filtered) {}

  private static final List<TestSet> SETS =
      List.of(
          new TestSet(
              "scifact train",
              "ret_scifact",
              "queries.train.jsonl",
              "qrels.train.tsv",
              "english",
              "text",
              false),
          new TestSet(
              "squad2 dev",
              "ret_squad2",
              "queries.dev.jsonl",
              "qrels.dev.tsv",
              "english",
              "text",
              false),
          new TestSet(
              "xquad en",
              "ret_xquad/en",
              "queries.test.jsonl",
              "qrels.test.tsv",
              "english",
              "text",
              false),
          new TestSet(
              "hospitality dev, name in query",
              "ret_hospitality_dstc11",
              "queries.dev.jsonl",
              "qrels.dev.tsv",
              "english",
              "text_with_entity",
              false),
          new TestSet(
              "hospitality dev, filtered",
              "ret_hospitality_dstc11",
              "queries.dev.jsonl",
              "qrels.dev.tsv",
              "english",
              "text",
              true));

  /** Scores others published for scifact train: MTEB, all-MiniLM-L6-v2 (fp32) and bm25s. */
  private static void published(Report report) {
    Map<String, Object> dense = report.row("published all-MiniLM-L6-v2 fp32 (MTEB)");
    dense.put("set", "scifact train");
    dense.put("mode", "dense");
    dense.put("ndcg@10", 0.6602);
    dense.put("recall@10", 0.7856);
    dense.put("recall@100", 0.9324);
    Map<String, Object> lexical = report.row("published bm25s (MTEB)");
    lexical.put("set", "scifact train");
    lexical.put("mode", "lexical");
    lexical.put("ndcg@10", 0.6960);
    lexical.put("recall@10", 0.8137);
    lexical.put("recall@100", 0.9283);
  }

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("retrieval", setup.home());
    Settings settings =
        Settings.read(
            null,
            Map.of(),
            Map.of(
                "data.directory", setup.work("retrieval").toString(),
                "server.port", "0",
                "limits.top_k", Integer.toString(DEPTH)));
    try (Node node = Node.start(settings)) {
      var client = new Client(node.url());
      for (TestSet set : setup.quick() ? SETS.subList(2, 3) : SETS) {
        measure(setup, report, client, set);
      }
    }
    published(report);
    return report;
  }

  private static void measure(Main.Setup setup, Report report, Client client, TestSet set)
      throws IOException {
    Path folder = setup.shared().resolve(set.folder());
    String collection = set.folder().replace('/', '-') + "-" + set.analyzer();
    ingest(client, collection, set, DataSet.lines(folder.resolve("corpus.jsonl")));
    Map<String, Map<String, Integer>> judgements =
        DataSet.judgements(folder.resolve(set.judgements()));
    List<JsonNode> queries =
        DataSet.lines(folder.resolve(set.queries())).stream()
            .filter(query -> judgements.containsKey(query.path("_id").asString("")))
            .toList();
    var scores = new java.util.HashMap<String, Double>();
    for (String mode : List.of("lexical", "dense", "hybrid")) {
      double[] sums = run(client, collection, set, mode, queries, judgements);
      Map<String, Object> row = report.row("ferrule");
      row.put("set", set.name());
      row.put("mode", mode);
      row.put("ndcg@10", Report.round(sums[0] / queries.size()));
      row.put("recall@10", Report.round(sums[1] / queries.size()));
      row.put("recall@100", Report.round(sums[2] / queries.size()));
      row.put("queries", queries.size());
      scores.put(mode, sums[0] / queries.size());
      System.err.println("  " + row);
    }
    report.ratio(
        set.name() + ": hybrid nDCG@10 over the better of the two",
        scores.getOrDefault("hybrid", 0.0)
            - Math.max(scores.getOrDefault("lexical", 0.0), scores.getOrDefault("dense", 0.0)));
  }

  private static void ingest(Client client, String collection, TestSet set, List<JsonNode> corpus) {
    ObjectNode schema = Client.object().put("analyzer", set.analyzer());
    if (set.folder().contains("hospitality")) {
      schema.putObject("fields").put("domain", "keyword").put("entity_id", "int");
    }
    client.call("PUT", "/v1/collections/" + collection, "application/json", schema.toString());
    var documents = new ArrayList<ObjectNode>();
    for (JsonNode line : corpus) {
      ObjectNode document =
          Client.object()
              .put("id", line.path("_id").asString(""))
              .put("title", line.path("title").asString(""))
              .put("text", line.path("text").asString(""));
      JsonNode metadata = line.get("metadata");
      if (metadata != null && metadata.has("entity_id")) {
        document
            .putObject("metadata")
            .put("domain", metadata.path("domain").asString(""))
            .put("entity_id", metadata.path("entity_id").asLong(0));
      }
      documents.add(document);
    }
    client.put(collection, documents);
  }

  private static double[] run(
      Client client,
      String collection,
      TestSet set,
      String mode,
      List<JsonNode> queries,
      Map<String, Map<String, Integer>> judgements) {
    try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
      var pending = new ArrayList<Future<double[]>>();
      for (JsonNode query : queries) {
        pending.add(
            workers.submit(() -> {
              List<String> ranked = search(client, collection, set, mode, query);
              Map<String, Integer> grades =
                  judgements.getOrDefault(query.path("_id").asString(""), Map.of());
              return new double[] {
                Ranking.ndcg(ranked, grades, 10),
                Ranking.recall(ranked, grades, 10),
                Ranking.recall(ranked, grades, 100)
              };
            }));
      }
      var sums = new double[3];
      for (Future<double[]> each : pending) {
        double[] one = each.get();
        for (int i = 0; i < sums.length; i++) {
          sums[i] += one[i];
        }
      }
      return sums;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Documents by their best chunk. */
  private static List<String> search(
      Client client, String collection, TestSet set, String mode, JsonNode query) {
    ObjectNode body =
        Client.object()
            .put("query", query.path(set.queryField()).asString(""))
            .put("mode", mode)
            .put("top_k", DEPTH);
    JsonNode filter = set.filtered() ? filter(query) : null;
    if (filter != null) {
      body.set("filter", filter);
    }
    JsonNode found = client.post("/v1/collections/" + collection + "/search", body);
    var documents = new LinkedHashSet<String>();
    found.path("hits").forEach(hit -> documents.add(hit.path("document").asString("")));
    return List.copyOf(documents);
  }

  /** Only the entities that the query is about. */
  private static @Nullable JsonNode filter(JsonNode query) {
    ObjectNode filter = Client.object();
    var any = filter.putArray("or");
    for (JsonNode entity : query.path("oracle_entities")) {
      ObjectNode both = any.addObject();
      var all = both.putArray("and");
      all.addObject().putObject("eq").put("domain", entity.path("domain").asString(""));
      all.addObject().putObject("eq").put("entity_id", entity.path("entity_id").asLong(0));
    }
    return any.isEmpty() ? null : filter;
  }
}
