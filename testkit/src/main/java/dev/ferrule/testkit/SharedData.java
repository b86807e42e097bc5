package dev.ferrule.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * The data sets beside the project, in {@code ../shared/data} of the directory that the system
 * property {@code ferrule.root} names. They are not part of the project: a test that asks for one
 * that is absent is skipped, and says why.
 */
public final class SharedData {
  private SharedData() {}

  /** The file or directory of this name, as {@code tokenizers/SOURCE.txt}. */
  public static Path path(String name) {
    return beside("shared/data", name);
  }

  /** The file of recorded inputs and outputs of this name, as {@code sml-validate.json}. */
  public static Path conformance(String name) {
    return beside("shared/conformance", name);
  }

  private static Path beside(String directory, String name) {
    Path path =
        Path.of(System.getProperty("ferrule.root", "."))
            .toAbsolutePath()
            .normalize()
            .resolveSibling(directory)
            .resolve(name);
    Assumptions.assumeTrue(Files.exists(path), () -> "no shared data: " + path);
    return path;
  }

  /** The bytes of a file. */
  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a UTF-8 file; a name that ends in {@code .gz} is unpacked. */
  public static List<String> lines(String name) {
    Path path = path(name);
    try (var in = Files.newInputStream(path);
        var plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
        var reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
