package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The index is derived: whatever happens to it, the node makes it again from the store. */
class IndexLossCrashTest {
  private static final String ALL = "/v1/collections/c/documents";

  private static void fill(TestNode node) {
    node.client().put("/v1/collections/c", "{\"fields\": {\"n\": \"int\"}}").require(201);
    node.client()
        .lines(
            ALL + "?wait=indexed",
            String.join(
                "\n",
                IntStream.range(0, 30)
                    .mapToObj(i ->
                        "{\"id\": \"%d\", \"text\": \"word%d\", \"metadata\": {\"n\": %d}}"
                            .formatted(i, i, i))
                    .toList()))
        .require(200);
    node.client().delete(ALL + "/29").require(200);
  }

  private static void requireAllFound(TestNode node) {
    JsonNode collection = node.client().get("/v1/collections/c").require(200).json();
    assertEquals(29, collection.path("documents").asInt(0));
    assertEquals(29, collection.path("chunks").asInt(0));
    for (String mode : List.of("lexical", "dense")) {
      JsonNode hits =
          node.client()
              .post(
                  "/v1/collections/c/search",
                  "{\"query\": \"word7\", \"mode\": \"%s\", \"filter\": {\"eq\": {\"n\": 7}}}"
                      .formatted(mode))
              .require(200)
              .json()
              .path("hits");
      assertEquals(1, hits.size(), mode);
      assertEquals("7", hits.path(0).path("document").asString(""));
    }
    node.client().put(ALL + "/new?wait=indexed", "{\"text\": \"x\"}").require(201);
    node.client().delete(ALL + "/new?wait=indexed").require(200);
  }

  private static List<Path> files(TestNode node) throws IOException {
    try (Stream<Path> below = Files.walk(node.directory().resolve("index"))) {
      return below
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("write.lock"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  @Test
  void aRestartKeepsEverything() {
    try (TestNode node = TestNode.start()) {
      fill(node);
      String key =
          node.client()
              .post("/v1/keys", "{\"name\": \"k\", \"role\": \"admin\"}")
              .require(201)
              .json()
              .path("secret")
              .asString("");
      JsonNode before = node.client(key).get(ALL + "/7?include=chunks").json();
      node.stop();
      node.begin();
      node.client().get(ALL).requireProblem(401, "auth.missing");
      assertEquals(before, node.client(key).get(ALL + "/7?include=chunks").json());
      assertEquals(
          "unchanged",
          node.client(key)
              .put(ALL + "/7", "{\"text\": \"word7\", \"metadata\": {\"n\": 7}}")
              .require(200)
              .json()
              .path("result")
              .asString(""));
    }
  }

  @Test
  void anIndexThatIsGoneOrCutOrGarbageIsMadeAgain() throws IOException {
    try (TestNode node = TestNode.start()) {
      fill(node);
      for (Damage damage : Damage.values()) {
        node.stop();
        List<Path> files = files(node);
        assertTrue(files.size() > 2);
        if (damage == Damage.NO_DIRECTORY) {
          TestNode.deleteRecursively(node.directory().resolve("index"));
        } else {
          for (Path file : files) {
            damage(damage, file);
          }
        }
        node.begin();
        requireAllFound(node);
      }
    }
  }

  private enum Damage {
    CUT,
    GARBAGE,
    NO_COMMIT,
    NO_DIRECTORY
  }

  private static void damage(Damage damage, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (damage) {
      case CUT -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      case GARBAGE -> {
        new Random(bytes.length).nextBytes(bytes);
        Files.write(file, bytes);
      }
      case NO_COMMIT -> {
        if (String.valueOf(file.getFileName()).startsWith("segments")) {
          Files.delete(file);
        }
      }
      case NO_DIRECTORY -> {}
    }
  }

  @Test
  void eachSingleFileOfTheIndexMayBeDamaged() throws IOException {
    try (TestNode node = TestNode.start()) {
      fill(node);
      node.stop();
      int count = files(node).size();
      for (int i = 0; i < count && i < files(node).size(); i++) {
        Path file = files(node).get(i);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += 7) {
          bytes[at] ^= 0x55;
        }
        Files.write(file, bytes);
        node.begin();
        requireAllFound(node);
        node.stop();
      }
    }
  }
}
