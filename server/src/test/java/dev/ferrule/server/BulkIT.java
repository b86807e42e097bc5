package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/** Many documents in one request. */
class BulkIT {
  private static final String BOUNDARY = "xxBOUNDARYxx";
  @AutoClose private static final TestNode NODE = TestNode.start();

  private String collection = "";

  @BeforeEach
  void create(TestInfo test) {
    collection =
        "/v1/collections/"
            + test.getDisplayName().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "");
    NODE.client()
        .put(collection, "{\"fields\": {\"n\": \"int\", \"tag\": \"keyword\"}}")
        .require(201);
  }

  private static List<String> results(List<JsonNode> lines) {
    return lines.stream()
        .map(line ->
            line.path("id").asString("-")
                + " "
                + line.path("result").asString("")
                + (line.has("error") ? " " + line.path("error").path("code").asString("") : ""))
        .toList();
  }

  @Test
  void everyLineGetsAResultInOrderAndFailsAlone() {
    String lines =
        """
        {"id": "a", "text": "first"}
        {"id": "b", "text": "second", "metadata": {"n": 1}}
        {"id": "c", "text":
        {"id": "d", "text": "x", "metadata": {"n": "one"}}
        {"id": "a", "text": "first again"}

        {"id": "", "text": "x"}
        []
        {"id": "a", "text": "first at last"}\r
        {"id": "e", "text": "no newline at the end"}\
        """;
    TestClient.Reply reply =
        NODE.client().lines(collection + "/documents?wait=indexed", lines).require(200);
    assertEquals(
        List.of(
            "a created",
            "b created",
            "- failed request.malformed",
            "d failed document.field",
            "a updated",
            "- failed document.invalid",
            "- failed request.malformed",
            "a updated",
            "e created"),
        results(TestClient.jsonLines(reply)));
    JsonNode kept = NODE.client().get(collection + "/documents/a").json();
    assertEquals("first at last", kept.path("text").asString(""));
    assertEquals(3, NODE.client().get(collection).json().path("documents").asInt(0));
    assertEquals(3, NODE.client().get(collection).json().path("chunks").asInt(0));
  }

  @Test
  void ofManyLinesTheLastOfEachIdWins() {
    var lines = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      lines.append("{\"id\": \"%d\", \"text\": \"version %d\"}\n".formatted(i % 7, i));
    }
    TestClient.Reply reply =
        NODE.client().lines(collection + "/documents", lines.toString()).require(200);
    List<JsonNode> results = TestClient.jsonLines(reply);
    assertEquals(300, results.size());
    for (int i = 0; i < 300; i++) {
      assertEquals(
          i % 7 + (i < 7 ? " created" : " updated"), results(results.subList(i, i + 1)).getFirst());
    }
    for (int i = 293; i < 300; i++) {
      assertEquals(
          "version " + i,
          NODE.client().get(collection + "/documents/" + i % 7).json().path("text").asString(""));
    }
  }

  @Test
  void puttingTheSameLinesAgainEmbedsNothing() {
    String lines =
        String.join(
            "\n",
            IntStream.range(0, 40)
                .mapToObj(i -> "{\"id\": \"%d\", \"text\": \"line number %d\"}".formatted(i, i))
                .toList());
    NODE.client().lines(collection + "/documents", lines).require(200);
    double embedded = NODE.client().metric("ferrule_embedding_sequences_total");
    List<JsonNode> again =
        TestClient.jsonLines(NODE.client().lines(collection + "/documents", lines).require(200));
    assertTrue(
        again.stream().allMatch(line -> line.path("result").asString("").equals("unchanged")));
    assertEquals(embedded, NODE.client().metric("ferrule_embedding_sequences_total"));
  }

  @Test
  void anEmptyBodyGivesAnEmptyResult() {
    assertEquals("", NODE.client().lines(collection + "/documents?wait=indexed", "").text());
    assertEquals("", NODE.client().lines(collection + "/documents", "\n \n").require(200).text());
  }

  /** Builds a form; names that end in {@code /} are files, named by what follows. */
  private static byte[] form(Object... parts) {
    var body = new ByteArrayOutputStream();
    for (int i = 0; i < parts.length; i += 2) {
      String[] name = String.valueOf(parts[i]).split("/", 2);
      String file = name.length == 2 ? "; filename=\"" + name[1] + "\"" : "";
      String head =
          "--%s\r\ncontent-disposition: form-data; name=\"%s\"%s\r\n%s\r\n"
              .formatted(
                  BOUNDARY,
                  name[0],
                  file,
                  file.isEmpty() ? "" : "content-type: application/octet-stream\r\n");
      body.writeBytes(head.getBytes(UTF_8));
      body.writeBytes(
          parts[i + 1] instanceof byte[] bytes
              ? bytes
              : String.valueOf(parts[i + 1]).getBytes(UTF_8));
      body.writeBytes("\r\n".getBytes(UTF_8));
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return body.toByteArray();
  }

  private TestClient.Reply upload(byte[] form) {
    return NODE.client()
        .call(
            "POST",
            collection + "/documents?wait=indexed",
            "multipart/form-data; boundary=" + BOUNDARY,
            form);
  }

  @Test
  void filesOfAFormArePutUnderTheirNamesWithTheMetadataForAll() {
    TestClient.Reply reply =
        upload(
            form(
                "metadata", "{\"tag\": \"menu\", \"n\": [1, 2]}",
                "prefix", "2026/",
                "f/a.md", "# Breakfast\n\nFrom 7.",
                "f/b ü.html", "<html><title>Dinner</title><body><p>From 6.</p></body></html>",
                "f/c.bin", new byte[] {0, 1, 2, 3, 4, 5, 6, 7},
                "f/d.txt", "Lunch from noon."));
    List<JsonNode> results = TestClient.jsonLines(reply.require(200));
    assertEquals(
        List.of(
            "2026/a.md created",
            "2026/b ü.html created",
            "2026/c.bin failed request.media-type",
            "2026/d.txt created"),
        results(results));
    JsonNode kept = NODE.client().get(collection + "/documents/2026/a.md").require(200).json();
    assertEquals("Breakfast", kept.path("title").asString(""));
    assertEquals("menu", kept.path("metadata").path("tag").asString(""));
    assertEquals("text/markdown", kept.path("media_type").asString(""));
  }

  @Test
  void aFormMayHaveManyFilesAndLongMetadata() {
    var parts = new ArrayList<Object>();
    parts.add("metadata");
    parts.add(
        "{\"tag\": [%s\"last\"]}".formatted("\"%s\", ".formatted("x".repeat(100)).repeat(300)));
    for (int i = 0; i < 400; i++) {
      parts.add("f/%d.txt".formatted(i));
      parts.add("");
    }
    List<JsonNode> results = TestClient.jsonLines(upload(form(parts.toArray())).require(200));
    assertEquals(400, results.size());
    assertEquals("399.txt created", results(results).getLast());
    JsonNode kept = NODE.client().get(collection + "/documents/399.txt").require(200).json();
    assertEquals("last", kept.path("metadata").path("tag").path(300).asString(""));
  }

  @Test
  void aFormThatIsNoneIsRefusedNotLeftWaiting() {
    upload(form("other", "x")).requireProblem(400, "request.malformed");
    upload(form("metadata", "{}")).requireProblem(400, "request.malformed");
    upload(form("metadata", "{", "f/a.txt", "x")).requireProblem(400, "request.malformed");
    upload(form("metadata", "{\"m\": 1}", "f/a.txt", "x")).requireProblem(400, "document.field");
    upload("no form at all".getBytes(UTF_8)).requireProblem(400, "request.malformed");
    String broken = new String(form("f/a.txt", "x"), UTF_8).replace("filename=", "filename");
    upload(broken.getBytes(UTF_8)).requireProblem(400, "request.malformed");
    byte[] whole = form("f/a.txt", "x".repeat(1_000));
    upload(java.util.Arrays.copyOf(whole, 200)).requireProblem(400, "request.malformed");
    upload(new byte[0]).requireProblem(400, "request.malformed");
    NODE.client()
        .call("POST", collection + "/documents", "multipart/form-data", whole)
        .requireProblem(400, "request.malformed");
    NODE.client()
        .call("POST", collection + "/documents", "text/plain", whole)
        .requireProblem(415, "request.media-type");
    NODE.client()
        .call("POST", collection + "/documents", "", whole)
        .requireProblem(415, "request.media-type");
  }
}
