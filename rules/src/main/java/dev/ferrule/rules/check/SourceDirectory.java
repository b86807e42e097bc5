package dev.ferrule.rules.check;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads a rule set from a directory. Stateless.
 *
 * <p>Files that are none of a set's are left alone, and so are folders whose name starts with a
 * dot. A link is followed when it leads to a file inside the directory, and refused when it leads
 * out of it.
 */
public final class SourceDirectory {
  private SourceDirectory() {}

  /**
   * The set in a directory, the files in the order of their paths.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} when a file is no UTF-8 text, is a
   *     link out of the directory or cannot be read, and as {@link Sources} says
   */
  public static Sources read(Path directory) {
    Map<String, String> texts = new LinkedHashMap<>();
    read(directory, Sources::takes)
        .forEach((path, bytes) -> texts.put(path, Sources.text(path, bytes)));
    return Sources.of(texts);
  }

  /**
   * The bytes of the files in a directory whose paths are wanted, in the order of their paths.
   *
   * @throws FerruleException as {@link #read(Path)} does, but for what the files say
   */
  public static SortedMap<String, byte[]> read(Path directory, Predicate<String> wanted) {
    Map<String, Path> found = new TreeMap<>(Sources::compare);
    try {
      Path root = directory.toRealPath();
      Files.walkFileTree(root, new Finder(root, wanted, found));
      var files = new TreeMap<String, byte[]>(Sources::compare);
      for (var file : found.entrySet()) {
        files.put(file.getKey(), Files.readAllBytes(file.getValue()));
      }
      return files;
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID,
          "expected a readable directory of rules, found path=%s: %s"
              .formatted(directory, e.getClass().getSimpleName()),
          e);
    }
  }

  /** Collects the files of a set and counts their sizes before any is read. */
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Predicate<String> wanted;
    private final Map<String, Path> found;
    private final Sources.Size size = new Sources.Size();

    Finder(Path root, Predicate<String> wanted, Map<String, Path> found) {
      this.root = root;
      this.wanted = wanted;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = !folder.equals(root) && folder.getFileName().toString().startsWith(".");
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    private static Path targetOf(Path link, String path) {
      try {
        return link.toRealPath();
      } catch (IOException e) {
        throw new FerruleException(
            ErrorCode.RULE_INVALID,
            "expected a link to a file of the rule set, found one that leads nowhere: path=" + path,
            e);
      }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = root.relativize(file).toString().replace('\\', '/');
      boolean link = attributes.isSymbolicLink();
      if (!wanted.test(path) && !(link && Files.isDirectory(file))) {
        return FileVisitResult.CONTINUE;
      }
      Path real = link ? targetOf(file, path) : file;
      if (!real.startsWith(root)) {
        throw new FerruleException(
            ErrorCode.RULE_INVALID,
            "expected files inside the rule set, found a link out of it: path=" + path);
      }
      if (Files.isRegularFile(real)) {
        size.add(path, Files.size(real));
        found.put(path, real);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
