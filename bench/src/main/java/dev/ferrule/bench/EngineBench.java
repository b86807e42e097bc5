package dev.ferrule.bench;

import dev.ferrule.embed.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What does the engine do inside a Python process, beside a node over HTTP and beside Python's own
 * libraries, and what does the bridge between Python and Java cost on batches? All sides come to
 * the same results, which is checked. Rerun: {@code ./ferrule bench engine --osprey CHECKOUT}.
 */
final class EngineBench implements Main.Bench {
  private static final long SEED = 20_261_121;
  private static final int RULES = 100;
  private static final int TEXTS = 2_000;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("engine", setup.home());
    Path peer = setup.home().resolve("bench/peers/engine_python");
    Peer.setUp(peer);
    Path rules = rules(setup);
    Path work = setup.work("engine");
    Files.createDirectories(work);
    Path events = work.resolve("events.jsonl");
    Files.write(
        events, GeneratedRules.events(2_000, SEED).stream().map(RulesBench::envelope).toList());
    Path tokenizer = work.resolve("tokenizer.json");
    Files.write(tokenizer, ModelFiles.read("all-MiniLM-L6-v2", work).tokenizer());
    Path texts = work.resolve("texts.txt");
    Files.write(texts, texts(setup));
    var command =
        new ArrayList<>(
            List.of(
                ".venv/bin/python",
                "measure.py",
                "--home",
                setup.home().toString(),
                "--rules",
                rules.toString(),
                "--events",
                events.toString(),
                "--texts",
                texts.toString(),
                "--tokenizer",
                tokenizer.toString()));
    if (setup.quick()) {
      command.add("--quick");
    } else {
      Path sentences = setup.home().resolve("bench/peers/rag_python");
      Peer.setUp(sentences);
      command.addAll(List.of("--embedder", sentences.resolve(".venv/bin/python").toString()));
    }
    if (setup.osprey() != null) {
      Path osprey = setup.home().resolve("bench/peers/osprey");
      Peer.setUp(osprey);
      command.addAll(
          List.of("--osprey", setup.osprey().toString(), "--osprey-peer", osprey.toString()));
    }
    JsonNode measured;
    try (var node = NodeProcess.start(setup, "engine", Map.of())) {
      node.publish(rules);
      command.addAll(List.of("--node", node.url()));
      measured = JsonMapper.shared().readTree(Peer.run(peer, command, false));
    }
    for (JsonNode one : measured.get("rows")) {
      Map<String, Object> row = report.row(one.get("system").stringValue());
      one.properties().stream()
          .filter(field -> !field.getKey().equals("system"))
          .forEach(field ->
              row.put(
                  field.getKey(),
                  field.getValue().isNumber()
                      ? field.getValue().doubleValue()
                      : field.getValue().stringValue()));
    }
    measured
        .get("ratios")
        .properties()
        .forEach(ratio -> report.ratio(ratio.getKey(), ratio.getValue().doubleValue()));
    return report;
  }

  private static Path rules(Main.Setup setup) throws IOException {
    Path directory = setup.work("engine").resolve("rules");
    RulesBench.write(directory, GeneratedRules.files(RULES, SEED));
    return directory;
  }

  /* Abstracts, a line each. */
  private static List<String> texts(Main.Setup setup) throws IOException {
    var texts = new ArrayList<String>();
    for (JsonNode document : DataSet.lines(setup.shared().resolve("ret_scifact/corpus.jsonl"))) {
      String text =
          document.path("text").asString("").replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
      if (!text.isBlank() && texts.size() < TEXTS) {
        texts.add(text);
      }
    }
    return texts;
  }
}
