package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever stands in {@link BadInput}'s table is refused with its status and its code, soon, by a
 * node of 512 MB of heap, and what the node holds is the same before and after.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long MOST_RESIDENT_MIB = 1_200;
  private static final List<String> LISTINGS =
      List.of(
          "/v1/collections",
          "/v1/collections/kept",
          "/v1/collections/kept/documents?limit=100",
          "/v1/collections/kept/documents/a?include=chunks",
          "/v1/events?limit=100",
          "/v1/entities/User/u",
          "/v1/releases",
          "/v1/releases/state",
          "/v1/releases/history",
          "/v1/webhooks",
          "/v1/dead-letters",
          "/v1/keys");

  @TempDir private static Path directory = Path.of("unset");
  private ChildNode node;
  private TestClient client;

  @BeforeAll
  void fill() throws Exception {
    node = new ChildNode(directory);
    client = node.client();
    client
        .put(
            "/v1/collections/kept",
            """
            {"fields": {"stars": "int", "price": "float", "city": "keyword", "since": "time"}}
            """)
        .require(201);
    client
        .put(
            "/v1/collections/kept/documents/a?wait=indexed",
            "{\"text\": \"Breakfast is served from 7.\", \"metadata\": {\"stars\": 4}}")
        .require(201);
    client
        .post(
            "/v1/releases",
            """
            {"activate": true, "files": {"config.yaml":
            "labels:\\n  loud: {valid_for: [User], connotation: negative, description: d}\\n",
            "main.sml": "U: Entity[str] = EntityJson(type='User', path='$.user')\\nL = Rule(when_all=[U != ''], description='d')\\nWhenRules(rules_any=[L], then=[LabelAdd(entity=U, label='loud')])"}}
            """
                .replace("\n\"", "\""))
        .require(201);
    client
        .post(
            "/v1/events",
            "{\"action_name\": \"a\", \"action_id\": \"1\", \"data\": {\"user\": \"u\"}}")
        .require(200);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  /** All that the node holds, as its listings show it. */
  private Map<String, String> held() {
    var held = new TreeMap<String, String>();
    LISTINGS.forEach(path -> held.put(path, client.get(path).text()));
    return held;
  }

  @Test
  void eachIsRefusedWithItsCodeAndNothingStoredChanges() throws IOException {
    Map<String, String> before = held();
    var wrong = new ArrayList<String>();
    for (BadInput.Row row : BadInput.rows()) {
      long started = System.nanoTime();
      String response = client.raw(row.request().get(), LONGEST);
      long millis = (System.nanoTime() - started) / 1_000_000;
      boolean refused =
          response.startsWith("HTTP/1.1 " + row.status() + " ")
              && response.contains("\"code\":\"" + row.code());
      if (!refused || millis > LONGEST.toMillis()) {
        wrong.add(
            "%s: expected %d %s, found after %d ms: %s"
                .formatted(row.name(), row.status(), row.code(), millis, shortened(response)));
      }
      if (!held().equals(before)) {
        wrong.add(row.name() + ": something stored changed");
        before = held();
      }
    }
    assertTrue(wrong.isEmpty(), () -> wrong.size() + " rows:\n" + String.join("\n", wrong));
    client.get("/readyz").require(200);
    assertEquals(0, client.metric("ferrule_http_buffered_bytes"));
    long resident = node.peakResidentMib();
    System.out.println("BadInputIT: most resident MiB " + resident);
    assertTrue(resident < MOST_RESIDENT_MIB, () -> "resident MiB: " + resident);
  }

  private static String shortened(String response) {
    int body = Math.max(0, response.indexOf("\r\n\r\n"));
    String status = response.substring(0, Math.max(0, response.indexOf('\r')));
    return status + " " + response.substring(body, Math.min(response.length(), body + 400)).strip();
  }

  /** Real documents, cut and with holes: read as far as they go, or refused. */
  @Test
  void damagedDocumentsAreReadOrRefused() throws IOException {
    Path documents = SharedData.path("mm_documents/dev");
    client.put("/v1/collections/damaged", "{}").require(201);
    try (Stream<Path> files = Files.walk(documents)) {
      for (Path file : files.filter(BadInputIT::isSmallDocument).sorted().limit(24).toList()) {
        byte[] whole = Files.readAllBytes(file);
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
        byte[] holed = whole.clone();
        java.util.Arrays.fill(holed, whole.length / 3, whole.length / 3 + 64, (byte) 0);
        for (byte[] damaged : List.of(cut, holed)) {
          String type =
              file.toString().endsWith(".pdf")
                  ? "application/pdf"
                  : "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
          TestClient.Reply reply =
              client.call("PUT", "/v1/collections/damaged/documents/d", type, damaged);
          assertTrue(
              reply.status() < 300 || reply.code().matches("document.unreadable|request.too-large"),
              () -> file + ": " + reply.text());
        }
      }
    }
    client.delete("/v1/collections/damaged").require(200);
    client.get("/readyz").require(200);
  }

  private static boolean isSmallDocument(Path file) {
    String name = file.toString();
    return (name.endsWith(".pdf") || name.endsWith(".docx")) && file.toFile().length() < 300_000;
  }
}
