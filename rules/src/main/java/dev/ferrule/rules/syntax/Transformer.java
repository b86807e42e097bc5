package dev.ferrule.rules.syntax;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns Python's tree into ours and refuses what the rule language leaves out. The first complaint
 * about a statement ends it. Confined.
 */
final class Transformer {
  private static final String SUBSET =
      """
      the Osprey rule language is a simplified subset of python
      not all Python is valid osprey rule syntax\
      """;
  private static final String NO_SPEC =
      """
      format strings must be simple, for example:
       - `{Foo}` is OK, but:
       - `{Foo!r}` is not, as it has a `!r` or format spec attached\
      """;
  private static final String NAMES_ONLY =
      """
      format strings are simple, and only interpolate names, for example:
       - `{Foo}` is OK, but:
       - `{1 + 1}`, `{"hello"}` or `{SomeFunc(bar="baz")}` is not!\
      """;
  private static final String NO_STORED_LIST =
      """
      this generally means that a list must not be on the left-hand side of an `=`
      for example:
       - `[Foo, Bar] = Baz` is not OK
       - `Baz = [Foo, Bar]` is OK\
      """;
  private static final String ONE_LEVEL =
      """
      you can only access attributes one level deep
      for example:
       - `Foo.Bar` is OK
       - `Foo.Bar.Baz` is not OK\
      """;

  private static final Map<String, Node.BinaryOperator> BINARY =
      symbols(Node.BinaryOperator.values());
  private static final Map<String, Node.Comparator> COMPARATORS = comparators();

  private int depth;
  private @Nullable Diagnostic complaint;

  private static Map<String, Node.BinaryOperator> symbols(Node.BinaryOperator[] operators) {
    var found = new java.util.HashMap<String, Node.BinaryOperator>();
    for (var operator : operators) {
      found.put(operator.symbol(), operator);
    }
    return Map.copyOf(found);
  }

  private static Map<String, Node.Comparator> comparators() {
    var found = new java.util.HashMap<String, Node.Comparator>();
    for (var comparator : Node.Comparator.values()) {
      found.put(comparator.symbol(), comparator);
    }
    return Map.copyOf(found);
  }

  /** Transforms a statement, or returns what is wrong with it. */
  Result transform(Py.Stmt statement) {
    depth = 0;
    complaint = null;
    try {
      return new Result(statement(statement), null);
    } catch (FerruleException e) {
      if (complaint == null) {
        throw e;
      }
      return new Result(null, complaint);
    }
  }

  /** Exactly one of the two is there. */
  record Result(Node.@Nullable Statement statement, @Nullable Diagnostic complaint) {}

  private FerruleException stop(ParseCode code, String message, Span span, String hint) {
    complaint = code.error(message, span, hint);
    return new FerruleException(ErrorCode.RULE_INVALID, message);
  }

  private FerruleException unexpected(Py node) {
    return stop(
        ParseCode.UNEXPECTED_NODE,
        "unexpected node type `%s`".formatted(node.type()),
        node.span(),
        SUBSET);
  }

  private Node.Statement statement(Py.Stmt statement) {
    return switch (statement) {
      case Py.Assign assign -> assign(assign);
      case Py.AnnAssign assign -> annotated(assign);
      case Py.ExprStmt(var value, var span) -> {
        if (!(value instanceof Py.Call call)) {
          throw stop(
              ParseCode.BARE_EXPRESSION,
              "a bare expression is not allowed, unless it is a function call",
              span,
              "consider prefixing this with a variable assignment: `Foo =`");
        }
        yield new Node.CallStatement((Node.Call) expression(call), span);
      }
      case Py.Other other -> throw unexpected(other);
    };
  }

  private Node.Assign assign(Py.Assign assign) {
    if (assign.targets().size() != 1) {
      throw stop(
          ParseCode.SEVERAL_TARGETS,
          "an assignment can only have a single target",
          assign.span(),
          "");
    }
    var target =
        target(assign.targets().getFirst(), "you can only assign to a Name, e.g. `Foo = Bar`");
    return new Node.Assign(target, null, expression(assign.value()), assign.span());
  }

  private Node.Name target(Py.Expr target, String hint) {
    if (target instanceof Py.ListOf) {
      throw stop(
          ParseCode.UNEXPECTED_CONTEXT,
          "a list can only be in the load context",
          target.span(),
          NO_STORED_LIST);
    }
    return name(expression(target), hint);
  }

