package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads retrieval sets in the BEIR layout: JSON lines of documents and queries, TSV judgements. */
final class DataSet {
  private DataSet() {}

  static List<JsonNode> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected the data set %s, found none; name its folder with --data".formatted(file));
    }
    var lines = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        lines.add(JsonMapper.shared().readTree(line));
      }
    }
    return lines;
  }

  /** Grades of documents by query. */
  static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
    var judgements = new HashMap<String, Map<String, Integer>>();
    List<String> lines = Files.readAllLines(file);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t");
      judgements
          .computeIfAbsent(cells[0], query -> new HashMap<>())
          .put(cells[1], Integer.parseInt(cells[2].strip()));
    }
    return judgements;
  }
}
