package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.evaluation.Constants;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.NodeParts;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compiles the expressions of one statement. Confined to a compilation.
 *
 * <p>A condition leaves its {@link Truth} on the JVM's stack; everything else leaves its value in a
 * slot. In a large statement conditions go through slots too, so that its code can be cut.
 */
final class Expressions {
  private static final int LARGE_STATEMENT_NODES = 150;

  private static final Map<Node.Comparator, String> NUMBER_TESTS =
      Map.of(
          Node.Comparator.EQUAL, "equal",
          Node.Comparator.NOT_EQUAL, "notEqual",
          Node.Comparator.LESS, "less",
          Node.Comparator.LESS_OR_EQUAL, "lessOrEqual",
          Node.Comparator.GREATER, "greater",
          Node.Comparator.GREATER_OR_EQUAL, "greaterOrEqual");

  private final RuleCompiler compiler;
  private final Constants constants;
  private final CodeAssembler code;
  private final SlotTable slots;
  private final boolean spills;

  Expressions(
      RuleCompiler compiler, Constants constants, CodeAssembler code, Node.Statement statement) {
    this.compiler = compiler;
    this.constants = constants;
    this.code = code;
    this.slots = compiler.slots;
    this.spills = size(statement) > LARGE_STATEMENT_NODES;
  }

  CodeAssembler code() {
    return code;
  }

  /** The slot of the value as its user sees it. */
  int operand(Node.Expression expression) {
    if (constants.isConstant(expression)) {
      return slots.constant(constants.operand(expression), expression);
    }
    int slot = slotOf(expression);
    boolean unwraps = compiler.rules.unwraps(expression);
    if (slots.kind(slot) == Kind.RULE) {
      return unwraps ? slot : copy("move", slot, Kind.BOXED, expression);
    }
    return unwraps ? copy("unwrap", slot, unwrappedKind(expression), expression) : slot;
  }

  private Kind unwrappedKind(Node.Expression expression) {
    return switch (compiler.rules.typeOf(expression)) {
      case Type.EntityOf(Type id) -> Kind.of(id);
      case Type.Plain plain ->
          plain == Type.RULE ? Kind.BOOL : plain == Type.TIME_DELTA ? Kind.FLOAT : Kind.BOXED;
      case Type.ListOf ignored -> Kind.BOXED;
      case Type.Union ignored -> Kind.BOXED;
      case Type.Variable ignored -> Kind.BOXED;
    };
  }

  private int copy(String operation, int slot, Kind kind, Node node) {
    int copy = slots.add(kind, node);
    code.run(Statements.class, operation, copy, slot);
    return copy;
  }

  /** The slot of the value before unwrapping, computed if need be. */
  int slotOf(Node.Expression expression) {
    if (constants.isConstant(expression)) {
      return slots.constant(constants.valueOf(expression), expression);
    }
    return switch (expression) {
      case Node.Name name ->
          Objects.requireNonNull(
              compiler.slotOf.get(compiler.rules.definitionOf(name).statement()));
      case Node.TextLiteral(String value, var ignored) -> slots.constant(value, expression);
      case Node.ListLiteral list -> list(list);
      case Node.FormatText format -> format(format);
      case Node.Binary binary -> binary(binary);
      case Node.Unary unary ->
          unary.operator() == Node.UnaryOperator.NEGATE ? negate(unary) : truthInSlot(unary);
      case Node.Compare compare -> truthInSlot(compare);
      case Node.Logical logical -> truthInSlot(logical);
      case Node.Call call -> call(call);
      case Node.NumberLiteral ignored -> throw unexpected(expression);
      case Node.BoolLiteral ignored -> throw unexpected(expression);
      case Node.NoneLiteral ignored -> throw unexpected(expression);
      case Node.Attribute ignored -> throw unexpected(expression);
    };
  }

  private static IllegalStateException unexpected(Node node) {
    return new IllegalStateException(
        "expected a checked expression, found " + node.getClass().getSimpleName());
  }

