package dev.ferrule.rules.check;

import dev.ferrule.rules.check.Outline.NameUse;
import dev.ferrule.rules.check.Outline.Role;
import dev.ferrule.rules.syntax.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** Locals that are assigned and never read after that. Stateless. */
final class UnusedLocals {
  private UnusedLocals() {}

  static void check(Outline file, Findings findings) {
    Map<String, Node.Name> unused = new LinkedHashMap<>();
    Map<String, Node.Name> seen = new LinkedHashMap<>();
    for (var use : file.uses()) {
      if (!(use instanceof NameUse(var name, var role, _)) || !name.isLocal()) {
        continue;
      }
      if (role != Role.STORED) {
        unused.remove(name.identifier());
      } else if (seen.putIfAbsent(name.identifier(), name) == null) {
        unused.put(name.identifier(), name);
      }
    }
    for (var name : unused.values()) {
      findings.error(
          "unused-local",
          "unused local variable: `%s`".formatted(name.identifier()),
          name.span(),
          "this variable is not used anywhere, and thus has no effect."
              + " either delete or comment it out");
    }
  }
}
