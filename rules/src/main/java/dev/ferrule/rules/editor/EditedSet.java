package dev.ferrule.rules.editor;

import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All files of a set as they are in the editor at one moment. Immutable.
 *
 * @param files rule files by path
 * @param labels the labels of the configuration, by name
 */
record EditedSet(
    NavigableMap<String, FileModel> files,
    Map<String, Label> labels,
    FunctionTable functions,
    Lists lists) {

  /** A label of the configuration. */
  record Label(List<String> validFor, String description) {}

  /** What defines a name in a file, where it is visible or not; null when nothing does. */
  @Nullable Assign definitionOf(String name, FileModel file) {
    var own = file.assignOf(name);
    return own != null || name.startsWith("_") ? own : globals().get(name);
  }

  /** The names that are visible in all files that import theirs. */
  Map<String, Assign> globals() {
    Map<String, Assign> globals = new LinkedHashMap<>();
    for (var file : files.values()) {
      for (var assign : file.assigns()) {
        if (!assign.target().isLocal()) {
          globals.putIfAbsent(assign.target().identifier(), assign);
        }
      }
    }
    return globals;
  }

  /** Every use of a name by those that mean the same: in one file when it is local. */
  List<Node.Name> namesOf(String name, FileModel file) {
    List<Node.Name> found = new ArrayList<>();
    for (var each : name.startsWith("_") ? List.of(file) : files.values()) {
      for (var use : each.uses()) {
        if (use.role() != FileModel.Role.CALLED && use.name().identifier().equals(name)) {
          found.add(use.name());
        }
      }
    }
    return found;
  }

  /** Whether a file could import another without a cycle. */
  boolean mayImport(String importer, String imported) {
    Set<String> seen = new LinkedHashSet<>();
    var left = new ArrayDeque<>(List.of(imported));
    while (!left.isEmpty()) {
      var path = left.pop();
      if (path.equals(importer)) {
        return false;
      }
      var file = files.get(path);
      if (file != null && seen.add(path)) {
        left.addAll(file.imported());
      }
    }
    return true;
  }

  /** The paths that a template may come to, as {@code rules/{ActionName}.sml}. */
  List<String> matching(Node.FormatText template) {
    var pattern = new StringBuilder();
    for (var piece : template.pieces()) {
      pattern.append(piece instanceof String text ? Pattern.quote(text) : ".*");
    }
    var compiled = Pattern.compile(pattern.toString(), Pattern.DOTALL);
    return files.keySet().stream().filter(path -> compiled.matcher(path).matches()).toList();
  }
}