  /** Leaves the truth of an expression on the stack. */
  void truth(Node.Expression expression) {
    switch (expression) {
      case Node.Logical logical when !constants.isConstant(expression) -> logical(logical);
      case Node.Unary unary
          when unary.operator() == Node.UnaryOperator.NOT && !constants.isConstant(expression) -> {
        truth(unary.operand());
        code.combine("not", 1);
      }
      case Node.Compare compare when !constants.isConstant(expression) -> compare(compare);
      case Node.Call call
          when !constants.isConstant(expression)
              && compiler.rules.preparedFor(call) instanceof Prepared.Search search ->
          search(call, search);
      default -> load(operand(expression));
    }
  }

  private void load(int slot) {
    Kind kind = slots.kind(slot);
    boolean isTruth = kind == Kind.BOOL || kind == Kind.RULE;
    code.test(Conditions.class, isTruth ? "load" : "truth", slot);
  }

  private int truthInSlot(Node.Expression expression) {
    truth(expression);
    return keep(expression);
  }

  private int keep(Node expression) {
    int slot = slots.add(Kind.BOOL, expression);
    code.take(Conditions.class, "store", slot);
    return slot;
  }

  private void logical(Node.Logical logical) {
    String name = logical.operator() == Node.LogicalOperator.AND ? "and" : "or";
    combine(logical.operands(), name, logical);
  }

  /* One operand after the other, combined with what came before; Truth.all and the others take a
   * lone operand against TRUE or FALSE, so that even one is normalised. */
  private void combine(List<Node.Expression> operands, String name, Node node) {
    code.push(name.equals("or") ? Truth.FALSE : Truth.TRUE);
    if (!spills) {
      for (var operand : operands) {
        truth(operand);
        code.combine(name, 2);
      }
      return;
    }
    int soFar = keep(node);
    for (var operand : operands) {
      int next = truthInSlot(operand);
      load(soFar);
      load(next);
      code.combine(name, 2);
      code.take(Conditions.class, "store", soFar);
    }
    load(soFar);
  }

  private void compare(Node.Compare compare) {
    var comparator = compare.comparator();
    boolean isIn = comparator == Node.Comparator.IN || comparator == Node.Comparator.NOT_IN;
    int left = operand(compare.left());
    if (isIn && constants.isConstant(compare.right()) && inConstants(compare, left)) {
      return;
    }
    int right = operand(compare.right());
    Kind kind = slots.kind(left);
    boolean same = kind == slots.kind(right);
    String name = NUMBER_TESTS.get(comparator);
    if (same && kind == Kind.INT && name != null) {
      code.test(Conditions.class, name + "Int", left, right);
    } else if (same && kind == Kind.FLOAT && name != null) {
      code.test(Conditions.class, name + "Float", left, right);
    } else if (same && kind == Kind.TEXT && comparator == Node.Comparator.EQUAL) {
      code.test(Conditions.class, "equalText", left, right);
    } else if (same && kind == Kind.TEXT && comparator == Node.Comparator.NOT_EQUAL) {
      code.test(Conditions.class, "notEqualText", left, right);
    } else if (same && kind == Kind.TEXT && isIn) {
      boolean in = comparator == Node.Comparator.IN;
      code.test(Conditions.class, in ? "inText" : "notInText", left, right);
    } else {
      compiler.compares.add(new Plans.ComparePlan(comparator, left, right));
      int anchor = slots.add(Kind.BOOL, compare);
      code.test(Conditions.class, "compare", anchor, compiler.compares.size() - 1);
    }
  }

  /* Membership in a list of constant texts, or ints, by hashing. */
  private boolean inConstants(Node.Compare compare, int left) {
    if (!(constants.operand(compare.right()) instanceof List<?> list)) {
      return false;
    }
    Kind kind = slots.kind(left);
    Class<?> wanted = kind == Kind.TEXT ? String.class : Long.class;
    if ((kind != Kind.TEXT && kind != Kind.INT) || !list.stream().allMatch(wanted::isInstance)) {
      return false;
    }
    Set<Object> members = new HashSet<>(list);
    compiler.members.add(new Plans.MembersPlan(members));
    String in = compare.comparator() == Node.Comparator.IN ? "in" : "notIn";
    String of = kind == Kind.TEXT ? "Texts" : "Ints";
    code.test(Conditions.class, in + of, left, compiler.members.size() - 1);
    return true;
  }

