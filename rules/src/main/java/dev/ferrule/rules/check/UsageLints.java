package dev.ferrule.rules.check;

import dev.ferrule.rules.check.Outline.NameUse;
import dev.ferrule.rules.check.Outline.Role;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.syntax.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Files, rules and lists that nothing uses. Confined. */
final class UsageLints {
  private final CheckedRules rules;
  private final Sources sources;
  private final List<Outline> files;
  private final Findings findings;

  UsageLints(CheckedRules rules, Sources sources, List<Outline> files, Findings findings) {
    this.rules = rules;
    this.sources = sources;
    this.files = files;
    this.findings = findings;
  }

  void lint() {
    unusedFiles();
    unusedRules();
    unusedLists();
  }

  private void unusedFiles() {
    Map<String, Outline> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    Set<String> reached = new HashSet<>(Set.of(Sources.ENTRY));
    Deque<String> left = new ArrayDeque<>(reached);
    while (!left.isEmpty()) {
      var file = byPath.get(left.pop());
      if (file != null) {
        for (var path : runBy(file)) {
          if (reached.add(path)) {
            left.push(path);
          }
        }
      }
    }
    for (var file : files) {
      if (!reached.contains(file.path())) {
        findings.warning(
            "unused-file",
            "this file never runs",
            new Span(file.file(), 1, 0, 0, 0),
            "nothing imports or requires it on the way from `main.sml`",
            List.of());
      }
    }
  }

  /** The files that run because a file does. */
  private List<String> runBy(Outline file) {
    List<String> paths = new ArrayList<>();
    for (var use : file.calls()) {
      if (rules.preparedFor(use.call()) instanceof Prepared.Import(var imported)) {
        paths.addAll(imported);
      } else if (rules.preparedFor(use.call()) instanceof Prepared.Require) {
        paths.addAll(required(use.call().find("rule")));
      }
    }
    return paths;
  }

  private Collection<String> required(Node.@org.jspecify.annotations.Nullable Expression rule) {
    return switch (rule) {
      case Node.TextLiteral(var path, _) -> List.of(path);
      case Node.FormatText text -> {
        var pattern = new StringBuilder();
        for (var piece : text.pieces()) {
          pattern.append(piece instanceof String fixed ? Pattern.quote(fixed) : ".*");
        }
        var matches = Pattern.compile(pattern.toString(), Pattern.DOTALL).asMatchPredicate();
        yield sources.rules().keySet().stream().filter(matches).toList();
      }
      case null -> List.of();
      case Node.Expression _ -> List.of();
    };
  }

  private void unusedRules() {
    IdentityHashMap<Assign, List<Assign>> uses = new IdentityHashMap<>();
    Set<Assign> used = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Assign> left = new ArrayDeque<>();
    for (var file : files) {
      for (var use : file.uses()) {
        if (use instanceof NameUse(var name, var role, var assign) && role == Role.LOADED) {
          var definition = rules.definitionOf(name).statement();
          if (assign != null) {
            uses.computeIfAbsent(assign, _ -> new ArrayList<>()).add(definition);
          } else if (used.add(definition)) {
            left.push(definition);
          }
        }
      }
    }
    while (!left.isEmpty()) {
      for (var next : uses.getOrDefault(left.pop(), List.of())) {
        if (used.add(next)) {
          left.push(next);
        }
      }
    }
    for (var file : files) {
      for (var assign : file.assigns()) {
        if (assign.value() instanceof Node.Call call
            && rules.preparedFor(call) instanceof Prepared.Rule
            && !used.contains(assign)) {
          findings.warning(
              "unused-rule",
              "no `WhenRules` uses the rule `%s`".formatted(assign.target().identifier()),
              assign.target().span(),
              "its result is recorded, and nothing follows from it",
              List.of());
        }
      }
    }
  }

  private void unusedLists() {
    if (sources.lists().isEmpty()) {
      return;
    }
    Set<String> texts = new HashSet<>();
    files.forEach(file -> texts.addAll(file.texts()));
    for (var list : sources.lists()) {
      String path = list.path();
      String inside = path.substring(path.indexOf('/') + 1);
      String name = inside.substring(0, inside.length() - ".yaml".length());
      if (Collections.disjoint(texts, List.of(path, inside, name))) {
        findings.warning(
            "unused-list",
            "no rule uses the list `%s`".formatted(name),
            new Span(list, 1, 0, 0, 0),
            "delete the file, or name it in a call",
            List.of());
      }
    }
  }
}
