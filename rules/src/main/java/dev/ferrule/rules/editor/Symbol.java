package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.Node;
import java.util.List;

/**
 * One statement of a file.
 *
 * @param detail what is called, or the annotation; may be empty
 * @param whole all of the statement
 * @param name the name in it
 */
public record Symbol(String label, Kind kind, String detail, Place whole, Place name) {
  /** What kind of statement it is. */
  public enum Kind {
    RULE,
    ENTITY,
    FEATURE,
    LOCAL,
    CONSTANT,
    CALL
  }

  static List<Symbol> of(FileModel file) {
    return file.root().statements().stream().map(Symbol::of).toList();
  }

  private static Symbol of(Node.Statement statement) {
    var whole = Place.of(statement.span());
    return switch (statement) {
      case Node.Assign assign ->
          new Symbol(
              assign.target().identifier(),
              kind(assign),
              function(assign.value()),
              whole,
              Place.of(assign.target().span()));
      case Node.CallStatement(var call, _) ->
          new Symbol(function(call), Kind.CALL, "", whole, Place.of(call.function().span()));
    };
  }

  private static Kind kind(Node.Assign assign) {
    var function = function(assign.value());
    if (function.equals("Rule")) {
      return Kind.RULE;
    }
    if (function.startsWith("Entity")) {
      return Kind.ENTITY;
    }
    if (assign.target().isLocal()) {
      return Kind.LOCAL;
    }
    return assign.value() instanceof Node.Literal ? Kind.CONSTANT : Kind.FEATURE;
  }

  private static String function(Node.Expression value) {
    return value instanceof Node.Call call && call.function() instanceof Node.Name name
        ? name.identifier()
        : "";
  }
}
