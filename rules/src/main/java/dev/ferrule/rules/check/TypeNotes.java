package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Diagnostic.Related;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.types.Fit;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the check of types finds out, and how it reports. Confined to the check. */
final class TypeNotes {
  private final StoredNames stored;
  private final Findings findings;
  private final IdentityHashMap<Node.Expression, Type> types = new IdentityHashMap<>();
  private final Set<Node.Expression> unwrapped = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Assign, Known> known = new IdentityHashMap<>();
  private final IdentityHashMap<Node.Name, Assign> uses = new IdentityHashMap<>();

  TypeNotes(StoredNames stored, Findings findings) {
    this.stored = stored;
    this.findings = findings;
  }

  /**
   * What an assignment stores.
   *
   * @param extractable whether the result may show it, or what is made of it
   */
  record Known(Type type, boolean extractable) {}

  void define(Assign assign, Type type, boolean extractable) {
    known.put(assign, new Known(type, extractable));
  }

  /** What a name stands for, or null when nothing is known about it. */
  @Nullable Known find(Node.Name name) {
    var assign = assignOf(name);
    return assign == null ? null : known.get(assign);
  }

  /** The assignment of a name, or null. */
  @Nullable Assign assignOf(Node.Name name) {
    return stored.find(name.identifier(), name.span().file().path());
  }

  /** Knows a name's assignment by another type for a while; returns what it was known as. */
  @Nullable Known narrow(Assign assign, Type type) {
    var was = known.get(assign);
    if (was != null) {
      known.put(assign, new Known(type, was.extractable()));
    }
    return was;
  }

  void restore(Assign assign, Known was) {
    known.put(assign, was);
  }

  Type note(Node.Expression expression, Type type) {
    types.put(expression, type);
    if (expression instanceof Node.Name name) {
      var assign = assignOf(name);
      if (assign != null) {
        uses.put(name, assign);
      }
    }
    return type;
  }

  void unwrap(Node.Expression expression) {
    unwrapped.add(expression);
  }

  IdentityHashMap<Node.Expression, Type> types() {
    return types;
  }

  Set<Node.Expression> unwrapped() {
    return unwrapped;
  }

  IdentityHashMap<Assign, Known> known() {
    return known;
  }

  IdentityHashMap<Node.Name, Assign> uses() {
    return uses;
  }

  Findings findings() {
    return findings;
  }

  /** Whether a value fits; one that has to be unwrapped for it is noted so. */
  boolean fits(Node.Expression expression, Type type, Type wanted) {
    return switch (Fit.of(type, wanted)) {
      case AS_IS -> true;
      case UNWRAPPED -> {
        unwrap(expression);
        yield true;
      }
      case NOT -> false;
    };
  }

  /** Where the name that an expression is was assigned, if it is one. */
  List<Related> origin(Node.Expression expression, Type type) {
    var assign = expression instanceof Node.Name name ? assignOf(name) : null;
    if (assign != null) {
      return List.of(
          new Related(
              assign.span(),
              "variable `%s` with incompatible type %s originally defined here"
                  .formatted(assign.target().identifier(), type.quoted())));
    }
    return List.of();
  }

  /** An operand with its type, and where it was assigned. */
  List<Related> operand(Node.Expression expression, Type type, String hint) {
    List<Related> related = new ArrayList<>();
    related.add(new Related(expression.span(), hint));
    related.addAll(origin(expression, type));
    return related;
  }

  /** Both operands with their types. */
  List<Related> operands(Node.Expression left, Type a, Node.Expression right, Type b) {
    List<Related> related = operand(left, a, "has type " + a.quoted());
    related.addAll(operand(right, b, "has type " + b.quoted()));
    return related;
  }

  void error(String code, String message, Node node, String hint, List<Related> related) {
    findings.error(code, message, node.span(), hint, "", related);
  }
}
