package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a node writes has a secret, whatever goes wrong and however much it says. */
@Timeout(150)
class SecretsIT {
  private static final String MARK = "Marked7Secret";
  private static final String CONTENT = "Marked7Content";

  @TempDir private Path directory = Path.of("unset");

  @Test
  void noOutputHasASecretOrContent() throws Exception {
    try (var node =
        new ChildNode(
            directory,
            "--set",
            "log.level=debug",
            "--set",
            "log.slow_requests=1ms",
            "--set",
            "grpc.port=0",
            "--set",
            "upstream.url=http://127.0.0.1:1/v1",
            "--set",
            "upstream.model=m",
            "--set",
            "upstream.api_key=sk-upstream" + MARK,
            "--set",
            "etcd.endpoints=http://127.0.0.1:1",
            "--set",
            "etcd.user=node",
            "--set",
            "etcd.password=etcd" + MARK,
            "--set",
            "tracing.endpoint=http://127.0.0.1:1",
            "--set",
            "tracing.share=1",
            "--set",
            "tracing.authorization=Bearer tracing" + MARK)) {
      TestClient open = node.client();
      String admin =
          open.post("/v1/keys", "{\"name\": \"a\", \"role\": \"admin\"}")
              .require(201)
              .json()
              .path("secret")
              .asString("");
      var client = new TestClient(open.url(), admin);
      var wrong = new TestClient(open.url(), "fk_" + MARK);
      wrong.get("/v1/collections").requireProblem(401, "auth.invalid");
      client.put("/v1/collections/c", "{}").require(201);
      client
          .put(
              "/v1/collections/c/documents/a?wait=indexed",
              "{\"text\": \"Tea is at four, said %s.\"}".formatted(CONTENT))
          .require(201);
      assertEquals( // the upstream is away
          200,
          client
              .post(
                  "/v1/collections/c/answer",
                  "{\"question\": \"When is tea, %s?\"}".formatted(CONTENT))
              .status());
      String webhook = "{\"url\": \"%s\", \"secret\": \"whsec_%s\"}";
      client
          .put(
              "/v1/webhooks/w",
              webhook.formatted("http://127.0.0.1:1/", "c2VjcmV0LXNlY3JldC1zZWNyZXQ="))
          .require(201);
      client.put("/v1/webhooks/x", webhook.formatted("no url", MARK)).require(400);
      client.post("/v1/webhooks/w/test", "").status();
      client
          .call(
              "PUT",
              "/v1/collections/c/documents/b",
              "application/json",
              ("{\"text\": " + CONTENT).getBytes(UTF_8))
          .require(400);
      client
          .post(
              "/v1/events",
              "{\"action_name\": \"%s\", \"secret_data\": {\"a\": \"%s\"}}"
                  .formatted(CONTENT, MARK))
          .status();
      client
          .post("/v1/releases", "{\"files\": {\"main.sml\": \"X = %s(\"}}".formatted(CONTENT))
          .status();
      String shown =
          client.get("/metrics").require(200).text()
              + client.get("/v1/status").require(200).text()
              + client.get("/v1/webhooks").require(200).text()
              + client.get("/v1/keys").require(200).text();
      node.terminate();
      assertEquals(0, node.exitCode());
      String written = node.log() + shown;
      assertTrue(written.contains("slow request"), "it is the node's output");
      assertTrue(written.contains("upstream failed"), "what went wrong is told");
      for (String secret :
          List.of(MARK, admin, admin.substring(3), "c2VjcmV0LXNlY3JldC1zZWNyZXQ", CONTENT)) {
        assertFalse(
            written.contains(secret),
            () -> written.lines().filter(line -> line.contains(secret)).findFirst().orElse(""));
      }
    }
  }
}
