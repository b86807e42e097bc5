package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Diagnostic.Related;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.syntax.Node.Expression;
import dev.ferrule.rules.types.AnnotationReader;
import dev.ferrule.rules.types.Generics;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The types of all expressions, and that each fits where it stands. Files come after those they
 * import, names before their uses. Confined to the check.
 */
final class StaticTypes {
  private static final Type NUMBER = new Type.Union(List.of(Type.INT, Type.FLOAT));
  private static final Type SHOWN =
      new Type.Union(List.of(Type.INT, Type.FLOAT, Type.BOOL, Type.STR));

  /** Types are compared and shown part by part, so one must not be as deep as a set is long. */
  private static final int MOST_LISTS = 100;

  private final Calls calls;
  private final Annotations annotations;
  private final TypeNotes notes;
  private final Operators operators;
  private final CallTypes callTypes;

  StaticTypes(Calls calls, Annotations annotations, TypeNotes notes) {
    this.calls = calls;
    this.annotations = annotations;
    this.notes = notes;
    this.operators = new Operators(notes);
    this.callTypes = new CallTypes(notes, annotations);
  }

  void check(Outline file) {
    for (var statement : file.root().statements()) {
      switch (statement) {
        case Assign assign -> check(assign);
        case Node.CallStatement(var call, _) -> typeOf(call);
      }
    }
  }

  private void check(Assign assign) {
    if (assign.annotation() == null
        && assign.value() instanceof Node.ListLiteral(var items, _)
        && items.isEmpty()) {
      notes.error(
          "untyped-list",
          "empty list literal has a dynamic item type, and thus must be assigned to a variable"
              + " with a type annotation",
          assign,
          "give this variable a type annotation, eg:\n`%s: list[str] = []`"
              .formatted(assign.target().identifier()),
          List.of());
    }
    var value = typeOf(assign.value());
    var stored = annotated(assign, value);
    boolean extractable = canExtract(assign);
    if (!extractable
        && !Annotations.is(assign, AnnotationReader.SECRET)
        && !Annotations.is(assign, AnnotationReader.EXTRACT_SECRET)) {
      notes.error(
          "secret-not-marked",
          "assignments can not include non-extractable features if they are not marked Secret",
          assign,
          "name '%s' is not marked as non-extractable".formatted(assign.target().identifier()),
          List.of());
    }
    notes.define(assign, stored, extractable);
  }

  private Type annotated(Assign assign, Type value) {
    var reading = annotations.of(assign);
    var annotation = assign.annotation();
    if (reading == null || annotation == null) {
      return value;
    }
    if (reading.problem() != null) {
      notes.findings().add(reading.problem());
    }
    var type = reading.type();
    if (type == null) {
      return value;
    }
    if (!notes.fits(assign.value(), value, type)) {
      List<Related> related = new ArrayList<>();
      related.add(
          new Related(annotation.span(), "expected %s due to this".formatted(type.quoted())));
      related.addAll(notes.origin(assign.value(), value));
      notes.error(
          "incompatible-assignment",
          "incompatible types in assignment",
          assign.value(),
          "has type %s, expected %s".formatted(value.quoted(), type.quoted()),
          related);
    }
    return type;
  }

  private boolean canExtract(Assign assign) {
    if (Annotations.hides(assign)) {
      return false;
    }
    return Annotations.is(assign, AnnotationReader.EXTRACT_SECRET) || canExtract(assign.value());
  }

  /** Whether nothing in a value comes from a secret; what is computed from one counts as new. */
  private boolean canExtract(Expression expression) {
    return switch (expression) {
      case Node.Name name -> !hidden(name);
      case Node.Attribute(var name, _, _) -> !hidden(name);
      case Node.Call(_, var arguments, _) ->
          arguments.stream().allMatch(argument -> canExtract(argument.value()));
      case Node.ListLiteral(var items, _) -> items.stream().allMatch(this::canExtract);
      case Node.FormatText text -> text.names().stream().noneMatch(this::hidden);
      case Node.Binary _, Node.Unary _, Node.Compare _, Node.Logical _ -> true;
      case Node.TextLiteral _, Node.NumberLiteral _, Node.BoolLiteral _, Node.NoneLiteral _ -> true;
    };
  }

  private boolean hidden(Node.Name name) {
    var assign = notes.assignOf(name);
    return assign != null && Annotations.hides(assign);
  }

  private Type typeOf(Expression expression) {
    return notes.note(
        expression,
        switch (expression) {
          case Node.TextLiteral _ -> Type.STR;
          case Node.NumberLiteral(var value, _) -> value instanceof Double ? Type.FLOAT : Type.INT;
          case Node.BoolLiteral _ -> Type.BOOL;
          case Node.NoneLiteral _ -> Type.NONE;
          case Node.ListLiteral list -> list(list);
          case Node.FormatText text -> formatText(text);
          case Node.Name name -> name(name);
          case Node.Attribute attribute -> {
            notes.error(
                "unsupported-attribute",
                "attributes aren't supported yet",
                attribute,
                "",
                List.of());
            yield Type.ANY;
          }
          case Node.Call call -> callTypes.typeOf(calls.site(call), this::typeOf);
          case Node.Binary(var left, _, var right, _) ->
              operators.binary((Node.Binary) expression, typeOf(left), typeOf(right));
          case Node.Compare(var left, _, var right, _) ->
              operators.compare((Node.Compare) expression, typeOf(left), typeOf(right));
          case Node.Unary unary -> unary(unary);
          case Node.Logical logical -> logical(logical);
        });
  }

