package dev.ferrule.embed;

import ai.onnxruntime.OrtEnvironment;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** Where ONNX Runtime's native libraries are unpacked. */
public final class ModelNatives {
  private ModelNatives() {}

  /**
   * Unpacks them in {@code directory}, unless they are there, and has ONNX Runtime load them from
   * there, instead of leaving one more copy in the temporary directory at each start. To be called
   * before any model is loaded. On platforms that the package does not name so, it does nothing.
   */
  public static void unpackTo(Path directory) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x64";
    if (!os.contains("linux")) {
      return;
    }
    try {
      Files.createDirectories(directory);
      for (String name : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
        unpack(
            "/ai/onnxruntime/native/linux-" + architecture + "/" + name, directory.resolve(name));
      }
      System.setProperty("onnxruntime.native.path", directory.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.MODEL_FAILED, "expected a writable directory, found " + directory, e);
    }
  }

  static void unpack(String resource, Path target) throws IOException {
    URL library = OrtEnvironment.class.getResource(resource);
    if (library == null) {
      throw new FerruleException(
          ErrorCode.MODEL_FAILED, "expected a native library for this machine, found none");
    }
    if (Files.exists(target) && isCopy(library, target)) {
      return;
    }
    long process = ProcessHandle.current().pid(); // several may come here at the same time
    Path part = target.resolveSibling(target.getFileName() + "." + process + ".part");
    try (InputStream in = library.openStream()) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether a file is what stands in the package, by its size and checksum. */
  private static boolean isCopy(URL library, Path file) throws IOException {
    var packed = library.openConnection();
    if (Files.size(file) != packed.getContentLengthLong()) {
      return false;
    }
    if (!(packed instanceof JarURLConnection jar)) {
      return true;
    }
    try (var channel = FileChannel.open(file)) {
      var crc = new CRC32();
      crc.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
      return crc.getValue() == jar.getJarEntry().getCrc();
    }
  }
}
