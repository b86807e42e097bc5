package dev.ferrule.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What does the Python client cost against raw HTTP from Python: bulk ingest of Squad2's
 * paragraphs, and 1,000 questions at once? Raw is plain asyncio with bodies that are ready. {@code
 * bench/python/client.py} measures both in turns and checks what comes back. Rerun: {@code
 * ./ferrule bench client}.
 */
final class ClientBench implements Main.Bench {
  private static final String RAW = "raw asyncio";

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("client", setup.home());
    Path python = setup.home().resolve("bench/python");
    Peer.setUp(python);
    Path squad = setup.shared().resolve("ret_squad2");
    var command = new ArrayList<>(List.of(".venv/bin/python", "client.py"));
    command.addAll(List.of("--corpus", squad.resolve("corpus.jsonl").toString()));
    command.addAll(List.of("--queries", squad.resolve("queries.dev.jsonl").toString()));
    if (setup.quick()) {
      command.addAll(List.of("--documents", "130", "--questions", "100", "--rounds", "1"));
    }
    try (NodeProcess node = NodeProcess.start(setup, "client", Map.of())) {
      command.addAll(List.of("--url", node.url()));
      JsonNode rows = JsonMapper.shared().readTree(Peer.run(python, command, false)).path("rows");
      write(report, rows);
    }
    return report;
  }

  private static void write(Report report, JsonNode rows) {
    var raw = new HashMap<String, Double>();
    for (JsonNode found : rows) {
      String system = found.path("system").asString("");
      String measure = found.path("measure").asString("");
      Map<String, Object> row = report.row(system);
      row.put("measure", measure);
      double rate = found.path("documents/s").asDouble(found.path("questions/s").asDouble(0));
      row.put("per second", Report.round(rate));
      var rounds = new ArrayList<Double>();
      found.path("of rounds").forEach(one -> rounds.add(Report.round(one.asDouble(0))));
      row.put("of rounds", rounds.toString());
      if (found.has("last end s")) {
        row.put("median end s", Report.round(found.path("median end s").asDouble(0)));
        row.put("last end s", Report.round(found.path("last end s").asDouble(0)));
      }
      if (system.equals(RAW)) {
        raw.put(measure, rate);
      } else {
        report.ratio(measure + ": " + system + " over raw", rate / raw.getOrDefault(measure, 0.0));
      }
    }
  }
}
