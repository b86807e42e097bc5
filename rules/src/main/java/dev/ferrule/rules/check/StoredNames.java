package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.syntax.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The names that a set assigns: features are unique in the set, locals in their file. Immutable
 * once made.
 */
final class StoredNames {
  private final SequencedMap<String, Assign> features = new LinkedHashMap<>();
  private final Map<String, Map<String, Assign>> locals = new HashMap<>();

  private final Map<String, List<Span>> repeated = new LinkedHashMap<>();
  private final List<List<Span>> repeatedLocals = new ArrayList<>();

  StoredNames(List<Outline> files) {
    for (var file : files) {
      Map<String, Assign> own = new LinkedHashMap<>();
      Map<String, List<Span>> again = new LinkedHashMap<>();
      for (var assign : file.assigns()) {
        boolean local = assign.target().isLocal();
        var name = assign.target().identifier();
        var earlier = (local ? own : features).putIfAbsent(name, assign);
        if (earlier != null) {
          (local ? again : repeated)
              .computeIfAbsent(name, _ -> new ArrayList<>(List.of(earlier.target().span())))
              .add(assign.target().span());
        }
      }
      locals.put(file.path(), own);
      repeatedLocals.addAll(again.values());
    }
  }

  /** Reports names that are assigned more than once. */
  void report(Findings findings) {
    report(
        repeatedLocals,
        "duplicate-local",
        "local variables must be unique in their file",
        "this local variable is defined in multiple locations in this file",
        findings);
    report(
        repeated.values(),
        "duplicate-feature",
        "features must be unique across all rule files",
        "this feature is defined in multiple locations",
        findings);
  }

  private static void report(
      Iterable<List<Span>> repeated, String code, String message, String hint, Findings findings) {
    for (var spans : repeated) {
      findings.error(
          code,
          message,
          spans.getFirst(),
          hint,
          "such as:",
          Findings.places(spans.subList(1, spans.size())));
    }
  }

  /** The assignments of features by name. */
  Map<String, Assign> features() {
    return features;
  }

  /** The value that a name is assigned, as seen from a file; any other expression as it is. */
  Node.Expression follow(Node.Expression expression, String path) {
    if (!(expression instanceof Node.Name name)) {
      return expression;
    }
    var assign = find(name.identifier(), path);
    return assign == null ? expression : assign.value();
  }

  /** What assigns a name as seen from a file, or null. */
  @Nullable Assign find(String name, String path) {
    if (name.startsWith("_")) {
      var own = locals.get(path);
      return own == null ? null : own.get(name);
    }
    return features.get(name);
  }
}