  private int binary(Node.Binary binary) {
    int left = operand(binary.left());
    int right = operand(binary.right());
    Kind kind = slots.kind(left);
    boolean same = kind == slots.kind(right);
    Kind result = Kind.of(compiler.rules.typeOf(binary));
    String ints =
        switch (binary.operator()) {
          case ADD -> "addInt";
          case SUBTRACT -> "subtractInt";
          case MULTIPLY -> "multiplyInt";
          case MODULO -> "moduloInt";
          case FLOOR_DIVIDE -> "floorDivideInt";
          case DIVIDE, POWER, SHIFT_LEFT, SHIFT_RIGHT, BIT_OR, BIT_XOR, BIT_AND -> "";
        };
    String floats =
        switch (binary.operator()) {
          case ADD -> "addFloat";
          case SUBTRACT -> "subtractFloat";
          case MULTIPLY -> "multiplyFloat";
          case DIVIDE -> "divideFloat";
          case MODULO, FLOOR_DIVIDE, POWER, SHIFT_LEFT, SHIFT_RIGHT, BIT_OR, BIT_XOR, BIT_AND -> "";
        };
    int slot = slots.add(result, binary);
    if (same && kind == Kind.INT && result == Kind.INT && !ints.isEmpty()) {
      code.run(Arithmetic.class, ints, slot, left, right);
    } else if (same && kind == Kind.FLOAT && result == Kind.FLOAT && !floats.isEmpty()) {
      code.run(Arithmetic.class, floats, slot, left, right);
    } else {
      compiler.binaries.add(new Plans.BinaryPlan(binary.operator(), left, right));
      code.run(Arithmetic.class, "binary", slot, compiler.binaries.size() - 1);
    }
    return slot;
  }

  private int negate(Node.Unary unary) {
    int operand = operand(unary.operand());
    int slot = slots.add(Kind.of(compiler.rules.typeOf(unary)), unary);
    code.run(Arithmetic.class, "negate", slot, operand);
    return slot;
  }

  private int list(Node.ListLiteral list) {
    int[] items = new int[list.items().size()];
    boolean[] unwraps = new boolean[items.length];
    for (int i = 0; i < items.length; i++) {
      var item = list.items().get(i);
      unwraps[i] = compiler.rules.unwraps(item);
      items[i] = rawOrOperand(item);
    }
    int slot = slots.add(Kind.BOXED, list);
    compiler.lists.add(new Plans.ListPlan(items, unwraps));
    code.run(Statements.class, "list", slot, compiler.lists.size() - 1);
    return slot;
  }

  /* A rule stays in its slot, whether it is wanted as a rule or as its truth. */
  private int rawOrOperand(Node.Expression expression) {
    if (!constants.isConstant(expression)) {
      int slot = expression instanceof Node.Name ? slotOf(expression) : -1;
      if (slot >= 0 && slots.kind(slot) == Kind.RULE) {
        return slot;
      }
    }
    return operand(expression);
  }

  private int format(Node.FormatText format) {
    var texts = new ArrayList<String>();
    var names = new ArrayList<Integer>();
    var text = new StringBuilder();
    for (Object piece : format.pieces()) {
      if (piece instanceof Node.Name name && !constants.isConstant(name)) {
        texts.add(text.toString());
        text.setLength(0);
        names.add(operand(name));
      } else if (piece instanceof Node.Name name) {
        text.append(dev.ferrule.rules.values.PythonText.str(constants.operand(name)));
      } else {
        text.append(piece);
      }
    }
    texts.add(text.toString());
    int slot = slots.add(Kind.TEXT, format);
    compiler.formats.add(
        new Plans.FormatPlan(
            texts.toArray(String[]::new), names.stream().mapToInt(Integer::intValue).toArray()));
    code.run(Statements.class, "format", slot, compiler.formats.size() - 1);
    return slot;
  }

