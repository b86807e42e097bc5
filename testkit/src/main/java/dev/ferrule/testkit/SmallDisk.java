package dev.ferrule.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file system of its own in memory, so that a test may fill it up or make it read-only. Only root
 * may mount one, and not everywhere. Confined; what it holds goes with it.
 */
public final class SmallDisk implements AutoCloseable {
  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Mounts one; empty when this process may not. */
  public static Optional<SmallDisk> mount(int mebibytes) throws IOException {
    Path directory = Files.createTempDirectory("ferrule-disk");
    if (run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory)) {
      return Optional.of(new SmallDisk(directory));
    }
    Files.delete(directory);
    return Optional.empty();
  }

  public Path directory() {
    return directory;
  }

  /** Takes all the room but so much. */
  public void fill(int leftBytes) throws IOException {
    var zeros = new byte[64 << 10];
    try (var out = Files.newOutputStream(filler(), StandardOpenOption.CREATE)) {
      for (long left = room() - leftBytes; left > 0; left -= zeros.length) {
        out.write(zeros, 0, (int) Math.min(left, zeros.length));
      }
    } catch (IOException e) {
      if (room() > leftBytes) {
        throw e;
      }
    }
  }

  private long room() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Gives back what {@link #fill} took. */
  public void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return directory.resolve("filler");
  }

  /** Refuses writes from now on, or takes them again. False when a file is open for writing. */
  public boolean remount(String mode) throws IOException {
    return run("mount", "-o", "remount," + mode, directory);
  }

  private static boolean run(Object... words) throws IOException {
    var command = java.util.Arrays.stream(words).map(Object::toString).toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (run("umount", "-l", directory)) {
      Files.delete(directory);
    }
  }
}
