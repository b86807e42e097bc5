package dev.ferrule.bench;

import dev.ferrule.embed.ModelFiles;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.text.TokenBuffer;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast is the tokenizer on one thread, beside Hugging Face's on the same lines, and does its
 * time grow with the length of hostile input only? Both give the same ids, which is checked. Rerun:
 * {@code ./ferrule bench tokenizer}.
 */
final class TokenizerBench implements Main.Bench {
  private static final int FORKS = 3;

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("tokenizer", setup.home());
    ModelFiles files = ModelFiles.read("all-MiniLM-L6-v2", setup.work("models"));
    Path json = setup.work("tokenizer").resolve("tokenizer.json");
    Files.createDirectories(json.getParent());
    Files.write(json, files.tokenizer());
    Tokenizer tokenizer = Tokenizers.read(files.tokenizer(), "tokenizer.json");
    Path peer = setup.home().resolve("bench/peers/hf_tokenizers");
    Peer.setUp(peer);
    compare(report, setup, tokenizer, peer, json, "English (squad2, scifact)", english(setup));
    compare(report, setup, tokenizer, peer, json, "12 scripts (UDHR)", udhr(setup));
    hostile(report, tokenizer, setup.quick() ? 1 << 16 : 1 << 20);
    return report;
  }

  private static List<String> english(Main.Setup setup) throws IOException {
    var lines = new ArrayList<String>();
    for (String set : List.of("ret_squad2", "ret_scifact")) {
      for (JsonNode document : DataSet.lines(setup.shared().resolve(set).resolve("corpus.jsonl"))) {
        lines.add(
            document
                .path("text")
                .asString("")
                .replaceAll("[\\r\\n\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029]", " "));
      }
    }
    return lines;
  }

  private static List<String> udhr(Main.Setup setup) throws IOException {
    return Files.readAllLines(setup.shared().resolve("tokenizers/UDHR_first_article_all.txt"))
        .stream()
        .map(line -> line.replaceAll("[\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029]", " "))
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static void compare(
      Report report,
      Main.Setup setup,
      Tokenizer tokenizer,
      Path peer,
      Path json,
      String texts,
      List<String> lines)
      throws IOException {
    Path file = setup.work("tokenizer").resolve("lines.txt");
    Files.writeString(file, String.join("\n", lines) + "\n");
    double megabytes =
        lines.stream().mapToLong(l -> l.getBytes(StandardCharsets.UTF_8).length).sum() / 1e6;
    double seconds = setup.quick() ? 0.5 : 3;
    var ours = new double[FORKS];
    var best = new double[FORKS];
    var encode = new double[FORKS];
    String theirs = "";
    for (int fork = 0; fork < FORKS; fork++) {
      ours[fork] = megabytes / median(tokenizer, lines, seconds);
      String line =
          Peer.run(
              peer,
              List.of(
                  ".venv/bin/python",
                  "measure.py",
                  json.toString(),
                  file.toString(),
                  "--seconds",
                  Double.toString(seconds)),
              false);
      JsonNode found = JsonMapper.shared().readTree(line);
      encode[fork] = found.path("mb_per_s_encode").asDouble(0);
      best[fork] =
          Math.max(
              encode[fork],
              Math.max(
                  found.path("mb_per_s_batch").asDouble(0),
                  found.path("mb_per_s_batch_fast").asDouble(0)));
      theirs = found.path("ids_sha256").asString("");
    }
    if (!theirs.equals(idsHash(tokenizer, lines))) {
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected the same ids from both tokenizers, found others: " + texts);
    }
    row(report, "ferrule", texts, ours);
    row(report, "hf-tokenizers, encode", texts, encode);
    row(report, "hf-tokenizers, its fastest way", texts, best);
    report.ratio(texts + ": over encode", middle(ours) / middle(encode));
    report.ratio(texts + ": over its fastest way", middle(ours) / middle(best));
  }

  private static void row(Report report, String system, String texts, double[] speeds) {
    Map<String, Object> row = report.row(system);
    row.put("texts", texts);
    row.put("MB/s, one thread", Report.round(middle(speeds)));
    row.put("of forks", Arrays.stream(speeds).mapToObj(Report::round).toList().toString());
  }

  private static double middle(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The median time of a pass over all lines, after a warm-up. */
  private static double median(Tokenizer tokenizer, List<String> lines, double seconds) {
    var buffer = new TokenBuffer(4_096);
    var rounds = new ArrayList<Double>();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < seconds * 1.5e9 || rounds.size() < 6) {
      long started = System.nanoTime();
      for (String line : lines) {
        buffer.clear();
        tokenizer.encode(line, buffer);
      }
      rounds.add((System.nanoTime() - started) / 1e9);
    }
    return middle(
        rounds.subList(rounds.size() / 3, rounds.size()).stream().mapToDouble(r -> r).toArray());
  }

  private static String idsHash(Tokenizer tokenizer, List<String> lines) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      var buffer = new TokenBuffer();
      for (String line : lines) {
        buffer.clear();
        tokenizer.encode(line, buffer);
        var bytes = ByteBuffer.allocate(buffer.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < buffer.size(); i++) {
          bytes.putInt(buffer.id(i));
        }
        digest.update(bytes.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Time per character at one length and at four times that: linear means about the same. */
  private static void hostile(Report report, Tokenizer tokenizer, int length) {
    var inputs =
        Map.of(
            "one word of a", "a",
            "combining marks", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
            "open brackets", "[",
            "prefix of a special token", "[CLS",
            "Chinese", "\u4e2d",
            "emoji", "\ud83d\ude00");
    double worst = 0;
    for (Map.Entry<String, String> input : new java.util.TreeMap<>(inputs).entrySet()) {
      double small = nanosPerChar(tokenizer, input.getValue(), length);
      double large = nanosPerChar(tokenizer, input.getValue(), 4 * length);
      Map<String, Object> row = report.row("ferrule");
      row.put("texts", "hostile: " + input.getKey());
      row.put("ns/char at " + length, Report.round(small));
      row.put("ns/char at " + 4 * length, Report.round(large));
      worst = Math.max(worst, large / small);
    }
    report.ratio("hostile input: worst growth of time per char from 1x to 4x length", worst);
  }

  private static double nanosPerChar(Tokenizer tokenizer, String unit, int length) {
    String text = unit.repeat(length / unit.length());
    var buffer = new TokenBuffer(length);
    var times = new double[7];
    for (int i = 0; i < times.length; i++) {
      buffer.clear();
      long started = System.nanoTime();
      tokenizer.encode(text, buffer);
      times[i] = (double) (System.nanoTime() - started) / text.length();
    }
    return middle(times);
  }
}
