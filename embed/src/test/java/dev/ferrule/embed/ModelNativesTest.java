package dev.ferrule.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelNativesTest {
  private static final String LIBRARY =
      "/ai/onnxruntime/native/linux-%s/libonnxruntime4j_jni.so"
          .formatted(System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x64");

  @TempDir private Path directory = Path.of("unset");

  @Test
  void aCopyThatWasCutOrFlippedIsMadeAgainAndASoundOneKept() throws IOException {
    Path copy = directory.resolve("library");
    ModelNatives.unpack(LIBRARY, copy);
    byte[] sound = Files.readAllBytes(copy);
    byte[] flipped = sound.clone();
    flipped[flipped.length / 2] ^= 1;
    for (byte[] damaged : new byte[][] {flipped, Arrays.copyOf(sound, sound.length / 2)}) {
      Files.write(copy, damaged);
      ModelNatives.unpack(LIBRARY, copy);
      assertArrayEquals(sound, Files.readAllBytes(copy));
    }
    var before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(copy, before);
    ModelNatives.unpack(LIBRARY, copy);
    assertEquals(before, Files.getLastModifiedTime(copy));
  }
}
