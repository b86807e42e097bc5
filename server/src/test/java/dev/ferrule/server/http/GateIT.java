package dev.ferrule.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.TestClient;
import dev.ferrule.server.TestNode;
import dev.ferrule.server.auth.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who gets in: a node that is open on loopback first, then gets keys. */
class GateIT {
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private static String head(String host, String... more) {
    return "GET /v1/collections HTTP/1.1\r\nHost: "
        + host
        + "\r\n"
        + String.join("", Stream.of(more).map(line -> line + "\r\n").toList())
        + "Connection: close\r\n\r\n";
  }

  private static int status(TestClient client, String request) {
    String response = client.raw(request.getBytes(ISO_8859_1), SILENCE);
    assertTrue(response.startsWith("HTTP/1.1 "), response);
    return Integer.parseInt(response.substring(9, 12));
  }

  @Test
  void withoutKeysOnlyTheNodesOwnPagesAndLoopbackNamesGetIn() {
    try (TestNode node = TestNode.start()) {
      TestClient client = node.client();
      String port = node.url().substring(node.url().lastIndexOf(':'));
      client.get("/v1/collections").require(200);
      for (String host : List.of("127.0.0.1", "localhost", "LOCALHOST", "[::1]")) {
        assertEquals(200, status(client, head(host + port)), host);
        assertEquals(200, status(client, head(host + port, "Origin: http://" + host + port)), host);
      }
      // DNS rebinding: the stranger's name points to loopback, and origin and host agree
      for (String host : List.of("evil.example", "localhost.evil.example", "192.168.1.2", "")) {
        assertEquals(403, status(client, head(host + port)), host);
      }
      assertEquals(
          403, status(client, head("evil.example" + port, "Origin: http://evil.example" + port)));
      for (String origin :
          List.of(
              "http://evil.example",
              "http://localhost:1",
              "http://127.0.0.1" + port + ".evil.example",
              "null",
              "http://[broken")) {
        assertEquals(403, status(client, head("127.0.0.1" + port, "Origin: " + origin)), origin);
      }
      assertEquals(
          403,
          status(
              client,
              "GET /v1/collections HTTP/1.0\r\n\r\n"
                  .replace("1.0", "1.1")
                  .replace("\r\n\r\n", "\r\nHost:\r\nConnection: close\r\n\r\n")));
    }
  }

  @Test
  void everyRouteWithARoleRefusesLesserCallers(@TempDir Path directory) throws IOException {
    try (TestNode node = TestNode.start()) {
      var keys = new EnumMap<Role, JsonNode>(Role.class);
      @Nullable String admin = null;
      for (Role role : List.of(Role.ADMIN, Role.WRITE, Role.READ, Role.WORKER)) {
        JsonNode key =
            node.client(admin)
                .post(
                    "/v1/keys",
                    "{\"name\": \"k\", \"role\": \"%s\"}"
                        .formatted(role.name().toLowerCase(Locale.ROOT)))
                .require(201)
                .json();
        keys.put(role, key);
        admin = admin == null ? secret(key) : admin;
      }
      for (Route route : AllRoutes.in(directory)) {
        check(node, keys, route);
      }
      requireHashed(node.directory(), keys);
      requireDeletedKeyIsRefused(node, keys);
    }
  }

  private static String secret(@Nullable JsonNode key) {
    return key == null ? "" : key.path("secret").asString("");
  }

  private static String id(@Nullable JsonNode key) {
    return key == null ? "?" : key.path("id").asString("?");
  }

  private static void check(TestNode node, Map<Role, JsonNode> keys, Route route) {
    String path = route.template().replace("...}", "}").replaceAll("\\{[a-z]+\\}", "none");
    String method = route.method().name();
    if (route.role() == null) {
      int status = node.client().call(method, path, "", new byte[0]).status();
      assertTrue(status == 200 || status == 404, () -> method + " " + path + " " + status);
      return;
    }
    TestClient.Reply none = node.client().call(method, path, "", new byte[0]);
    none.requireProblem(401, "auth.missing");
    assertEquals(
        "Bearer realm=\"ferrule\"", none.headers().firstValue("www-authenticate").orElse(""));
    node.client("fk_other").call(method, path, "", new byte[0]).requireProblem(401, "auth.invalid");
    for (Role role : Role.values()) {
      if (path.endsWith("/stream") && role.covers(route.role())) {
        assertEquals(200, node.client(secret(keys.get(role))).statusOf(method, path));
        continue; // it does not end
      }
      TestClient.Reply reply =
          node.client(secret(keys.get(role))).call(method, path, "", "[]".getBytes(UTF_8));
      if (!role.covers(route.role())) {
        reply.requireProblem(403, "auth.forbidden");
      } else {
        assertFalse(
            reply.status() == 401 || reply.status() == 403 || reply.status() >= 500,
            () -> method + " " + path + " as " + role + ": " + reply.text());
      }
    }
  }

  private static void requireHashed(Path directory, Map<Role, JsonNode> keys) throws IOException {
    var files = new ArrayList<Path>();
    try (Stream<Path> below = Files.walk(directory)) {
      below.filter(Files::isRegularFile).forEach(files::add);
    }
    boolean idSeen = false;
    for (Path file : files) {
      String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
      idSeen |= bytes.contains(id(keys.get(Role.ADMIN)));
      for (JsonNode key : keys.values()) {
        assertFalse(bytes.contains(secret(key)), file::toString);
        assertFalse(bytes.contains(secret(key).substring(3)), file::toString);
      }
    }
    assertTrue(idSeen, "the search looks where keys are kept");
  }

  private static void requireDeletedKeyIsRefused(TestNode node, Map<Role, JsonNode> keys) {
    TestClient admin = node.client(secret(keys.get(Role.ADMIN)));
    TestClient reader = node.client(secret(keys.get(Role.READ)));
    reader.get("/v1/collections").require(200);
    String listed = admin.get("/v1/keys").require(200).text();
    assertFalse(listed.contains("fk_"), listed);
    admin.delete("/v1/keys/" + id(keys.get(Role.READ))).require(200);
    reader.get("/v1/collections").requireProblem(401, "auth.invalid");
    admin.delete("/v1/keys/none").requireProblem(404, "auth.key-not-found");
    // neither another scheme nor a key as it stands opens anything
    String secret = secret(keys.get(Role.ADMIN));
    assertEquals(200, status(node.client(), head("x", "Authorization: bearer  " + secret)));
    assertEquals(401, status(node.client(), head("x", "Authorization: Basic " + secret)));
    assertEquals(401, status(node.client(), head("x", "Authorization: " + secret)));
  }
}
