package dev.ferrule.rules.lsp;

import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.editor.Workspace;
import dev.ferrule.rules.functions.FunctionTable;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rule sets of the documents that are open. Confined. */
final class Workspaces {
  private final Function<Path, FunctionTable> functions;
  private final Map<Path, Workspace> byDirectory = new HashMap<>();
  private final Map<String, Document> open = new HashMap<>();

  Workspaces(Function<Path, FunctionTable> functions) {
    this.functions = functions;
  }

  /**
   * A document.
   *
   * @param path its path in the set
   */
  record Document(Workspace workspace, String path) {}

  Document open(String uri, String text) {
    var known = open.get(uri);
    var document = known == null ? locate(uri) : known;
    open.put(uri, document);
    document.workspace().open(document.path(), text);
    return document;
  }

  void close(String uri) {
    var document = open.remove(uri);
    if (document != null) {
      document.workspace().close(document.path());
      if (open.values().stream().noneMatch(each -> each.workspace() == document.workspace())) {
        byDirectory.remove(document.workspace().directory());
      }
    }
  }

  /** An open document, or null. */
  @Nullable Document find(String uri) {
    return open.get(uri);
  }

  /** The rule sets of all open documents. */
  Collection<Workspace> all() {
    return byDirectory.values();
  }

  Set<String> uris() {
    return open.keySet();
  }

  /** The address of a file: as the editor gave it where it has it open. */
  String uri(Workspace workspace, String path) {
    for (var entry : open.entrySet()) {
      if (entry.getValue().workspace() == workspace && entry.getValue().path().equals(path)) {
        return entry.getKey();
      }
    }
    return workspace.directory().resolve(path).toUri().toString();
  }

  private Document locate(String uri) {
    var file = file(uri);
    var directory = root(file);
    var workspace =
        byDirectory.computeIfAbsent(
            directory, each -> new Workspace(each, () -> functions.apply(each)));
    return new Document(workspace, directory.relativize(file).toString().replace('\\', '/'));
  }

  // A document that is not saved yet has no place on disk, and makes a set of its own.
  private static Path file(String uri) {
    var parsed = URI.create(uri);
    try {
      if ("file".equals(parsed.getScheme())) {
        return Path.of(parsed).toAbsolutePath().normalize();
      }
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      // A file on another machine: named like one that is not saved.
    }
    var name = uri.replaceAll("[^A-Za-z0-9.]", "_");
    return Path.of("/unsaved", name, name.endsWith(".sml") ? name : name + ".sml");
  }

  /** The nearest directory above a file with an entry file in it, or the file's own. */
  private static Path root(Path file) {
    for (var at = file.getParent(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve(Sources.ENTRY))) {
        return at;
      }
    }
    var parent = file.getParent();
    return parent == null ? file : parent;
  }
}
