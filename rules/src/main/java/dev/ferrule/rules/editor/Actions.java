package dev.ferrule.rules.editor;

import dev.ferrule.rules.check.Closest;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes that do away with findings. Confined to one question. */
final class Actions {
  private final EditedSet set;
  private final FileModel file;
  private final Closest closest = new Closest();
  private final List<Action> actions = new ArrayList<>();

  private Actions(EditedSet set, FileModel file) {
    this.set = set;
    this.file = file;
  }

  /** What can be done about findings in a file. */
  static List<Action> of(EditedSet set, FileModel file, List<Diagnostic> findings) {
    var actions = new Actions(set, file);
    findings.forEach(actions::add);
    return actions.actions;
  }

  private void add(Diagnostic finding) {
    switch (finding.code()) {
      case "unknown-name", "unknown-local" -> unknownName(finding);
      case "unknown-function" -> unknownFunction(finding);
      case "unknown-argument" -> unknownArgument(finding);
      case "missing-argument" -> missingArguments(finding);
      case "unknown-label" -> replaceText(finding, set.labels().keySet());
      case "rejected-call" -> rejectedCall(finding);
      case "rejected-argument", "invalid-argument" -> replaceText(finding, set.lists().names());
      case "backspace-in-pattern", "invalid-escape" -> raw(finding);
      case "unused-local" -> unused(finding);
      default -> {}
    }
  }

  private void action(String title, Diagnostic finding, Edit edit) {
    actions.add(new Action(title, finding, List.of(edit)));
  }

  private String textOf(Place place) {
    var text = file.file().text();
    return text.substring(place.startChars(), Math.min(place.endChars(), text.length()));
  }

  private void unknownName(Diagnostic finding) {
    var use = file.useAt(finding.span().startChars());
    if (use == null) {
      return;
    }
    var name = use.name().identifier();
    var globals = set.globals();
    var place = Place.of(use.name().span());
    var assign = globals.get(name);
    if (assign != null) {
      var path = assign.span().file().path();
      if (!path.equals(file.path()) && set.mayImport(file.path(), path)) {
        action("Import `%s` from %s".formatted(name, path), finding, Imports.add(file, path));
      }
      return;
    }
    var known = new ArrayList<String>();
    file.assigns().forEach(each -> known.add(each.target().identifier()));
    known.addAll(globals.keySet());
    var similar = closest.find(name, known);
    if (similar != null) {
      action("Replace with `%s`".formatted(similar), finding, Edit.replace(place, similar));
    }
  }

  private void unknownFunction(Diagnostic finding) {
    var use = file.useAt(finding.span().startChars());
    if (use != null) {
      var similar = closest.find(use.name().identifier(), set.functions().names());
      if (similar != null) {
        action(
            "Replace with `%s`".formatted(similar),
            finding,
            Edit.replace(Place.of(use.name().span()), similar));
      }
    }
  }

  private void unknownArgument(Diagnostic finding) {
    for (var call : file.calls()) {
      for (var argument : call.arguments()) {
        if (argument.value().span().startChars() == finding.span().startChars()
            && call.function() instanceof Node.Name name
            && set.functions().find(name.identifier())
                instanceof dev.ferrule.rules.functions.Function function) {
          var names =
              function.signature().parameters().stream()
                  .map(each -> each.name())
                  .filter(each -> call.find(each) == null)
                  .toList();
          var similar = closest.find(argument.name(), names);
          if (similar == null && names.size() == 1) {
            similar = names.getFirst();
          }
          if (similar != null) {
            action(
                "Replace with `%s=`".formatted(similar),
                finding,
                Edit.replace(file.nameOf(argument), similar));
          }
          return;
        }
      }
    }
  }

  private void missingArguments(Diagnostic finding) {
    for (var call : file.calls()) {
      if (call.span().startChars() != finding.span().startChars()
          || !(call.function() instanceof Node.Name name)) {
        continue;
      }
      var function = set.functions().find(name.identifier());
      if (function == null) {
        return;
      }
      var missing =
          function.signature().parameters().stream()
              .filter(each -> each.required() && call.find(each.name()) == null)
              .map(each -> each.name() + "=None")
              .collect(Collectors.joining(", "));
      int at = call.function().span().endChars() + 1;
      action(
          "Add the missing arguments",
          finding,
          Edit.insert(file.path(), at, call.arguments().isEmpty() ? missing : missing + ", "));
      return;
    }
  }

