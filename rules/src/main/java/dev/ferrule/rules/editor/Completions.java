package dev.ferrule.rules.editor;

import dev.ferrule.rules.editor.Completion.Kind;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What may be written at an offset. Confined to one question. */
final class Completions {
  private static final List<String> TYPES = List.of("str", "int", "float", "bool", "None");
  private static final List<String> GENERIC_TYPES =
      List.of("List", "Optional", "Union", "Entity", "ExtractLiteral", "Secret", "ExtractSecret");
  private static final List<String> CONSTANTS = List.of("True", "False", "None", "not");

  private final EditedSet set;
  private final FileModel file;
  private final Cursor cursor;
  private final int offset;
  private final List<Completion> found = new ArrayList<>();

  private Completions(EditedSet set, FileModel file, int offset) {
    this.set = set;
    this.file = file;
    this.offset = offset;
    this.cursor = Cursor.at(file.file(), offset);
  }

  /** Everything that fits; the editor picks what begins with the word. */
  static List<Completion> at(EditedSet set, FileModel file, int offset) {
    var completions = new Completions(set, file, offset);
    completions.find();
    return completions.found;
  }

  private void find() {
    switch (cursor.where()) {
      case STATEMENT -> functions(false);
      case VALUE -> {
        names();
        functions(true);
        CONSTANTS.forEach(word -> plain(word, Kind.KEYWORD, ""));
      }
      case BRACES -> names();
      case ARGUMENT -> arguments();
      case TYPE -> {
        TYPES.forEach(type -> plain(type, Kind.TYPE, ""));
        GENERIC_TYPES.forEach(type -> snippet(type, Kind.TYPE, "", "", type + "[$1]"));
      }
      case TEXT -> texts();
      case NOTHING -> {}
    }
  }

  private void plain(String text, Kind kind, String detail) {
    found.add(new Completion(text, kind, detail, "", text, false, cursor.word(), List.of()));
  }

  private void snippet(String label, Kind kind, String detail, String documentation, String text) {
    found.add(
        new Completion(label, kind, detail, documentation, text, true, cursor.word(), List.of()));
  }

  private void functions(boolean withResult) {
    for (var function : set.functions().all()) {
      var signature = function.signature();
      boolean result = signature.result() != Type.NONE;
      if (result == withResult) {
        snippet(
            signature.name(),
            Kind.FUNCTION,
            FunctionText.signature(signature),
            FunctionText.markdown(signature),
            call(signature));
      }
    }
  }

  /** A call with its required arguments to fill in. */
  private static String call(Signature signature) {
    var out = new StringBuilder(signature.name()).append('(');
    int number = 0;
    for (var parameter : signature.parameters()) {
      if (parameter.required()) {
        out.append(number == 0 ? "" : ", ").append(parameter.name()).append('=');
        out.append(toFill(parameter, ++number));
      }
    }
    // Without anything to fill in, the place is behind the call.
    return out.append(number == 0 && !signature.parameters().isEmpty() ? "$1)" : ")").toString();
  }

  private static String toFill(Parameter parameter, int number) {
    var place = "$" + number;
    return switch (parameter.type()) {
      case Type.ListOf _ -> "[" + place + "]";
      case Type.Plain plain when plain == Type.STR && parameter.constant() -> "'" + place + "'";
      default -> place;
    };
  }

  private void arguments() {
    var call = cursor.call();
    var function = call == null ? null : set.functions().find(call.function());
    if (call == null || function == null) {
      return;
    }
    for (var parameter : function.signature().parameters()) {
      if (!call.given().contains(parameter.name())) {
        snippet(
            parameter.name() + "=",
            Kind.ARGUMENT,
            FunctionText.parameter(parameter),
            parameter.summary(),
            parameter.name() + "=" + toFill(parameter, 1));
      }
    }
  }

  private void names() {
    Set<String> seen = new LinkedHashSet<>();
    var own = ownTarget();
    for (var assign : file.assigns()) {
      var name = assign.target().identifier();
      if (assign.span().startChars() < offset && !name.equals(own) && seen.add(name)) {
        name(assign, List.of());
      }
    }
    var imported = file.imported();
    set.globals()
        .forEach((name, assign) -> {
          var path = assign.span().file().path();
          if (path.equals(file.path()) || !seen.add(name)) {
            return;
          }
          if (imported.contains(path)) {
            name(assign, List.of());
          } else if (set.mayImport(file.path(), path)) {
            name(assign, List.of(Imports.add(file, path)));
          }
        });
  }

  /** The name that the statement at the offset assigns, which its value cannot use. */
  private String ownTarget() {
    for (var assign : file.assigns()) {
      if (assign.span().startChars() <= offset && offset <= assign.span().endChars()) {
        return assign.target().identifier();
      }
    }
    return "";
  }

  private void name(Assign assign, List<Edit> more) {
    var name = assign.target().identifier();
    var path = assign.span().file().path();
    found.add(
        new Completion(
            name,
            Kind.NAME,
            more.isEmpty() ? path : "import from " + path,
            FunctionText.code(Hovers.statement(assign)),
            name,
            false,
            cursor.word(),
            more));
  }

  private void texts() {
    var call = cursor.call();
    var argument = call == null ? null : call.argument();
    if (call == null || argument == null) {
      return;
    }
    boolean path =
        (call.function().equals("Import") && argument.equals("rules"))
            || (call.function().equals("Require") && argument.equals("rule"));
    if (path) {
      set.files().keySet().stream()
          .filter(each -> !each.equals(file.path()))
          .forEach(each -> plain(each, Kind.FILE, ""));
    } else if (argument.equals("label")) {
      set.labels()
          .forEach((name, label) ->
              found.add(
                  new Completion(
                      name,
                      Kind.LABEL,
                      String.join(", ", label.validFor()),
                      label.description(),
                      name,
                      false,
                      cursor.word(),
                      List.of())));
    } else if (argument.equals("list")) {
      set.lists().names().forEach(each -> plain(each, Kind.LIST, ""));
    } else if (argument.equals("type") && call.function().startsWith("Entity")) {
      Set<String> types = new TreeSet<>();
      set.labels().values().forEach(label -> types.addAll(label.validFor()));
      types.forEach(each -> plain(each, Kind.TYPE, ""));
    }
  }
}