  private int call(Node.Call call) {
    return switch (compiler.rules.preparedFor(call)) {
      case Prepared.Search search -> {
        search(call, search);
        yield keep(call);
      }
      case Prepared.Invoke invoke -> invoke(call, invoke);
      case Prepared.Rule rule -> rule(call, rule.name());
      case Prepared.Import ignored -> throw unexpected(call);
      case Prepared.Require ignored -> throw unexpected(call);
      case Prepared.JsonRead ignored -> throw unexpected(call);
      case Prepared.WhenRules ignored -> throw unexpected(call);
    };
  }

  private void search(Node.Call call, Prepared.Search search) {
    int target = operand(Objects.requireNonNull(call.find("target")));
    int[] place = compiler.search(target, search.pattern());
    int anchor = slots.add(Kind.BOOL, call);
    code.test(Conditions.class, "search", target, place[0], place[1], anchor);
  }

  private int invoke(Node.Call call, Prepared.Invoke invoke) {
    Signature signature = compiler.rules.signatureOf(call);
    var arguments = new ArrayList<Node.Expression>();
    var template = new ArrayList<Object>();
    var places = new ArrayList<Integer>();
    var given = new ArrayList<Integer>();
    var acceptsNone = new ArrayList<Boolean>();
    var named = new HashSet<String>();
    for (var parameter : signature.parameters()) {
      named.add(parameter.name());
      var argument = call.find(parameter.name());
      if (argument == null || constants.isConstant(argument)) {
        template.add(argument == null ? parameter.defaultValue() : constants.operand(argument));
      } else {
        places.add(template.size());
        template.add(null);
        arguments.add(argument);
        acceptsNone.add(parameter.acceptsNone());
      }
    }
    for (var extra : call.arguments()) {
      if (!named.contains(extra.name())) {
        places.add(template.size());
        template.add(null);
        arguments.add(extra.value());
        acceptsNone.add(false);
      }
    }
    invoke.reads().forEach(compiler::readForFunction);
    arguments.forEach(argument -> given.add(rawOrOperand(argument)));
    boolean[] unwraps = new boolean[given.size()];
    boolean[] nones = new boolean[given.size()];
    for (int i = 0; i < unwraps.length; i++) {
      unwraps[i] = compiler.rules.unwraps(arguments.get(i));
      nones[i] = acceptsNone.get(i);
    }
    Type type = compiler.rules.typeOf(call);
    int slot = slots.add(Kind.of(type), call);
    compiler.calls.add(
        new Plans.CallPlan(
            signature,
            invoke.body(),
            type,
            template.toArray(),
            places.stream().mapToInt(Integer::intValue).toArray(),
            given.stream().mapToInt(Integer::intValue).toArray(),
            unwraps,
            nones));
    code.run(Statements.class, "call", slot, compiler.calls.size() - 1);
    return slot;
  }

  /** The slot of a rule. */
  int rule(Node.Call call, String name) {
    var conditions = Objects.requireNonNull(call.find("when_all"));
    var description = Objects.requireNonNull(call.find("description"));
    var names =
        description instanceof Node.FormatText format ? format.names() : List.<Node.Name>of();
    int[] shown = names.stream().mapToInt(this::rawOrOperand).toArray();
    if (conditions instanceof Node.ListLiteral list && !constants.isConstant(conditions)) {
      combine(list.items(), "all", call);
    } else {
      code.test(Statements.class, "allOf", operand(conditions));
    }
    String text =
        description instanceof Node.FormatText format
            ? format.format()
            : description instanceof Node.TextLiteral(String value, var ignored) ? value : "";
    compiler.rulePlans.add(
        new Plans.RulePlan(
            name, text, names.stream().map(Node.Name::identifier).toArray(String[]::new), shown));
    int slot = slots.addRule(call, compiler.rulePlans.size() - 1);
    code.take(Statements.class, "rule", slot, compiler.rulePlans.size() - 1);
    return slot;
  }

  private static int size(Node node) {
    int sum = 1;
    for (Node child : NodeParts.of(node)) {
      sum += size(child);
    }
    return sum;
  }
}
