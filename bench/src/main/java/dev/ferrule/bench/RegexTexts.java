package dev.ferrule.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The patterns and texts of {@link RegexBench}. Data sets that are absent are left out. */
final class RegexTexts {
  private static final int MESSAGES = 2_000;
  private static final int DOCUMENT_CHARS = 10_000;

  private RegexTexts() {}

  /** A hundred patterns against spam, fraud, abuse and leaks, in the syntax all engines share. */
  static List<String> patterns() throws IOException {
    try (var in =
        Objects.requireNonNull(RegexTexts.class.getResourceAsStream("regex-patterns.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  static Map<String, List<String>> read(Main.Setup setup) throws IOException {
    var kinds = new LinkedHashMap<String, List<String>>();
    add(kinds, "posts (Bluesky)", posts(setup.shared()), setup);
    add(kinds, "comments of edits (Wikipedia)", comments(setup.shared()), setup);
    List<String> passages = passages(setup.shared());
    add(kinds, "passages up to 500 chars (squad2)", messages(passages), setup);
    add(kinds, "documents of 10 KB (squad2)", documents(passages), setup);
    add(kinds, "hostile: triggers in a row", triggers(), setup);
    add(kinds, "hostile: near misses", nearMisses(), setup);
    return kinds;
  }

  private static void add(
      Map<String, List<String>> kinds, String name, List<String> texts, Main.Setup setup) {
    if (texts.isEmpty()) {
      System.err.println("no texts for: " + name);
    } else {
      kinds.put(name, setup.quick() ? texts.subList(0, Math.min(20, texts.size())) : texts);
    }
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    var nodes = new ArrayList<JsonNode>();
    try (var in = Files.newInputStream(file);
        var plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        var reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        nodes.add(JsonMapper.shared().readTree(line));
      }
    }
    return nodes;
  }

  private static List<String> posts(Path shared) throws IOException {
    return lines(shared.resolve("events_bluesky/jetstream_v1_events.jsonl")).stream()
        .map(event -> event.path("commit").path("record").path("text").asString(""))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static List<String> comments(Path shared) throws IOException {
    return lines(shared.resolve("events_wikipedia/wiki_edits_2015-09-12.dev.jsonl.gz")).stream()
        .map(event -> event.path("comment").asString(""))
        .filter(text -> text.length() >= 20 && text.length() <= 500)
        .limit(MESSAGES)
        .toList();
  }

  private static List<String> passages(Path shared) throws IOException {
    return lines(shared.resolve("ret_squad2/corpus.jsonl")).stream()
        .map(passage -> passage.path("text").asString(""))
        .toList();
  }

  private static List<String> messages(List<String> passages) {
    return passages.stream()
        .map(text -> text.substring(0, Math.min(500, text.length())))
        .limit(MESSAGES)
        .toList();
  }

  private static List<String> documents(List<String> passages) {
    var documents = new ArrayList<String>();
    var document = new StringBuilder();
    for (String passage : passages) {
      document.append(passage).append('\n');
      if (document.length() >= DOCUMENT_CHARS) {
        documents.add(document.toString());
        document.setLength(0);
      }
    }
    return documents;
  }

  private static final String[] WORDS = {
    "free",
    "money",
    "password",
    "expires",
    "elon musk",
    "giveaway",
    "technical support",
    "email",
    "same thing happened to me",
    "reach out to",
    "recover",
    "inheritance",
    "million",
    "click",
    "here",
    "http://x.xyz/",
    "verify your",
    "account",
    "union",
    "select",
    "4111111111111111",
    "555-123-4567",
    "a@b.co",
    "ABCDEFGHIJKLM",
    "0xdeadbeef",
    "bc1qxy2kgdygjrsqtz",
    "#a #b #c #d",
    "@a @b @c",
    "1.2.3.4",
    "$$$",
    "!!!",
    "\u00e9t\u00e9",
    "\ud83d\udca6"
  };

  /** Messages of the very words that patterns begin and end with. */
  private static List<String> triggers() {
    return made(WORDS, " ");
  }

  private static final String[] PARTS = {
    "fre",
    "free ",
    "free mone",
    "clic",
    "click  ",
    "passwor",
    "4111-",
    "aaaa",
    "AAAA",
    "0x0",
    "a@",
    "@a",
    "#a ",
    "b.c",
    "http://",
    "..",
    "../",
    "<scr",
    "sk_live_",
    "ghp_",
    "bc1q",
    "3Q",
    "!!",
    "$$"
  };

  /** Beginnings of patterns that never come to their end. */
  private static List<String> nearMisses() {
    return made(PARTS, "");
  }

  private static List<String> made(String[] parts, String between) {
    var random = new Random(1);
    var texts = new ArrayList<String>();
    for (int i = 0; i < 500; i++) {
      var text = new StringBuilder();
      int length = 20 + random.nextInt(480);
      while (text.length() < length) {
        text.append(parts[random.nextInt(parts.length)]).append(between);
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
