package dev.ferrule.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.embed.Batcher;
import dev.ferrule.index.SearchMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The shared vectors of conformance/; see the README there. */
class ConformanceTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("ferrule.root", "..")).resolve("conformance");
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path scratch = Path.of(".");

  private Engine engine() {
    return new Engine(2, scratch.resolve("models"), scratch.resolve("native"));
  }

  private static JsonNode read(String name) throws IOException {
    return JSON.readTree(Files.readAllBytes(VECTORS.resolve(name)));
  }

  static List<Path> ruleSets() throws IOException {
    try (Stream<Path> cases = Files.list(VECTORS.resolve("rules"))) {
      return cases.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("ruleSets")
  void rulesGiveTheWrittenResults(Path directory) throws IOException {
    ByteBuffer events = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("events.jsonl")));
    try (var engine = engine();
        var rules = engine.rules(directory, null, null)) {
      Results results = rules.session().evaluate(events, null).result();
      var found = ByteBuffer.allocate(Math.toIntExact(results.bytes()));
      results.copyTo(found);
      assertEquals(
          Files.readString(directory.resolve("results.jsonl")),
          new String(found.array(), StandardCharsets.UTF_8));
      JsonNode told = JSON.readTree(results.told());
      JsonNode expected = read("rules/" + directory.getFileName() + "/told.json");
      assertEquals(
          texts(expected.get("refusals"), "line", "code"),
          texts(told.get("refusals"), "line", "code"));
      assertEquals(
          texts(expected.get("errors"), "line", "path", "row", "message"),
          texts(told.get("errors"), "line", "path", "row", "message"));
    }
  }

  private static List<String> texts(JsonNode list, String... fields) {
    var texts = new ArrayList<String>();
    for (JsonNode each : list) {
      var text = new StringBuilder();
      for (String field : fields) {
        text.append(field).append('=').append(each.get(field)).append(' ');
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Texts as they cross to Java: their UTF-8 and where each ends. */
  private record Packed(ByteBuffer utf8, ByteBuffer ends) {
    static Packed of(List<String> texts) {
      var utf8 = new java.io.ByteArrayOutputStream();
      var ends = ByteBuffer.allocate(8 * texts.size()).order(ByteOrder.nativeOrder());
      for (String text : texts) {
        utf8.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        ends.putLong(utf8.size());
      }
      return new Packed(ByteBuffer.wrap(utf8.toByteArray()), ends.flip());
    }
  }

  @Test
  void tokensAreTheWrittenOnes() throws IOException {
    JsonNode cases = read("tokenizer.json");
    var texts = new ArrayList<String>();
    cases.forEach(each -> texts.add(each.get("text").stringValue()));
    Packed packed = Packed.of(texts);
    try (var engine = engine()) {
      Tokens tokens = engine.model(null).tokenize(packed.utf8(), packed.ends()).result();
      int size = Math.toIntExact(tokens.size());
      var ids = ByteBuffer.allocate(4 * size);
      var spans = ByteBuffer.allocate(8 * size);
      var ends = ByteBuffer.allocate(8 * texts.size());
      tokens.copyTo(ids, spans, ends);
      int at = 0;
      for (int i = 0; i < texts.size(); i++) {
        int end = Math.toIntExact(ends.order(ByteOrder.nativeOrder()).asLongBuffer().get(i));
        var found = new int[end - at];
        var places = new int[2 * (end - at)];
        ids.order(ByteOrder.nativeOrder()).asIntBuffer().get(at, found);
        spans.order(ByteOrder.nativeOrder()).asIntBuffer().get(2 * at, places);
        assertArrayEquals(JSON.convertValue(cases.get(i).get("ids"), int[].class), found);
        var expected = new ArrayList<Integer>();
        cases.get(i).get("spans").forEach(span -> span.forEach(n -> expected.add(n.intValue())));
        assertArrayEquals(expected.stream().mapToInt(n -> n).toArray(), places);
        at = end;
      }
    }
  }

  @Test
  void vectorsHaveTheWrittenCosinesAndOneTextAloneGivesTheBitsOfTheNode() throws IOException {
    JsonNode expected = read("embedding.json");
    var texts = new ArrayList<String>();
    expected.get("texts").forEach(text -> texts.add(text.stringValue()));
    try (var engine = engine();
        var models = new Models(scratch, scratch.resolve("native"), 1)) {
      Model model = engine.model(expected.get("model").stringValue());
      var vectors = new ArrayList<float[]>();
      for (String text : texts) {
        Packed one = Packed.of(List.of(text));
        var out = ByteBuffer.allocate(4 * model.dims());
        model.embed(one.utf8(), one.ends(), Model.Kind.TEXT, out).result();
        var vector = new float[model.dims()];
        out.order(ByteOrder.nativeOrder()).asFloatBuffer().get(vector);
        vectors.add(vector);
        assertArrayEquals(
            models.get(Models.STANDARD).embedText(text, Batcher.Lane.QUERY).join().vector(),
            vector);
      }
      for (int i = 0; i + 1 < vectors.size(); i++) {
        double cosine = 0;
        for (int d = 0; d < model.dims(); d++) {
          cosine += vectors.get(i)[d] * vectors.get(i + 1)[d];
        }
        assertEquals(expected.get("cosines").get(i).doubleValue(), cosine, 0.02, texts.get(i));
      }
    }
  }

  @Test
  void searchFindsTheWrittenPassages() throws IOException {
    JsonNode expected = read("search.json");
    var lines = new StringBuilder();
    expected.get("documents").forEach(document -> lines.append(document).append('\n'));
    try (var engine = engine();
        var documents = engine.documents(null)) {
      documents.put(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8))).result();
      for (JsonNode query : expected.get("queries")) {
        Packed packed = Packed.of(List.of(query.get("query").stringValue()));
        var mode = SearchMode.valueOf(query.get("mode").stringValue().toUpperCase(Locale.ROOT));
        byte[] found =
            documents
                .search(packed.utf8(), packed.ends(), mode, query.get("k").intValue())
                .result();
        assertEquals(
            texts(query.get("hits"), "document", "chunk", "start", "end"),
            texts((ArrayNode) JSON.readTree(found).get(0), "document", "chunk", "start", "end"));
      }
    }
  }
}
