package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.types.Type;

/**
 * Results of calls that are dropped, and results that are used though there are none. Stateless.
 */
final class CallResults {
  private CallResults() {}

  static void check(Outline file, FunctionTable functions, Findings findings) {
    for (var use : file.calls()) {
      var name = use.function();
      var function = name == null ? null : functions.find(name);
      if (function == null) {
        continue;
      }
      boolean result = function.signature().result() != Type.NONE;
      boolean used = use.place() != Outline.Place.STATEMENT;
      if (result && !used) {
        unused(use, findings);
      } else if (!result && used) {
        absent(use, findings);
      }
    }
  }

  private static void unused(Outline.CallUse use, Findings findings) {
    String name = use.function();
    findings.error(
        "unused-result",
        "you must use the result of this function call",
        use.call().span(),
        """
        this must must not be used as a statement within the source root, e.g.:
        - `Foo = %1$s(...)` is OK
        - `SomeOtherFunction(argument=%1$s(...))` is OK
        - `%1$s(...)` is not OK\
        """
            .formatted(name));
  }

  private static void absent(Outline.CallUse use, Findings findings) {
    String name = use.function();
    var assign = use.assignment();
    if (assign != null) {
      findings.error(
          "no-result",
          "you cannot store the result of this function call because it has no return value",
          use.call().span(),
          """
          this cannot appear to the right of a `=`, e.g.:
          - `%1$s(...)` is OK
          - `%2$s = %1$s(...)` is not OK\
          """
              .formatted(name, assign.target().identifier()));
    } else {
      findings.error(
          "no-result",
          "you cannot use the result of this function call because it has no return value",
          use.call().span(),
          """
          this function has no result, and thus its result cannot be used:
          - `%1$s(...)` is OK, however:
          - `Foo = Bar + %1$s(...)` and
          - `Bar(qux=%1$s(...))` are not OK\
          """
              .formatted(name));
    }
  }
}
