package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Lexer;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.syntax.Parser;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of one rule file by itself, broken or not. Confined. */
final class FileModel {
  private static final Pattern TARGET =
      Pattern.compile("^([\\p{L}_][\\p{L}\\p{N}_]*)[ \\t]*[:=]", Pattern.MULTILINE);

  private final SourceFile file;
  private final SourceFile readable;
  private final Node.Root root;
  private final List<Diagnostic> errors;
  private final Set<String> brokenTargets = new LinkedHashSet<>();
  private final List<Assign> assigns = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();
  private final List<Node.Call> calls = new ArrayList<>();
  private final LineMap lines;
  private @Nullable List<Token> tokens;

  FileModel(SourceFile file) {
    this.file = file;
    this.lines = new LineMap(file.text());
    var parsed = Parser.parse(file);
    root = parsed.root();
    if (parsed.diagnostics().isEmpty()) {
      readable = file;
      errors = List.of();
    } else {
      readable = new SourceFile(file.path(), withoutGaps());
      errors = Stream.concat(parsed.diagnostics().stream(), parsed.recovered().stream()).toList();
    }
    root.statements().forEach(this::statement);
  }

  /** The text with blanks in the place of all that is in no statement. */
  private String withoutGaps() {
    char[] chars = file.text().toCharArray();
    int at = 0;
    for (var statement : root.statements()) {
      gap(chars, at, statement.span().startChars());
      at = statement.span().endChars();
    }
    gap(chars, at, chars.length);
    return new String(chars);
  }

  private void gap(char[] chars, int start, int end) {
    // Between two statements on one line there is nothing but a semicolon.
    if (end < chars.length && file.text().substring(start, end).indexOf('\n') < 0) {
      return;
    }
    var target = TARGET.matcher(file.text()).region(start, end);
    while (target.find()) {
      brokenTargets.add(target.group(1));
    }
    for (int i = start; i < end; i++) {
      if (chars[i] != '\n' && chars[i] != '\r') {
        chars[i] = ' ';
      }
    }
  }

  /** Where the name of an argument stands: its span is that of its value. */
  Place nameOf(Node.Argument argument) {
    var tokens = tokens();
    int at = 0;
    int value = argument.value().span().startChars();
    while (at < tokens.size() && tokens.get(at).span().startChars() < value) {
      at++;
    }
    while (at > 0 && !tokens.get(at - 1).text().equals("=")) {
      at--;
    }
    while (at > 0 && tokens.get(at - 1).kind() != Token.Kind.NAME) {
      at--;
    }
    var name = at == 0 ? argument.span() : tokens.get(at - 1).span();
    return new Place(path(), name.startChars(), name.endChars());
  }

  private List<Token> tokens() {
    var known = tokens;
    if (known == null) {
      known = Lexer.lex(file).tokens();
      tokens = known;
    }
    return known;
  }

  /** What a name is there for. */
  enum Role {
    STORED,
    LOADED,
    CALLED
  }

  /** One name. */
  record Use(Node.Name name, Role role) {}

  SourceFile file() {
    return file;
  }

  /** The file with blanks in the place of what does not parse. */
  SourceFile readable() {
    return readable;
  }

  Node.Root root() {
    return root;
  }

  List<Diagnostic> errors() {
    return errors;
  }

  /** The names that statements would define if they parsed. */
  Set<String> brokenTargets() {
    return brokenTargets;
  }

  List<Assign> assigns() {
    return assigns;
  }

  List<Use> uses() {
    return uses;
  }

  List<Node.Call> calls() {
    return calls;
  }

  LineMap lines() {
    return lines;
  }

  String path() {
    return file.path();
  }

  /** The calls of {@code Import}. */
  List<Node.Call> imports() {
    return calls.stream().filter(call -> isCallOf(call, "Import")).toList();
  }

  static boolean isCallOf(Node.Call call, String function) {
    return call.function() instanceof Node.Name name && name.identifier().equals(function);
  }

  /** The paths that the file imports itself. */
  Set<String> imported() {
    Set<String> paths = new LinkedHashSet<>();
    for (var call : imports()) {
      if (call.find("rules") instanceof Node.ListLiteral(var items, _)) {
        for (var item : items) {
          if (item instanceof Node.TextLiteral(var path, _)) {
            paths.add(path);
          }
        }
      }
    }
    return paths;
  }

  /** The name at an offset, or null. */
  @Nullable Use useAt(int offsetChars) {
    for (var use : uses) {
      if (Place.of(use.name().span()).holds(offsetChars)) {
        return use;
      }
    }
    return null;
  }

  /** The assignment of a name, or null. */
  @Nullable Assign assignOf(String name) {
    for (var assign : assigns) {
      if (assign.target().identifier().equals(name)) {
        return assign;
      }
    }
    return null;
  }

  private void statement(Node.Statement statement) {
    switch (statement) {
      case Assign assign -> {
        assigns.add(assign);
        uses.add(new Use(assign.target(), Role.STORED));
        walk(assign.value());
      }
      case Node.CallStatement(var call, _) -> walk(call);
    }
  }

  private void walk(Node.Expression expression) {
    if (expression instanceof Node.Call call) {
      calls.add(call);
      if (call.function() instanceof Node.Name name) {
        uses.add(new Use(name, Role.CALLED));
      } else {
        walk(call.function());
      }
    } else if (expression instanceof Node.Name name) {
      uses.add(new Use(name, Role.LOADED));
    }
    Children.of(expression).forEach(this::walk);
  }
}
