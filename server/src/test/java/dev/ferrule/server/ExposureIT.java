package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.config.Settings;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node demands before it listens beyond loopback. */
class ExposureIT {
  @TempDir private Path directory = Path.of("unset");

  private Settings settings(String... more) {
    var flags = new LinkedHashMap<String, String>();
    flags.put("data.directory", directory.toString());
    flags.put("server.port", "0");
    for (int i = 0; i < more.length; i += 2) {
      flags.put(more[i], more[i + 1]);
    }
    return Settings.read(null, Map.of(), flags);
  }

  private String refusal(String... more) {
    var thrown = assertThrows(FerruleException.class, () -> Node.start(settings(more)).close());
    assertEquals(ErrorCode.CONFIG_INVALID, thrown.code());
    return String.valueOf(thrown.getMessage());
  }

  private String createKey() {
    try (Store store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT)) {
      return new ApiKeys(store).create("admin", Role.ADMIN).secret();
    }
  }

  @Test
  void anotherAddressThanLoopbackNeedsAKeyThenTls() {
    assertEquals(
        "expected an API key before listening on 0.0.0.0, found none; make one with: "
            + "./ferrule keys create --name admin --role admin",
        refusal("server.host", "0.0.0.0"));
    createKey();
    assertEquals(
        "expected server.tls.certificate and server.tls.key before listening on 0.0.0.0, found "
            + "none; behind a proxy that ends TLS set server.allow_insecure",
        refusal("server.host", "0.0.0.0"));
  }

  @Test
  void theOperatorMayAllowInsecureAccess() {
    try (Node node =
        Node.start(settings("server.host", "0.0.0.0", "server.allow_insecure", "true"))) {
      new TestClient(node.url().replace("0.0.0.0", "127.0.0.1"), null)
          .get("/v1/status")
          .require(200);
    }
  }

  @Test
  void aStartThatFailsLeavesNothingOpen() throws IOException {
    try (var taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      assertTrue(
          refusal("server.host", "0.0.0.0", "server.allow_insecure", "true", "server.port", port)
              .startsWith("expected to listen on 0.0.0.0 port " + port));
    }
    assertTrue(refusal("server.port", "70000").contains("70000"));
    assertTrue(refusal("server.host", "0.0.0.0").contains("API key"));
    assertThrows(
        FerruleException.class, () -> Node.start(settings("embedding.model", "none")).close());
    Node.start(settings()).close();
  }

  @Test
  void anUpstreamUrlThatIsNoneIsRefusedAtStart() {
    assertTrue(refusal("upstream.url", "localhost:11434/v1").contains("upstream.url"));
    assertTrue(refusal("upstream.url", "/v1").contains("upstream.url"));
    assertTrue(refusal("upstream.url", "http://a b/").contains("upstream.url"));
  }

  @Test
  void withTlsBothVersionsOfHttpWorkAndDeletingTheLastKeyOpensNothing() throws Exception {
    String secret = createKey();
    Path certificate = directory.resolve("certificate.pem");
    Path key = directory.resolve("key.pem");
    TestCertificate made =
        TestCertificate.make(directory, "localhost", "EC").writeTo(certificate, key);
    try (Node node =
            Node.start(
                settings(
                    "server.host",
                    "0.0.0.0",
                    "server.tls.certificate",
                    certificate.toString(),
                    "server.tls.key",
                    key.toString(),
                    "limits.body_bytes",
                    "1000"));
        HttpClient http =
            HttpClient.newBuilder().sslContext(TestCertificate.trusting(made)).build()) {
      assertTrue(node.url().startsWith("https://"));
      String url = node.url().replace("0.0.0.0", "localhost");
      for (HttpClient.Version version : HttpClient.Version.values()) {
        if (version.name().equals("HTTP_3")) {
          continue;
        }
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create(url + "/v1/collections/c")).version(version);
        var created =
            http.send(
                request
                    .copy()
                    .header("authorization", "Bearer " + secret)
                    .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(created.statusCode() == 201 || created.statusCode() == 200, created.body());
        assertEquals(version, created.version());
        var tooLarge =
            http.send(
                request
                    .copy()
                    .header("authorization", "Bearer " + secret)
                    .PUT(HttpRequest.BodyPublishers.ofString(" ".repeat(5_000)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(413, tooLarge.statusCode(), tooLarge::body);
        var stranger =
            http.send(request.copy().GET().build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(401, stranger.statusCode());
      }
      deleteOnlyKey(http, url, secret);
      var stranger =
          http.send(
              HttpRequest.newBuilder(URI.create(url + "/v1/keys")).GET().build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(401, stranger.statusCode(), stranger::body);
    }
  }

  private static void deleteOnlyKey(HttpClient http, String url, String secret) throws Exception {
    var listed =
        http.send(
            HttpRequest.newBuilder(URI.create(url + "/v1/keys"))
                .header("authorization", "Bearer " + secret)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String id = listed.body().replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
    var deleted =
        http.send(
            HttpRequest.newBuilder(URI.create(url + "/v1/keys/" + id))
                .header("authorization", "Bearer " + secret)
                .DELETE()
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, deleted.statusCode(), deleted::body);
  }
}
