package dev.ferrule.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pinned ONNX Runtime sends no telemetry. Releases after it do on Linux: they keep a device id
 * and an event store under the user's cache directory, and read {@code ORT_DISABLE_TELEMETRY}.
 */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "x86_64"})
class OnnxRuntimeIT {
  private static final String LIBRARY = "/ai/onnxruntime/native/linux-x64/libonnxruntime.so";

  @TempDir private Path directory;

  @Test
  void libraryKnowsNoTelemetrySwitch() throws IOException {
    try (InputStream in = ai.onnxruntime.OrtEnvironment.class.getResourceAsStream(LIBRARY)) {
      String library =
          new String(
              Objects.requireNonNull(in, LIBRARY).readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(library.contains("OrtGetApiBase"), "not the library");
      assertFalse(library.contains("ORT_DISABLE_TELEMETRY"));
    }
  }

  @Test
  void embeddingLeavesNoFileInTheHomeDirectory() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    Path cache = Files.createDirectory(directory.resolve("cache"));
    Path scratch = Files.createDirectory(directory.resolve("tmp"));
    Path output = directory.resolve("output");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.home=" + home,
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            System.getProperty("java.class.path"),
            OneEmbedding.class.getName());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("ORT_"));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertEquals("384 dims", Files.readString(output, UTF_8).strip());
    assertEquals(List.of(), files(home));
    assertEquals(List.of(), files(cache));
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> !file.equals(root)).toList();
    }
  }

  /** The process: embeds one text. */
  static final class OneEmbedding {
    private OneEmbedding() {}

    public static void main(String[] args) {
      float[] vector = TestModels.alone(TestModels.MINILM, "a cat sat").vector();
      System.out.println(vector.length + " dims");
    }
  }
}