  private void rejectedCall(Diagnostic finding) {
    if (finding.message().startsWith("variable interpolation attempted")) {
      var literal = literalAt(finding);
      if (literal != null) {
        action(
            "Make it an f-string",
            finding,
            Edit.insert(file.path(), literal.span().startChars(), "f"));
      }
    } else if (finding.message().startsWith("imported file:")
        || finding.message().startsWith("required rule:")) {
      replaceText(finding, set.files().keySet());
    } else if (finding.message().startsWith("import rules are not sorted")) {
      sortImports(finding);
    } else {
      replaceText(finding, set.lists().names());
    }
  }

  private void sortImports(Diagnostic finding) {
    for (var call : file.imports()) {
      if (call.find("rules") instanceof Node.ListLiteral list
          && list.span().startChars() == finding.span().startChars()) {
        var sorted =
            list.items().stream().map(each -> textOf(Place.of(each.span()))).sorted().toList();
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
          edits.add(Edit.replace(Place.of(list.items().get(i).span()), sorted.get(i)));
        }
        actions.add(new Action("Sort the imports", finding, edits));
      }
    }
  }

  /** Replaces the text that a finding is about by the closest of those that there are. */
  private void replaceText(Diagnostic finding, Collection<String> known) {
    var literal = literalAt(finding);
    var similar = literal == null ? null : closest.find(literal.value(), known);
    if (literal != null && similar != null) {
      var written = textOf(Place.of(literal.span()));
      int quote = firstQuote(written);
      var mark = written.substring(quote, quote + 1);
      action(
          "Replace with `%s`".formatted(similar),
          finding,
          Edit.replace(Place.of(literal.span()), mark + similar + mark));
    }
  }

  private Node.@Nullable TextLiteral literalAt(Diagnostic finding) {
    int at = finding.span().startChars();
    for (var call : file.calls()) {
      for (var argument : call.arguments()) {
        var found = literalAt(argument.value(), at);
        if (found == null && argument.span().startChars() == at) {
          found = literalAt(argument.value(), argument.value().span().startChars());
        }
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static Node.@Nullable TextLiteral literalAt(Node.Expression expression, int at) {
    if (expression instanceof Node.TextLiteral literal
        && literal.span().startChars() <= at
        && at < literal.span().endChars()) {
      return literal;
    }
    for (var child : Children.of(expression)) {
      var found = literalAt(child, at);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static int firstQuote(String literal) {
    int at = 0;
    while (literal.charAt(at) != '\'' && literal.charAt(at) != '"') {
      at++;
    }
    return at;
  }

  /** Writes a literal as a raw string: its doubled backslashes become single ones. */
  private void raw(Diagnostic finding) {
    var literal = literalAt(finding);
    if (literal == null) {
      return;
    }
    var written = textOf(Place.of(literal.span()));
    int quote = firstQuote(written);
    if (quote == 0 && !hasPlainQuoteEscape(written)) {
      action(
          "Make it a raw string",
          finding,
          Edit.replace(Place.of(literal.span()), "r" + written.replace("\\\\", "\\")));
    }
  }

  // In a raw string a backslash before a quote stays, and a last one would take the quote along.
  private static boolean hasPlainQuoteEscape(String written) {
    return written.contains("\\'")
        || written.contains("\\\"")
        || written.startsWith("\\", written.length() - 2);
  }

  private void unused(Diagnostic finding) {
    for (var assign : file.assigns()) {
      if (assign.target().span().startChars() == finding.span().startChars()) {
        var text = file.file().text();
        int end = assign.span().endChars();
        int lineEnd = text.indexOf('\n', end);
        int stop = lineEnd >= 0 && text.substring(end, lineEnd).isBlank() ? lineEnd + 1 : end;
        action(
            "Delete `%s`".formatted(assign.target().identifier()),
            finding,
            Edit.replace(new Place(file.path(), assign.span().startChars(), stop), ""));
      }
    }
  }
}