  private Node.Name name(Node.Expression found, String hint) {
    if (found instanceof Node.Name name) {
      return name;
    }
    throw stop(
        ParseCode.WRONG_NODE,
        "expected `Name`, got `%s`".formatted(kind(found)),
        found.span(),
        hint);
  }

  private Node.Assign annotated(Py.AnnAssign assign) {
    var span = assign.span();
    if (!assign.simple()) {
      throw stop(ParseCode.ANNOTATED_TARGET, "expected simple Annotated Assignment", span, "");
    }
    var target = target(assign.target(), "");
    if (assign.value() == null) {
      throw stop(ParseCode.MISSING_VALUE, "assignment must have a value", span, "");
    }
    var value = expression(assign.value());
    var annotation = new AnnotationReader(this::stop, span).read(assign.annotation());
    if (annotation.name().equals("ExtractLiteral") && !(value instanceof Node.Literal)) {
      throw stop(
          ParseCode.WRONG_NODE,
          "expected `Literal` or `FormatString`, got `%s`".formatted(kind(value)),
          value.span(),
          "`ExtractLiteral` assignment expects an rvalue of type `Literal | FormatString`");
    }
    return new Node.Assign(target, annotation, value, span);
  }

  private Node.Expression expression(Py.Expr expression) {
    if (++depth > TokenReader.MAX_DEPTH) {
      var tooDeep = TokenReader.tooDeep(expression.span());
      throw stop(ParseCode.NESTED_TOO_DEEPLY, tooDeep.message(), tooDeep.span(), "");
    }
    try {
      return shallow(expression);
    } finally {
      depth--;
    }
  }

  private Node.Expression shallow(Py.Expr expression) {
    var span = expression.span();
    return switch (expression) {
      case Py.Name(var id, _) -> new Node.Name(id, span);
      case Py.Constant(var value, _) -> constant(value, span);
      case Py.JoinedStr joined -> formatText(joined);
      case Py.BinOp operation -> binary(operation);
      case Py.UnaryOp operation -> unary(operation);
      case Py.BoolOp(var operator, var values, _) ->
          new Node.Logical(
              operator.equals("or") ? Node.LogicalOperator.OR : Node.LogicalOperator.AND,
              all(values),
              span);
      case Py.Compare compare -> compare(compare);
      case Py.Call call -> call(call);
      case Py.Attribute(var value, var attribute, _) ->
          new Node.Attribute(name(expression(value), ONE_LEVEL), attribute, span);
      case Py.ListOf(var items, _) -> new Node.ListLiteral(all(items), span);
      case Py.Subscript _, Py.Tuple _, Py.Starred _, Py.Other _ -> throw unexpected(expression);
    };
  }

  private List<Node.Expression> all(List<Py.Expr> expressions) {
    var found = new ArrayList<Node.Expression>(expressions.size());
    for (var expression : expressions) {
      found.add(expression(expression));
    }
    return found;
  }

  private Node.Expression constant(Object value, Span span) {
    return switch (value) {
      case String text -> new Node.TextLiteral(text, span);
      case Boolean bool -> new Node.BoolLiteral(bool, span);
      case Number number -> new Node.NumberLiteral(number, span);
      default -> {
        if (value.equals(Py.Special.NONE)) {
          yield new Node.NoneLiteral(span);
        }
        throw stop(
            ParseCode.UNEXPECTED_CONSTANT,
            "unexpected constant `%s`".formatted(((Py.Special) value).shown()),
            span,
            "");
      }
    };
  }

  private Node.Expression binary(Py.BinOp operation) {
    // A chain leans to the left: its depth is the tree's.
    var left = expression(operation.left());
    var right = expression(operation.right());
    var operator = BINARY.get(operation.operator());
    if (operator == null) {
      throw unsupported("operator", "MatMult", operation.span());
    }
    return new Node.Binary(left, operator, right, operation.span());
  }

  private Node.Expression unary(Py.UnaryOp operation) {
    var operand = expression(operation.operand());
    var operator =
        switch (operation.operator()) {
          case "not" -> Node.UnaryOperator.NOT;
          case "-" -> Node.UnaryOperator.NEGATE;
          case "+" -> throw unsupported("unary operator", "UAdd", operation.span());
          default -> throw unsupported("unary operator", "Invert", operation.span());
        };
    return new Node.Unary(operator, operand, operation.span());
  }

