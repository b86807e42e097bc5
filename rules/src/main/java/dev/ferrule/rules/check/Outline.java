package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.syntax.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls, names, comparisons and texts of one file in the order written, found in one walk, so
 * that no check walks the tree again. Immutable once made.
 */
final class Outline {
  private final Node.Root root;
  private final List<Use> uses = new ArrayList<>();
  private final List<CallUse> calls = new ArrayList<>();
  private final List<Assign> assigns = new ArrayList<>();
  private final List<Node.Compare> comparisons = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  Outline(Node.Root root) {
    this.root = root;
    for (var statement : root.statements()) {
      switch (statement) {
        case Assign assign -> {
          assigns.add(assign);
          uses.add(new NameUse(assign.target(), Role.STORED, assign));
          if (assign.value() instanceof Node.Call call) {
            call(call, statement, Place.VALUE);
          } else {
            walk(assign.value(), statement);
          }
        }
        case Node.CallStatement(var call, _) -> call(call, statement, Place.STATEMENT);
      }
    }
  }

  /** A call or a name. */
  sealed interface Use {}

  /** One call. */
  record CallUse(Node.Call call, Node.Statement statement, Place place) implements Use {
    /** The assignment of the call's own result, or null. */
    @Nullable Assign assignment() {
      return place == Place.VALUE && statement instanceof Assign assign ? assign : null;
    }

    /** The name of the called function, or null when an attribute is called. */
    @Nullable String function() {
      return call.function() instanceof Node.Name name ? name.identifier() : null;
    }
  }

  /**
   * One name.
   *
   * @param assign the assignment it stands in, or null
   */
  record NameUse(Node.Name name, Role role, @Nullable Assign assign) implements Use {}

  /** Where a call stands. */
  enum Place {
    /** By itself. */
    STATEMENT,
    /** Right of the equals sign, and nothing else is. */
    VALUE,
    /** Inside another expression. */
    INNER
  }

  /** What a name is there for. */
  enum Role {
    STORED,
    LOADED,
    CALLED
  }

  Node.Root root() {
    return root;
  }

  SourceFile file() {
    return root.file();
  }

  String path() {
    return root.file().path();
  }

  List<Use> uses() {
    return uses;
  }

  List<CallUse> calls() {
    return calls;
  }

  List<Assign> assigns() {
    return assigns;
  }

  List<Node.Compare> comparisons() {
    return comparisons;
  }

  /** The text literals. */
  List<String> texts() {
    return texts;
  }

  private void call(Node.Call call, Node.Statement statement, Place place) {
    var use = new CallUse(call, statement, place);
    calls.add(use);
    uses.add(use);
    if (call.function() instanceof Node.Name name) {
      name(name, Role.CALLED, statement);
    } else {
      walk(call.function(), statement);
    }
    for (var argument : call.arguments()) {
      walk(argument.value(), statement);
    }
  }

  private void name(Node.Name name, Role role, Node.Statement statement) {
    uses.add(new NameUse(name, role, statement instanceof Assign assign ? assign : null));
  }

  private void walk(Node.Expression expression, Node.Statement statement) {
    switch (expression) {
      case Node.Call call -> call(call, statement, Place.INNER);
      case Node.Name name -> name(name, Role.LOADED, statement);
      case Node.Attribute attribute -> name(attribute.name(), Role.LOADED, statement);
      case Node.ListLiteral(var items, _) -> items.forEach(item -> walk(item, statement));
      case Node.FormatText text -> text.names().forEach(name -> name(name, Role.LOADED, statement));
      case Node.Binary(var left, _, var right, _) -> {
        walk(left, statement);
        walk(right, statement);
      }
      case Node.Compare compare -> {
        comparisons.add(compare);
        walk(compare.left(), statement);
        walk(compare.right(), statement);
      }
      case Node.Unary(_, var operand, _) -> walk(operand, statement);
      case Node.Logical(_, var operands, _) -> operands.forEach(each -> walk(each, statement));
      case Node.TextLiteral(var text, _) -> texts.add(text);
      case Node.NumberLiteral _, Node.BoolLiteral _, Node.NoneLiteral _ -> {}
    }
  }
}