  private Type name(Node.Name name) {
    var known = notes.find(name);
    return known == null ? Type.ANY : known.type();
  }

  private Type list(Node.ListLiteral list) {
    Set<Type> types = new LinkedHashSet<>();
    for (var item : list.items()) {
      types.add(typeOf(item));
    }
    if (types.size() > 1) {
      var shown = types.stream().map(Type::quoted).sorted(Sources::compare).toList();
      notes.error(
          "mixed-list",
          "found multiple different types in list literal, unable to infer type",
          list,
          "has types " + String.join(", ", shown),
          List.of());
    }
    var item = types.size() == 1 ? types.iterator().next() : Type.ANY;
    if (depth(item) >= MOST_LISTS) {
      notes.error(
          "lists-too-deep",
          "nested too deeply: expected at most %d lists in one another".formatted(MOST_LISTS),
          list,
          "this list holds a list that is as deep as lists may be",
          List.of());
      return Type.listOf(Type.ANY);
    }
    return Type.listOf(item);
  }

  private static int depth(Type type) {
    int depth = 0;
    for (Type each = type; each instanceof Type.ListOf(var item); each = item) {
      depth++;
    }
    return depth;
  }

  private Type formatText(Node.FormatText text) {
    for (var name : text.names()) {
      var type = typeOf(name);
      if (!notes.fits(name, type, SHOWN)) {
        notes.error(
            "unsupported-interpolation",
            "unsupported type for f-string substitution",
            name,
            "has type %s, expected one of `int`, `float`, `bool`, `str`".formatted(type.quoted()),
            notes.origin(name, type));
      }
      var known = notes.find(name);
      if (known != null && !known.extractable()) {
        notes.error(
            "secret-in-text",
            "format strings can not include non-extractable features",
            name,
            "name '%s' is marked as non-extractable".formatted(name.identifier()),
            List.of());
      }
    }
    return Type.STR;
  }

  private Type unary(Node.Unary unary) {
    var operand = unary.operand();
    var type = typeOf(operand);
    boolean not = unary.operator() == Node.UnaryOperator.NOT;
    boolean fits = notes.fits(operand, type, not ? Type.BOOL : NUMBER);
    if (!fits) {
      var related = notes.operand(operand, type, "has type " + type.quoted());
      if (not) {
        notes.error(
            "unsupported-operand",
            "`not` only works on `bool` types",
            unary,
            "`not` should be used on `bool` types like `not (X == Y)`",
            related);
      } else {
        notes.error(
            "unsupported-operand",
            "bad operand type for unary -: " + type.quoted(),
            unary,
            "unary `-` should be used on `int` types or `float` types like `-3`",
            related);
      }
    }
    if (not) {
      return Type.BOOL;
    }
    var unwrapped = type.unwrapped();
    return unwrapped == null || !fits ? type : unwrapped;
  }

  private Type logical(Node.Logical logical) {
    IdentityHashMap<Assign, TypeNotes.Known> narrowed = new IdentityHashMap<>();
    for (var operand : logical.operands()) {
      var type = typeOf(operand);
      if (!notes.fits(operand, type, Type.BOOL)) {
        notes.error(
            "unsupported-operand",
            "unsupported operand type for `%s`".formatted(logical.operator().symbol()),
            operand,
            "has type %s, expected `bool`".formatted(type.quoted()),
            notes.origin(operand, type));
      }
      narrow(operand, logical.operator(), narrowed);
    }
    narrowed.forEach(notes::restore);
    return Type.BOOL;
  }

  /**
   * After {@code X != None and}, or {@code X == None or}, the name is known not to be {@code None}
   * until the end of the operands.
   */
  private void narrow(
      Expression operand,
      Node.LogicalOperator operator,
      IdentityHashMap<Assign, TypeNotes.Known> narrowed) {
    if (!(operand instanceof Node.Compare(var left, var comparator, var right, _))) {
      return;
    }
    var excludes =
        operator == Node.LogicalOperator.AND ? Node.Comparator.NOT_EQUAL : Node.Comparator.EQUAL;
    var other =
        left instanceof Node.NoneLiteral ? right : right instanceof Node.NoneLiteral ? left : null;
    if (comparator != excludes || !(other instanceof Node.Name name)) {
      return;
    }
    var assign = notes.assignOf(name);
    var known = notes.find(name);
    if (assign != null && known != null && known.type().isOptional()) {
      var was = notes.narrow(assign, Generics.present(known.type()));
      if (was != null) {
        narrowed.putIfAbsent(assign, was);
      }
    }
  }
}
