package dev.ferrule.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The figures of one run: rows by system, and ratios between them. Confined. */
final class Report {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String bench;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Map<String, Object> ratios = new LinkedHashMap<>();
  private final Path home;

  Report(String bench, Path home) {
    this.bench = bench;
    this.home = home;
  }

  /** Adds a row; further cells are put into what is returned. */
  Map<String, Object> row(String system) {
    var row = new LinkedHashMap<String, Object>();
    row.put("system", system);
    rows.add(row);
    return row;
  }

  void ratio(String name, double value) {
    ratios.put(name, round(value));
  }

  static double round(double value) {
    double scale = Math.abs(value) >= 100 ? 10 : Math.abs(value) >= 10 ? 100 : 10_000;
    return Math.round(value * scale) / scale;
  }

  /** The value in the middle, the upper of two. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  String markdown() {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    var text = new StringBuilder("\n## ").append(bench).append("\n\n|");
    columns.forEach(column -> text.append(' ').append(column).append(" |"));
    text.append("\n|").append("---|".repeat(columns.size())).append('\n');
    for (Map<String, Object> row : rows) {
      text.append('|');
      columns.forEach(column -> text.append(' ').append(row.getOrDefault(column, "")).append(" |"));
      text.append('\n');
    }
    if (!ratios.isEmpty()) {
      text.append('\n');
      ratios.forEach(
          (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    }
    return text.toString();
  }

  void write(Path file) throws IOException {
    var json = new LinkedHashMap<String, Object>();
    json.put("bench", bench);
    json.put("machine", machine());
    json.put("commit", command("git", "-C", home.toString(), "rev-parse", "--short", "HEAD"));
    json.put("rows", rows);
    json.put("ratios", ratios);
    Files.createDirectories(file.getParent());
    Files.writeString(file, JSON.writeValueAsString(json) + "\n");
    System.err.println("wrote " + home.relativize(file));
  }

  private static Map<String, Object> machine() throws IOException {
    var machine = new LinkedHashMap<String, Object>();
    String cpu = "unknown";
    Path info = Path.of("/proc/cpuinfo");
    if (Files.exists(info)) {
      for (String line : Files.readAllLines(info)) {
        if (line.startsWith("model name")) {
          cpu = line.substring(line.indexOf(':') + 1).strip();
          break;
        }
      }
    }
    machine.put("cpu", cpu);
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", Runtime.version().toString());
    return machine;
  }

  private static String command(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      return line == null ? "" : line;
    }
  }
}
