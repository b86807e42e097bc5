package dev.ferrule.rules.lists;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of one list file as its entries.
 *
 * <p>YAML is a list of texts, or a mapping whose {@code entries} is one. Plain text has one entry a
 * line; a line that is {@code #} or starts with {@code #} and a space is a comment, so that {@code
 * #tag} is an entry. Space around an entry, empty entries and repetitions are dropped.
 */
final class ListText {
  private static final int MOST_SHOWN_CHARS = 200;

  private ListText() {}

  /** The name of the list in a file: its path under {@code lists/} without the ending. */
  static String nameOf(String path) {
    String name = path.startsWith("lists/") ? path.substring("lists/".length()) : path;
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
  }

  static List<String> entries(String path, String text) {
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    var entries = new LinkedHashSet<String>();
    if (path.endsWith(".txt")) {
      text.lines()
          .map(String::strip)
          .filter(line -> !line.equals("#") && !line.startsWith("# "))
          .forEach(line -> add(path, line, entries));
    } else {
      int number = 0;
      for (var item : yamlEntries(path, text)) {
        number++;
        if (!(item instanceof String entry)) {
          throw invalid(
              "expected a text at entry %d of list %s, found %s: put it in quotes"
                  .formatted(number, path, kindOf(item)));
        }
        add(path, entry.strip(), entries);
      }
    }
    return List.copyOf(entries);
  }

  private static void add(String path, String entry, Set<String> entries) {
    if (!entry.isEmpty() && entries.add(entry) && entries.size() > ListFiles.MOST_ENTRIES) {
      throw invalid(
          "expected at most %d entries in list %s, found more"
              .formatted(ListFiles.MOST_ENTRIES, path));
    }
  }

  private static List<?> yamlEntries(String path, String text) {
    Object root = Yaml.load(path, text);
    if (root instanceof Map<?, ?> mapping) {
      if (!mapping.containsKey("entries")) {
        String found = mapping.keySet().toString();
        throw invalid(
            "expected `entries` in list %s, found %s"
                .formatted(
                    path,
                    found.length() <= MOST_SHOWN_CHARS
                        ? found
                        : found.substring(0, MOST_SHOWN_CHARS) + "..."));
      }
      root = mapping.get("entries");
    }
    if (root == null) {
      return new ArrayList<>();
    }
    if (root instanceof List<?> list) {
      return list;
    }
    throw invalid("expected a list of texts in %s, found %s".formatted(path, kindOf(root)));
  }

  private static String kindOf(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case String _ -> "a text";
      case Boolean _ -> "true or false";
      case Number _ -> "a number";
      case List<?> _ -> "a list";
      default -> "a mapping";
    };
  }

  private static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.CONFIG_INVALID, message);
  }
}
