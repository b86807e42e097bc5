package dev.ferrule.rules.lists;

import static java.util.Objects.requireNonNull;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Lists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lists of a rule set: each {@code lists/*.yaml}, {@code .yml} and {@code .txt} of its
 * directory, named for the file. Thread-safe: readers never wait, one reload runs at a time.
 *
 * <p>A reload replaces all changed lists with one write, so no reader sees half of it. A file that
 * cannot be read, is no list, or is gone leaves the list as it was; the {@link Reload} says why.
 */
public final class ListFiles implements Lists {
  /** The longest file in bytes. */
  public static final int MOST_BYTES = 10 << 20;

  /** The most entries of one list. */
  public static final int MOST_ENTRIES = 1_000_000;

  private static final int MOST_FILES = 10_000;
  private static final int DEEPEST = 4;

  private final @Nullable Path directory;
  private volatile Map<String, Loaded> current = Map.of();

  /** Guarded by this. */
  private Map<Path, Stamp> stamps = Map.of();

  private record Loaded(String text, List<String> entries) {}

  private record Stamp(long modifiedMillis, long sizeBytes) {}

  private record Found(Map<String, Loaded> lists, List<String> problems) {}

  /**
   * What a reload did.
   *
   * @param changed the names of new and changed lists
   * @param problems what is wrong with the files that were not taken, one message each
   */
  public record Reload(Set<String> changed, List<String> problems) {
    private static final Reload NOTHING = new Reload(Set.of(), List.of());

    public Reload {
      changed = Set.copyOf(changed);
      problems = List.copyOf(problems);
    }
  }

  private ListFiles(@Nullable Path directory) {
    this.directory = directory;
  }

  /**
   * The lists in {@code lists/} of a rule set's directory; none when there is no such folder.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when a file is no list
   */
  public static ListFiles open(Path ruleSet) {
    var lists = new ListFiles(ruleSet.resolve("lists"));
    refuse(lists.reload().problems());
    return lists;
  }

  /**
   * Lists that do not change, by path: {@code slurs.yaml} or {@code lists/slurs.txt}. A path
   * without an ending holds YAML.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when a text is no list
   */
  public static ListFiles of(Map<String, String> textsByPath) {
    var lists = new ListFiles(null);
    var found = new Found(new TreeMap<>(), new ArrayList<>());
    new TreeMap<>(textsByPath).forEach((path, text) -> lists.take(path, text, found));
    refuse(found.problems());
    lists.current = Map.copyOf(found.lists());
    return lists;
  }

  /** Whether a file of a rule set with this path is a list. */
  public static boolean takes(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return path.startsWith("lists/") && isList(name);
  }

  private static boolean isList(String name) {
    boolean list = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".txt");
    return list && !name.startsWith(".");
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new FerruleException(ErrorCode.CONFIG_INVALID, String.join("; ", problems));
    }
  }

  @Override
  public @Nullable Handle find(String name) {
    return current.containsKey(name) ? () -> entriesOf(name) : null;
  }

  private List<String> entriesOf(String name) {
    var loaded = current.get(name);
    return loaded == null ? List.of() : loaded.entries();
  }

  @Override
  public Set<String> names() {
    return new TreeSet<>(current.keySet());
  }

  /** Reads again, if a file is new, gone, or has another time or size. */
  public synchronized Reload reloadIfChanged() {
    try {
      return stampsNow().equals(stamps) ? Reload.NOTHING : reload();
    } catch (IOException e) {
      return unreadable(e);
    }
  }

  /** Reads every file again. */
  public synchronized Reload reload() {
    var found = new Found(new LinkedHashMap<>(), new ArrayList<>());
    try {
      var gone = new TreeSet<>(stamps.keySet());
      // Taken before the files are read, so that a write in between is seen the next time.
      var now = stampsNow();
      for (var path : now.keySet()) {
        read(path, found);
      }
      gone.removeAll(now.keySet());
      gone.forEach(path ->
          found
              .problems()
              .add(
                  "expected list %s, found no file any more: its entries stay"
                      .formatted(nameOf(path))));
      stamps = now;
    } catch (IOException e) {
      return unreadable(e);
    }
    var changed = new TreeSet<String>();
    var next = new TreeMap<>(current);
    found
        .lists()
        .forEach((name, loaded) -> {
          if (loaded != current.get(name)) {
            changed.add(name);
            next.put(name, loaded);
          }
        });
    if (!changed.isEmpty()) {
      current = Map.copyOf(next);
    }
    return new Reload(changed, found.problems());
  }

  private Reload unreadable(IOException e) {
    return new Reload(
        Set.of(), List.of("expected to read %s, found: %s".formatted(directory, e.getMessage())));
  }

  private void read(Path path, Found found) {
    String name = nameOf(path);
    try (var input = Files.newInputStream(path)) {
      byte[] bytes = input.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        found
            .problems()
            .add("expected at most %d bytes in list %s, found more".formatted(MOST_BYTES, name));
        return;
      }
      take(
          name,
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          found);
    } catch (CharacterCodingException e) {
      found.problems().add("expected UTF-8 in list %s, found other bytes".formatted(name));
    } catch (IOException e) {
      found.problems().add("expected to read list %s, found: %s".formatted(name, e.getMessage()));
    }
  }

  private String nameOf(Path path) {
    return requireNonNull(directory).relativize(path).toString().replace('\\', '/');
  }

  private void take(String path, String text, Found found) {
    String name = ListText.nameOf(path);
    if (found.lists().containsKey(name)) {
      found.problems().add("expected one file for list %s, found two".formatted(name));
      return;
    }
    if (text.length() > MOST_BYTES) {
      found
          .problems()
          .add("expected at most %d bytes in list %s, found more".formatted(MOST_BYTES, path));
      return;
    }
    var old = current.get(name);
    try {
      found
          .lists()
          .put(
              name,
              old != null && old.text().equals(text)
                  ? old
                  : new Loaded(text, ListText.entries(path, text)));
    } catch (FerruleException e) {
      found.problems().add(String.valueOf(e.getMessage()));
    }
  }

  private Map<Path, Stamp> stampsNow() throws IOException {
    var found = new TreeMap<Path, Stamp>();
    if (directory == null || !Files.isDirectory(directory)) {
      return found;
    }
    Path set = directory.toRealPath().getParent();
    try (var paths = Files.walk(directory, DEEPEST)) {
      for (var path : (Iterable<Path>) paths::iterator) {
        String name = path.getFileName().toString();
        if (isList(name) && Files.isRegularFile(path)) {
          if (Files.isSymbolicLink(path) && !path.toRealPath().startsWith(set)) {
            throw new IOException(
                "expected lists inside the rule set, found a link out of it: " + nameOf(path));
          }
          var attributes = Files.readAttributes(path, BasicFileAttributes.class);
          found.put(path, new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size()));
        }
        if (found.size() > MOST_FILES) {
          throw new IOException("more than %d lists".formatted(MOST_FILES));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return found;
  }
}
