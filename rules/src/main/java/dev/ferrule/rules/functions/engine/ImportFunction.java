package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Span;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.PythonValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code Import}: makes the names of other files visible, and runs those files. */
final class ImportFunction implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "Import",
          List.of(),
          "Engine",
          "Makes the names that other files define visible in this one, and runs those files.",
          List.of(
              constant(
                  "rules", Type.listOf(Type.STR), "Paths of files, sorted, none of them twice.")),
          null,
          Type.NONE,
          Signature.Purity.EFFECT,
          "Import(rules=['models/user.sml', 'rules/spam.sml'])");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    var list = (Node.ListLiteral) site.resolve(EngineFunctions.argument(site, "rules"));
    var paths = new ArrayList<String>();
    Map<String, List<Span>> places = new LinkedHashMap<>();
    for (var item : list.items()) {
      var literal = (Node.TextLiteral) item;
      paths.add(literal.value());
      places.computeIfAbsent(literal.value(), path -> new ArrayList<>()).add(literal.span());
      if (!site.files().containsKey(literal.value())) {
        site.reject(
            "imported file: " + literal.value() + " not found",
            literal.span(),
            "import attempted here");
      }
    }
    places.forEach((path, spans) -> rejectRepetition(site, path, spans));
    rejectDisorder(site, list, paths);
    return new Prepared.Import(List.copyOf(paths));
  }

  private static void rejectRepetition(CallSite site, String path, List<Span> spans) {
    if (spans.size() == 1) {
      return;
    }
    List<Span> others = spans.subList(1, spans.size());
    site.reject(
        "import has a duplicated items for rule: " + path,
        spans.getFirst(),
        "first import attempted here",
        others.size() + " duplicate(s) found here",
        others.stream().map(span -> new Diagnostic.Related(span, "")).toList());
  }

  private static void rejectDisorder(CallSite site, Node.ListLiteral list, List<String> paths) {
    var sorted = new ArrayList<>(paths);
    sorted.sort(PythonValues::compareText);
    if (sorted.equals(paths)) {
      return;
    }
    List<Node.Expression> items =
        sorted.stream()
            .<Node.Expression>map(path -> new Node.TextLiteral(path, list.span()))
            .toList();
    site.reject(
        "import rules are not sorted",
        list.span(),
        "sort imports lexicographically:\n`"
            + site.statementWith(list, new Node.ListLiteral(items, list.span()))
            + "`");
  }
}