  private FerruleException unsupported(String what, String name, Span span) {
    return stop(
        ParseCode.UNSUPPORTED_OPERATOR,
        "unsupported %s `%s` encountered".formatted(what, name),
        span,
        "");
  }

  private Node.Expression compare(Py.Compare compare) {
    if (compare.operators().size() != 1) {
      throw stop(
          ParseCode.CHAINED_COMPARISON,
          "only binary comparisons are supported",
          compare.span(),
          "instead of `a < b < c`, consider: `a < b and b < c`");
    }
    var left = expression(compare.left());
    var right = expression(compare.rights().getFirst());
    var symbol = compare.operators().getFirst();
    var comparator = COMPARATORS.get(symbol);
    if (comparator == null) {
      throw unsupported("comparator", symbol.equals("is") ? "Is" : "IsNot", compare.span());
    }
    return new Node.Compare(left, comparator, right, compare.span());
  }

  private Node.Expression call(Py.Call call) {
    var span = call.span();
    if (!call.positional().isEmpty()) {
      throw stop(
          ParseCode.POSITIONAL_ARGUMENTS,
          "functions with non-keyword arguments are not supported",
          span,
          "");
    }
    var function = expression(call.function());
    if (!(function instanceof Node.Name) && !(function instanceof Node.Attribute)) {
      throw stop(
          ParseCode.WRONG_NODE,
          "expected `Attribute` or `Name`, got `%s`".formatted(kind(function)),
          function.span(),
          "");
    }
    var arguments = new ArrayList<Node.Argument>();
    var names = new HashSet<String>();
    for (var keyword : call.keywords()) {
      if (keyword.name() == null) {
        throw stop(
            ParseCode.STARRED_ARGUMENTS,
            "functions with `**` arguments are not supported",
            keyword.span(),
            "");
      }
      if (!names.add(keyword.name())) {
        throw stop(
            ParseCode.REPEATED_ARGUMENT,
            "keyword argument repeated: " + keyword.name(),
            keyword.span(),
            "");
      }
      var value = expression(keyword.value());
      arguments.add(new Node.Argument(keyword.name(), value, value.span()));
    }
    return new Node.Call(function, arguments, span);
  }

  private Node.Expression formatText(Py.JoinedStr joined) {
    var pieces = new ArrayList<Object>();
    var format = new StringBuilder();
    int seen = 0;
    for (var piece : joined.pieces()) {
      if (piece instanceof String text) {
        pieces.add(text);
        format.append(text.replace("{", "{{").replace("}", "}}"));
        seen += text.codePointCount(0, text.length());
        continue;
      }
      var value = (Py.FormattedValue) piece;
      var span = joined.span();
      var place =
          new Span(
              span.file(),
              span.line(),
              span.columnBytes() + seen + 3,
              span.startChars(),
              span.endChars());
      if (!value.plain()) {
        throw stop(
            ParseCode.FORMAT_SPEC, "a format string cannot have a format spec", place, NO_SPEC);
      }
      if (!(value.value() instanceof Py.Name name)) {
        throw stop(
            ParseCode.FORMAT_EXPRESSION,
            "a format string can only interpolate a `Name`",
            place,
            NAMES_ONLY);
      }
      pieces.add(new Node.Name(name.id(), name.span()));
      format.append('{').append(name.id()).append('}');
      seen += name.id().codePointCount(0, name.id().length()) + 2;
    }
    return new Node.FormatText(pieces, format.toString(), joined.span());
  }

  /** What messages call a node. */
  private static String kind(Node.Expression expression) {
    return switch (expression) {
      case Node.TextLiteral _ -> "String";
      case Node.NumberLiteral _ -> "Number";
      case Node.BoolLiteral _ -> "Boolean";
      case Node.NoneLiteral _ -> "None_";
      case Node.ListLiteral _ -> "List";
      case Node.FormatText _ -> "FormatString";
      case Node.Name _ -> "Name";
      case Node.Attribute _ -> "Attribute";
      case Node.Call _ -> "Call";
      case Node.Binary _ -> "BinaryOperation";
      case Node.Unary _ -> "UnaryOperation";
      case Node.Compare _ -> "BinaryComparison";
      case Node.Logical _ -> "BooleanOperation";
    };
  }
}
