package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.format.Formatted;
import dev.ferrule.rules.format.Formatter;
import dev.ferrule.rules.format.UnifiedDiff;
import dev.ferrule.rules.syntax.DiagnosticText;
import dev.ferrule.rules.syntax.SourceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Lays rule files out. */
@CommandLine.Command(
    name = "fmt",
    description = {
      "Lays rule files out in one way: those named, and all *.sml files below directories.",
      "A file with syntax errors is left alone."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all files are laid out",
      "1:files would change (--check)",
      "3:a file has syntax errors or cannot be read"
    })
final class FmtCommand implements Callable<Integer> {
  private static final int WOULD_CHANGE = 1;
  private static final int REFUSED = 3;

  @CommandLine.Option(names = "--check", description = "change nothing; list what would change")
  private boolean check;

  @CommandLine.Option(names = "--diff", description = "change nothing; print the differences")
  private boolean diff;

  @CommandLine.Parameters(arity = "1..*", paramLabel = "PATH", description = "files or directories")
  private List<Path> paths = List.of();

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private int changed;
  private int refused;

  @Override
  public Integer call() {
    changed = 0;
    refused = 0;
    Collection<Path> files = files();
    for (Path file : files) {
      try {
        format(file);
      } catch (FerruleException e) {
        complain(file + ": " + e.getMessage());
      } catch (IOException e) {
        complain("expected a readable and writable file: path=" + file);
      }
    }
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "%d %s, %d left as they are%s%n",
        changed,
        check || diff ? "would change" : "changed",
        files.size() - changed - refused,
        refused == 0 ? "" : ", %d refused".formatted(refused));
    err.flush();
    spec.commandLine().getOut().flush();
    return refused > 0 ? REFUSED : check && changed > 0 ? WOULD_CHANGE : 0;
  }

  private void complain(String message) {
    refused++;
    spec.commandLine().getErr().println("ferrule: " + message);
  }

  private void format(Path file) throws IOException {
    String name = file.toString().replace('\\', '/');
    byte[] bytes = Files.readAllBytes(file);
    var source = SourceFile.of(name, bytes);
    switch (Formatter.format(source)) {
      case Formatted.Refused(var errors) -> {
        refused++;
        spec.commandLine().getErr().println(DiagnosticText.render(errors));
      }
      case Formatted.Text(var text, _) -> {
        // What is on disk counts: it may begin with a byte order mark, which is left out.
        if (!java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
          changed++;
          change(file, name, new String(bytes, StandardCharsets.UTF_8), text);
        }
      }
    }
  }

  private void change(Path file, String name, String before, String after) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (diff) {
      out.print(UnifiedDiff.of(name, before, after));
    } else {
      out.println(name);
    }
    if (!check && !diff) {
      replace(file.toRealPath(), after);
    }
  }

  /** Replaces a file at once: whoever reads it sees the old text or the new one. */
  private static void replace(Path file, String text) throws IOException {
    Path directory = file.getParent();
    Path made = Files.createTempFile(directory, "." + file.getFileName(), ".tmp");
    try {
      Files.writeString(made, text);
      if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
        Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(file));
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private Collection<Path> files() {
    var files = new TreeSet<Path>();
    for (Path path : paths) {
      try {
        if (Files.isDirectory(path)) {
          Files.walkFileTree(path, new Finder(path, files));
        } else if (Files.isRegularFile(path)) {
          files.add(path);
        } else {
          throw new FerruleException(
              ErrorCode.RULE_INVALID, "expected a file or a directory, found none: path=" + path);
        }
      } catch (IOException e) {
        throw new FerruleException(
            ErrorCode.RULE_INVALID, "expected a readable directory: path=" + path, e);
      }
    }
    return files;
  }

  /** Collects rule files, but none from folders whose name starts with a dot. */
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Collection<Path> found;

    Finder(Path root, Collection<Path> found) {
      this.root = root;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = !folder.equals(root) && String.valueOf(folder.getFileName()).startsWith(".");
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(".sml")
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
