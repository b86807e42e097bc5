package dev.ferrule.rules.check;

import dev.ferrule.rules.check.Outline.CallUse;
import dev.ferrule.rules.check.Outline.NameUse;
import dev.ferrule.rules.check.Outline.Role;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names are assigned before they are used, in the same file or in one it imports. Confined. */
final class DefinedNames {
  private static final String CODE = "unknown-name";
  private static final String UNKNOWN = "unknown identifier";

  private final StoredNames stored;
  private final Imports imports;
  private final Closest closest;
  private final Findings findings;
  private final Map<String, List<String>> featuresByFile = new HashMap<>();

  DefinedNames(StoredNames stored, Imports imports, Closest closest, Findings findings) {
    this.stored = stored;
    this.imports = imports;
    this.closest = closest;
    this.findings = findings;
    for (var feature : stored.features().entrySet()) {
      featuresByFile
          .computeIfAbsent(pathOf(feature.getValue()), _ -> new ArrayList<>())
          .add(feature.getKey());
    }
  }

  private static String pathOf(Assign assign) {
    return assign.span().file().path();
  }

  void check(Outline file) {
    new Visit(file).run();
  }

  /** One file, use by use. */
  private final class Visit {
    private final Outline file;
    private final Set<String> own = new LinkedHashSet<>();
    private final Set<String> visible = new LinkedHashSet<>();

    Visit(Outline file) {
      this.file = file;
    }

    void run() {
      Set<String> imported = imports.of(file.path());
      for (var use : file.uses()) {
        switch (use) {
          case CallUse call -> {
            if (!imported.isEmpty() && "Import".equals(call.function())) {
              see(call.call());
            }
          }
          case NameUse(var name, var role, var assign) -> {
            if (role == Role.STORED) {
              own.add(name.identifier());
              continue;
            }
            if (assign != null && assign.target().identifier().equals(name.identifier())) {
              ownUse(name, assign);
            }
            if (role == Role.LOADED && !isKnown(name.identifier())) {
              unknown(name);
            }
          }
        }
      }
    }

    private void see(Node.Call call) {
      var rules = call.find("rules");
      if (rules != null
          && stored.follow(rules, file.path()) instanceof Node.ListLiteral(var items, _)) {
        for (var item : items) {
          if (item instanceof Node.TextLiteral(var path, _)) {
            visible.add(path);
          }
        }
      }
    }

    private boolean isKnown(String name) {
      if (own.contains(name)) {
        return true;
      }
      var assign = stored.features().get(name);
      return assign != null && visible.contains(pathOf(assign));
    }

    private void ownUse(Node.Name name, Assign assign) {
      findings.error(
          "self-reference",
          "cannot both store and load the same value within an assignment",
          name.span(),
          "you cannot use the identifier you are assigning to in its assignment",
          "assignment happens here:",
          Findings.places(List.of(assign.target().span())));
    }

    private void unknown(Node.Name name) {
      String identifier = name.identifier();
      var elsewhere = stored.features().get(identifier);
      if (elsewhere != null) {
        findings.error(
            CODE,
            UNKNOWN,
            name.span(),
            "this identifier was not imported into this file",
            "however, it was found here:",
            Findings.places(List.of(elsewhere.target().span())));
        return;
      }
      var similar = closest.find(identifier, known());
      if (similar == null) {
        similar = closest.find(identifier, stored.features().keySet());
      }
      if (similar != null) {
        similar(name, similar);
      } else if (name.isLocal()) {
        findings.error(
            "unknown-local",
            "unknown local variable",
            name.span(),
            """
            `%s` does not exist in this file
            variables that start with `_` can only be used in the file they're declared in\
            """
                .formatted(identifier));
      } else {
        findings.error(
            CODE,
            UNKNOWN,
            name.span(),
            "`%s` does not exist in any rule files. typo, perhaps?".formatted(identifier));
      }
    }

    private void similar(Node.Name name, String similar) {
      var assign = stored.features().get(similar);
      if (assign == null) {
        findings.error(
            CODE,
            UNKNOWN,
            name.span(),
            "unknown name `%s`, did you mean `%s`?".formatted(name.identifier(), similar));
        return;
      }
      findings.error(
          CODE,
          UNKNOWN,
          name.span(),
          "this identifier not found",
          isKnown(similar)
              ? "however, a similar in-scope identifier was found here:"
              : "however, a similar identifier was found here:",
          Findings.places(List.of(assign.target().span())));
    }

    private List<String> known() {
      List<String> known = new ArrayList<>(own);
      for (var path : visible) {
        known.addAll(featuresByFile.getOrDefault(path, List.of()));
      }
      return known;
    }
  }
}
