package dev.ferrule.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Who has a file locked, as Linux tells it. Stateless. */
final class LockHolder {
  private static final Path LOCKS = Path.of("/proc/locks");

  private LockHolder() {}

  /** The process that has the lock; empty when that cannot be known. */
  static OptionalLong of(Path file) {
    try {
      String inode = ":" + Files.getAttribute(file, "unix:ino");
      return Files.readAllLines(LOCKS).stream()
          .map(line -> line.trim().split("\\s+"))
          .filter(part -> part.length > 5 && part[5].endsWith(inode) && !part[4].equals("0"))
          .mapToLong(part -> Long.parseLong(part[4]))
          .findFirst();
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      return OptionalLong.empty(); // not Linux, or not to be seen from here
    }
  }
}
