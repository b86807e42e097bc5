package dev.ferrule.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics with their types and labels, as nodes serve them and as docs/operations.md has them. */
public record ServedMetrics(Map<String, Metric> byName) {
  private static final Path DOCS =
      Path.of(System.getProperty("ferrule.root", ".."), "docs/operations.md");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `(?<name>[a-z0-9_]+)(?:\\{(?<labels>[a-z,]+)})?` \\| (?<type>[a-z]+)"
              + " \\| (?<unit>[^|]+) \\| (?<meaning>[^|]+) \\| (?<act>[^|]+) \\|");
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /** A metric; the labels {@code le} and {@code quantile} of its type are not among its own. */
  public record Metric(String type, Set<String> labels) {}

  /** Reads what /metrics answered; a histogram's parts and its maximum are one metric. */
  public static ServedMetrics of(String... scrapes) {
    var found = new TreeMap<String, Metric>();
    for (String scrape : scrapes) {
      String type = "";
      for (String line : scrape.lines().toList()) {
        if (line.startsWith("# TYPE ")) {
          String[] words = line.split(" ");
          type = words[3];
          found.putIfAbsent(words[2], new Metric(type, new TreeSet<>()));
        } else if (!line.startsWith("#")) {
          Matcher sample = SAMPLE.matcher(line);
          if (!sample.matches()) {
            throw new IllegalArgumentException("no sample: " + line);
          }
          Metric metric = found.get(family(sample.group(1), found));
          Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
          while (metric != null && label.find()) {
            if (!label.group(1).equals("le")) {
              metric.labels().add(label.group(1));
            }
          }
        }
      }
    }
    found
        .keySet()
        .removeIf(name ->
            name.endsWith("_max") && found.containsKey(name.substring(0, name.length() - 4)));
    return new ServedMetrics(found);
  }

  /** The metric that a sample belongs to. */
  private static String family(String sample, Map<String, Metric> known) {
    if (known.containsKey(sample)) {
      return sample;
    }
    return sample.replaceAll("_(bucket|sum|count|max)$", "");
  }

  /** What the docs promise; every row has all of its cells. */
  public static ServedMetrics documented() {
    var found = new TreeMap<String, Metric>();
    try {
      for (String line : Files.readAllLines(DOCS)) {
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
          String labels = row.group("labels");
          found.put(
              row.group("name"),
              new Metric(
                  row.group("type"),
                  labels == null ? Set.of() : new TreeSet<>(Set.of(labels.split(",")))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ServedMetrics(found);
  }

  /** Those whose names begin with a prefix, or do not. */
  public ServedMetrics where(java.util.function.Predicate<String> name) {
    var some = new TreeMap<>(byName);
    some.keySet().removeIf(name.negate());
    return new ServedMetrics(some);
  }
}
