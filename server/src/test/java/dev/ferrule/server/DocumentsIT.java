package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DocumentsIT {
  private static final Path HOTEL =
      Path.of(System.getProperty("ferrule.root", ".."), "examples/hotel/documents");
  private static final String ALL = "/v1/collections/docs/documents";
  @AutoClose private static final TestNode NODE = TestNode.start();

  @BeforeAll
  static void create() {
    client()
        .put(
            "/v1/collections/docs",
            """
            {"fields": {"city": "keyword", "stars": "int", "price": "float", "open": "bool",
                        "since": "time"}}
            """)
        .require(201);
  }

  private static TestClient client() {
    return NODE.client();
  }

  private static String one(String id) {
    return ALL + "/" + TestClient.encode(id);
  }

  private static List<String> found(String query) {
    var documents = new ArrayList<String>();
    client()
        .post(
            "/v1/collections/docs/search",
            Json.text(Json.object().put("query", query).put("mode", "lexical").put("top_k", 100)))
        .require(200)
        .json()
        .path("hits")
        .forEach(hit -> documents.add(hit.path("document").asString("")));
    return documents;
  }

  @Test
  void aDocumentIsCreatedKeptUpdatedAndDeleted() {
    String path = one("life") + "?wait=indexed";
    JsonNode put =
        client().put(path, "{\"title\": \"T\", \"text\": \"xylograph\"}").require(201).json();
    assertEquals("{\"id\":\"life\",\"result\":\"created\",\"chunks\":1}", Json.text(put));
    JsonNode kept = client().get(one("life")).require(200).json();
    assertEquals("xylograph", kept.path("text").asString(""));
    assertEquals("T", kept.path("title").asString(""));
    assertEquals("text/plain", kept.path("media_type").asString(""));
    assertEquals(1, kept.path("chunks").asInt(0));
    assertFalse(kept.has("pages"));
    assertEquals(List.of("life"), found("xylograph"));
    double embedded = client().metric("ferrule_embedding_sequences_total");

    JsonNode same =
        client().put(path, "{\"title\": \"T\", \"text\": \"xylograph\"}").require(200).json();
    assertEquals("unchanged", same.path("result").asString(""));
    JsonNode metadata =
        client()
            .put(
                path,
                "{\"title\": \"T\", \"text\": \"xylograph\", \"metadata\": {\"city\": \"Porto\"}}")
            .require(200)
            .json();
    assertEquals("metadata", metadata.path("result").asString(""));
    assertEquals(embedded, client().metric("ferrule_embedding_sequences_total"));
    assertEquals(
        "{\"city\":\"Porto\"}", Json.text(client().get(one("life")).json().path("metadata")));
    assertEquals(kept.path("text"), client().get(one("life")).json().path("text"));

    for (String changed :
        List.of(
            "{\"title\": \"Another\", \"text\": \"xylograph\"}",
            "{\"title\": \"Another\", \"text\": \"zymurgy\"}")) {
      assertEquals(
          "updated", client().put(path, changed).require(200).json().path("result").asString(""));
    }
    assertTrue(client().metric("ferrule_embedding_sequences_total") > embedded);
    assertEquals(List.of(), found("xylograph"));
    assertEquals(List.of("life"), found("zymurgy"));

    client().delete(path).require(200);
    assertEquals(List.of(), found("zymurgy"));
    client().get(one("life")).requireProblem(404, "document.not-found");
    client().delete(path).requireProblem(404, "document.not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "dining/breakfast-menu.md, text/markdown, 0",
    "dining/dinner-menu.html, text/html, 0",
    "dining/wine-list.pdf, application/pdf, 1",
    "dining/room-service-menu.docx,"
        + " application/vnd.openxmlformats-officedocument.wordprocessingml.document, 0",
    "dining/sunday-lunch.txt, text/plain, 0"
  })
  void everyKindOfFileIsTakenAndItsPagesAreKept(String name, String type, int leastPages)
      throws IOException {
    byte[] content = Files.readAllBytes(HOTEL.resolve(name));
    JsonNode put =
        client().call("PUT", ALL + "/" + name + "?wait=indexed", "", content).require(201).json();
    assertEquals(name, put.path("id").asString(""));
    JsonNode kept = client().get(ALL + "/" + name + "?include=chunks").require(200).json();
    assertEquals(type, kept.path("media_type").asString(""));
    assertTrue(kept.path("pages").asInt(0) >= leastPages);
    assertEquals(name.endsWith(".txt"), kept.path("title").asString("").isBlank());
    assertEquals(kept.path("chunks").asInt(0), kept.path("chunk_list").size());
    assertTrue(kept.path("chunk_list").size() > 0);
    for (JsonNode chunk : kept.path("chunk_list")) {
      assertEquals(leastPages > 0, chunk.has("page"), chunk::toString);
      assertFalse(TestClient.slice(kept.path("text").asString(""), chunk).isBlank());
    }
    JsonNode again = client().call("PUT", ALL + "/" + name, type, content).require(200).json();
    assertEquals("unchanged", again.path("result").asString(""));
  }

  @Test
  void aFileOfAnotherKindIsRefusedByName() {
    client()
        .call("PUT", one("x.png"), "", new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2})
        .requireProblem(415, "request.media-type");
    client()
        .call("PUT", one("x.pdf"), "application/pdf", "%PDF-1.4 broken".getBytes(UTF_8))
        .requireProblem(422, "document.unreadable");
    client()
        .call("PUT", one("x"), "application/x-www-form-urlencoded", "a=b".getBytes(UTF_8))
        .requireProblem(415, "request.media-type");
  }

  @Test
  void aFileTakesTitleAndMetadataFromTheQuery() {
    String query =
        "?title=A%20title&metadata="
            + TestClient.encode("{\"stars\": [1, 5], \"since\": \"2026-05-01\"}");
    client().call("PUT", one("q.txt") + query, "text/plain", "words".getBytes(UTF_8)).require(201);
    JsonNode kept = client().get(one("q.txt")).json();
    assertEquals("A title", kept.path("title").asString(""));
    assertEquals(
        "{\"stars\":[1,5],\"since\":\"2026-05-01T00:00:00Z\"}",
        Json.text(kept.path("metadata"))
            .replaceAll("\\{(\"since\":[^,]+),(\"stars.*)}", "{$2,$1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b/c.md", "//", "with space", "per%cent %2F", "plus+sign", "ünïcödé", "日本語/文書",
        "😀", "a?b#c&d=e", "..", "../../etc/passwd", "a;b", "'\"<>\\|", "trailing/"
      })
  void anyIdCanBePutReadAndDeleted(String id) {
    for (String path : new String[] {one(id), one(id).replace("%2F", "/")}) {
      if (path.contains("/..")) {
        continue; // clients may resolve dots in a path before they send it
      }
      client().put(path, "{\"text\": \"any\"}").require(201);
      assertEquals(id, client().get(path).require(200).json().path("id").asString(""));
      client().delete(path).require(200);
      client().get(path).requireProblem(404, "document.not-found");
    }
  }

  @Test
  void anIdThatCannotBeIsRefused() {
    client().put(one("a\u0000b"), "{\"text\": \"x\"}").requireProblem(400, "document.invalid");
    client().put(one("x".repeat(513)), "{\"text\": \"x\"}").requireProblem(400, "document.invalid");
    client().put(one("é".repeat(257)), "{\"text\": \"x\"}").requireProblem(400, "document.invalid");
    client().put(one("é".repeat(256)), "{\"text\": \"x\"}").require(201);
    client()
        .put(one("a"), "{\"id\": \"b\", \"text\": \"x\"}")
        .requireProblem(400, "document.invalid");
    client().post(ALL, "{\"text\": \"x\"}").requireProblem(400, "document.invalid");
    client().get(one("a\u0000b")).requireProblem(404, "document.not-found");
    client().delete(one("a\u0000b")).requireProblem(404, "document.not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"title\": \"no text\"}; request.malformed; expected a text in text, found nothing",
        "{\"text\": 5}; request.malformed; expected a text in text, found a number",
        "{\"text\": \"a\", \"txet\": \"b\"}; request.malformed; did you mean text?",
        "{\"text\": \"a\", \"media_type\": \"application/pdf\"}; document.invalid; upload other",
        "{\"text\": \"a\", \"metadata\": {\"town\": \"x\"}}; document.field; found town",
        "{\"text\": \"a\", \"metadata\": {\"stars\": \"5\"}}; document.field; 64-bit whole number",
        "{\"text\": \"a\", \"metadata\": {\"stars\": 1.5}}; document.field; 64-bit whole number",
        "{\"text\": \"a\", \"metadata\": {\"stars\": 9223372036854775808}}; document.field; 64-bit",
        "{\"text\": \"a\", \"metadata\": {\"price\": 1e999}}; document.field; a finite number",
        "{\"text\": \"a\", \"metadata\": {\"open\": \"yes\"}}; document.field; true or false",
        "{\"text\": \"a\", \"metadata\": {\"since\": \"today\"}}; document.field; a time as",
        "{\"text\": \"a\", \"metadata\": {\"since\": 5}}; document.field; a time as",
        "{\"text\": \"a\", \"metadata\": {\"city\": [[]]}}; document.field; a text of at most",
        "{\"text\": \"a\", \"metadata\": []}; document.field; to be an object"
      })
  void aDocumentThatDoesNotFitIsRefusedWithTheReason(String json, String code, String reason) {
    TestClient.Reply reply = client().put(one("bad"), json).requireProblem(400, code);
    assertTrue(reply.detail().contains(reason), reply::detail);
    client().get(one("bad")).requireProblem(404, "document.not-found");
  }

  @Test
  void extremeMetadataComesBackAsItWas() {
    String metadata =
        "{\"stars\":[-9223372036854775808,9223372036854775807],\"price\":-0.5,\"city\":\"Łódź 😀\","
            + "\"open\":[true,false],\"since\":\"0001-01-01T00:00:00Z\"}";
    client().put(one("extreme"), "{\"text\": \"a\", \"metadata\": " + metadata + "}").require(201);
    assertEquals(
        Json.parse(metadata.getBytes(UTF_8)), client().get(one("extreme")).json().path("metadata"));
    JsonNode again =
        client().put(one("extreme"), "{\"text\": \"a\", \"metadata\": " + metadata + "}").json();
    assertEquals("unchanged", again.path("result").asString(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\\n\\n", "\\u0000", "\\ufeff", "..."})
  void anEmptyDocumentIsKeptWithoutChunksOrWithHarmlessOnes(String text) {
    client().put(one("empty") + "?wait=indexed", "{\"text\": \"" + text + "\"}");
    JsonNode kept = client().get(one("empty") + "?include=chunks").require(200).json();
    assertEquals(kept.path("chunks").asInt(-1), kept.path("chunk_list").size());
    client().post("/v1/collections/docs/search", "{\"query\": \"anything\"}").require(200);
    client().delete(one("empty") + "?wait=indexed").require(200);
  }

  @Test
  void theListGoesThroughAllDocumentsPageByPageInOrder() {
    client().put("/v1/collections/pages", "{}").require(201);
    String all = "/v1/collections/pages/documents";
    var expected = new TreeSet<String>();
    var lines = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      String id = (i % 2 == 0 ? "a/" : "é ") + i;
      expected.add(id);
      lines.append(Json.text(Json.object().put("id", id).put("text", ""))).append('\n');
    }
    client().lines(all, lines.toString()).require(200);
    for (int limit : new int[] {1, 7, 25, 1000}) {
      var listed = new ArrayList<String>();
      String after = "";
      for (int page = 0; page < 30; page++) {
        JsonNode body =
            client()
                .get(all + "?limit=" + limit + "&after=" + TestClient.encode(after))
                .require(200)
                .json();
        assertTrue(body.path("documents").size() <= limit);
        body.path("documents").forEach(d -> listed.add(d.path("id").asString("")));
        if (!body.has("next")) {
          break;
        }
        after = body.path("next").asString("");
      }
      assertEquals(List.copyOf(expected), listed);
    }
    for (String limit : List.of("0", "1001", "-1", "x", "")) {
      client().get(all + "?limit=" + limit).requireProblem(400, "request.malformed");
    }
    assertEquals(25, client().get("/v1/collections/pages").json().path("documents").asInt(0));
  }

  @Test
  void deletingByFilterDeletesWhatPassesItAndNothingElse() {
    client().put("/v1/collections/sweep", "{\"fields\": {\"n\": \"int\"}}").require(201);
    String all = "/v1/collections/sweep/documents";
    var lines = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      lines.append(
          "{\"id\": \"%d\", \"text\": \"number %d\", \"metadata\": {\"n\": %d}}\n"
              .formatted(i, i, i));
    }
    lines.append("{\"id\": \"without words\", \"text\": \"\", \"metadata\": {\"n\": 0}}\n");
    client().lines(all, lines.toString()).require(200);
    JsonNode deleted =
        client()
            .post(
                "/v1/collections/sweep/delete?wait=indexed",
                "{\"filter\": {\"range\": {\"n\": {\"lt\": 5}}}}")
            .require(200)
            .json();
    assertEquals(6, deleted.path("deleted").asInt(0));
    var left = new ArrayList<String>();
    client().get(all).json().path("documents").forEach(d -> left.add(d.path("id").asString("")));
    assertEquals(List.of("5", "6", "7", "8", "9"), left);
    assertEquals(5, client().get("/v1/collections/sweep").json().path("chunks").asInt(0));
    client().post("/v1/collections/sweep/delete", "{}").requireProblem(400, "request.malformed");
    client()
        .post("/v1/collections/sweep/delete", "{\"filter\": {\"eq\": {\"m\": 1}}}")
        .requireProblem(400, "filter.invalid");
  }

  @Test
  void whoWaitsForTheIndexReadsItsOwnWrites() {
    for (int i = 0; i < 50; i++) {
      String word = "quux" + Integer.toString(i, 36) + "z";
      client().put(one("own") + "?wait=indexed", "{\"text\": \"The word is %s.\"}".formatted(word));
      assertEquals(List.of("own"), found(word));
    }
    client().put(one("own") + "?wait=soon", "{\"text\": \"x\"}").require(400);
  }

  @Test
  void whoDoesNotWaitFindsItWithinASecond() throws InterruptedException {
    client().put(one("soon"), "{\"text\": \"floccinaucinihilipilification\"}").require(201);
    long deadline = System.nanoTime() + 1_000_000_000L;
    while (!found("floccinaucinihilipilification").equals(List.of("soon"))) {
      assertTrue(System.nanoTime() < deadline, "not found within a second");
      Thread.sleep(10);
    }
  }
}
