package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.syntax.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a set while it is compiled: kinds, what computes each, and the constants in them.
 */
final class SlotTable {
  private final List<Kind> kinds = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<@Nullable Object> constants = new ArrayList<>();
  private final List<Integer> rulePlans = new ArrayList<>();
  private final Map<Object, Integer> byConstant = new HashMap<>();

  /** Stands for a slot without a constant. */
  private static final Object VARIABLE = new Object();

  private record Key(Object type, @Nullable Object value) {}

  /** A slot for what an expression computes. */
  int add(Kind kind, Node node) {
    return add(kind, node, VARIABLE, -1);
  }

  /** A slot for a rule. */
  int addRule(Node node, int plan) {
    return add(Kind.RULE, node, VARIABLE, plan);
  }

  private int add(Kind kind, Node node, @Nullable Object constant, int rulePlan) {
    kinds.add(kind);
    nodes.add(node);
    constants.add(constant);
    rulePlans.add(rulePlan);
    return kinds.size() - 1;
  }

  /** The slot of a constant, one for each value. */
  int constant(@Nullable Object value, Node node) {
    Kind kind =
        switch (value) {
          case Boolean ignored -> Kind.BOOL;
          case Double ignored -> Kind.FLOAT;
          case Number ignored -> Kind.INT;
          case String ignored -> Kind.TEXT;
          case null, default -> Kind.BOXED;
        };
    if (kind == Kind.BOXED) {
      return add(kind, node, value, -1);
    }
    return byConstant.computeIfAbsent(new Key(kind, value), key -> add(kind, node, value, -1));
  }

  Kind kind(int slot) {
    return kinds.get(slot);
  }

  int rulePlan(int slot) {
    return rulePlans.get(slot);
  }

  int size() {
    return kinds.size();
  }

  Kind[] kinds() {
    return kinds.toArray(Kind[]::new);
  }

  Node[] nodes() {
    return nodes.toArray(Node[]::new);
  }

  int[] rulePlans() {
    return rulePlans.stream().mapToInt(Integer::intValue).toArray();
  }

  long[] numbers() {
    var numbers = new long[kinds.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (constants.get(i)) {
            case Boolean bool -> Truth.of(bool);
            case Long number -> number;
            case Double number -> Double.doubleToRawLongBits(number);
            case null, default -> 0;
          };
    }
    return numbers;
  }

  @Nullable Object[] objects() {
    @Nullable Object[] objects = new @Nullable Object[kinds.size()];
    for (int i = 0; i < objects.length; i++) {
      Object constant = constants.get(i);
      boolean inNumbers =
          constant instanceof Boolean || constant instanceof Long || constant instanceof Double;
      objects[i] = inNumbers || constant == VARIABLE ? null : constant;
    }
    return objects;
  }
}
