package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonValues;
import dev.ferrule.rules.values.TextSearch;

/**
 * Comparisons and tests that compiled code calls. Each has a short path that HotSpot inlines, for
 * the case that all is as declared, and leaves the rest (None, failures, huge ints) to one slow
 * path.
 */
final class Conditions {
  private Conditions() {}

  static int equalInt(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(f.numbers[a] == f.numbers[b])
        : compareSlowly(f, Node.Comparator.EQUAL, a, b);
  }

  static int notEqualInt(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(f.numbers[a] != f.numbers[b])
        : compareSlowly(f, Node.Comparator.NOT_EQUAL, a, b);
  }

  static int lessInt(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(f.numbers[a] < f.numbers[b])
        : compareSlowly(f, Node.Comparator.LESS, a, b);
  }

  static int lessOrEqualInt(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(f.numbers[a] <= f.numbers[b])
        : compareSlowly(f, Node.Comparator.LESS_OR_EQUAL, a, b);
  }

  static int greaterInt(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(f.numbers[a] > f.numbers[b])
        : compareSlowly(f, Node.Comparator.GREATER, a, b);
  }

  static int greaterOrEqualInt(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(f.numbers[a] >= f.numbers[b])
        : compareSlowly(f, Node.Comparator.GREATER_OR_EQUAL, a, b);
  }

  static int equalFloat(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(Double.longBitsToDouble(f.numbers[a]) == Double.longBitsToDouble(f.numbers[b]))
        : compareSlowly(f, Node.Comparator.EQUAL, a, b);
  }

  static int notEqualFloat(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(Double.longBitsToDouble(f.numbers[a]) != Double.longBitsToDouble(f.numbers[b]))
        : compareSlowly(f, Node.Comparator.NOT_EQUAL, a, b);
  }

  static int lessFloat(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(Double.longBitsToDouble(f.numbers[a]) < Double.longBitsToDouble(f.numbers[b]))
        : compareSlowly(f, Node.Comparator.LESS, a, b);
  }

  static int lessOrEqualFloat(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(Double.longBitsToDouble(f.numbers[a]) <= Double.longBitsToDouble(f.numbers[b]))
        : compareSlowly(f, Node.Comparator.LESS_OR_EQUAL, a, b);
  }

  static int greaterFloat(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(Double.longBitsToDouble(f.numbers[a]) > Double.longBitsToDouble(f.numbers[b]))
        : compareSlowly(f, Node.Comparator.GREATER, a, b);
  }

  static int greaterOrEqualFloat(Frame f, int a, int b) {
    return f.objects[a] == null && f.objects[b] == null
        ? Truth.of(Double.longBitsToDouble(f.numbers[a]) >= Double.longBitsToDouble(f.numbers[b]))
        : compareSlowly(f, Node.Comparator.GREATER_OR_EQUAL, a, b);
  }

  static int equalText(Frame f, int a, int b) {
    return f.objects[a] instanceof String x && f.objects[b] instanceof String y
        ? Truth.of(x.equals(y))
        : compareSlowly(f, Node.Comparator.EQUAL, a, b);
  }

  static int notEqualText(Frame f, int a, int b) {
    return f.objects[a] instanceof String x && f.objects[b] instanceof String y
        ? Truth.of(!x.equals(y))
        : compareSlowly(f, Node.Comparator.NOT_EQUAL, a, b);
  }

  static int inText(Frame f, int a, int b) {
    return f.objects[a] instanceof String x && f.objects[b] instanceof String y
        ? Truth.of(TextSearch.contains(y, x))
        : compareSlowly(f, Node.Comparator.IN, a, b);
  }

  static int notInText(Frame f, int a, int b) {
    return f.objects[a] instanceof String x && f.objects[b] instanceof String y
        ? Truth.of(!TextSearch.contains(y, x))
        : compareSlowly(f, Node.Comparator.NOT_IN, a, b);
  }

  /** Membership of text in a list of constant texts. */
  static int inTexts(Frame f, int a, int plan) {
    Object value = f.objects[a];
    return Truth.of(value instanceof String && f.program.members[plan].members().contains(value));
  }

  static int notInTexts(Frame f, int a, int plan) {
    return 1 - inTexts(f, a, plan);
  }

  /** Membership of an int in a list of constant ints. */
  static int inInts(Frame f, int a, int plan) {
    return Truth.of(
        f.objects[a] == null && f.program.members[plan].members().contains(f.numbers[a]));
  }

  static int notInInts(Frame f, int a, int plan) {
    return 1 - inInts(f, a, plan);
  }

  /** A comparison of values of any kind, which may fail. */
  static int compare(Frame f, int dst, int plan) {
    var compare = f.program.compares[plan];
    int truth = compareSlowly(f, compare.comparator(), compare.left(), compare.right());
    if (truth >= 0) {
      return truth;
    }
    Object failure =
        PythonValues.compare(
            compare.comparator(),
            Slots.boxUnwrapped(f, compare.left()),
            Slots.boxUnwrapped(f, compare.right()));
    f.report(dst, (Failure) failure);
    return Truth.FAILED;
  }

  /** The truth of a slot of any kind. */
  static int truth(Frame f, int slot) {
    return Slots.truth(f, slot);
  }

  /** The truth of a bool's or a rule's slot. */
  static int load(Frame f, int slot) {
    return (int) f.numbers[slot];
  }

  /** Keeps a truth in a slot. */
  static void store(int truth, Frame f, int slot) {
    f.numbers[slot] = truth;
  }

  /** Whether the text of a slot has the pattern. */
  static int search(Frame f, int target, int group, int pattern, int dst) {
    return f.objects[target] instanceof String text
        ? f.searches[group].find(f, pattern, dst, text)
        : searchNothing(f, target, dst);
  }

  private static int searchNothing(Frame f, int target, int dst) {
    if (f.objects[target] != Frame.FAILED) {
      f.report(
          dst,
          Failure.unexpected("TypeError", "expected string or bytes-like object, got 'NoneType'"));
    }
    return Truth.FAILED;
  }

  /* -1 where the operands cannot be compared. */
  private static int compareSlowly(Frame f, Node.Comparator comparator, int a, int b) {
    boolean leftFailed = Slots.isFailed(f, a);
    boolean rightFailed = Slots.isFailed(f, b);
    if (leftFailed || rightFailed) {
      switch (comparator) {
        case EQUAL, NOT_EQUAL -> {}
        case IN, NOT_IN -> {
          if (rightFailed) {
            return Truth.FAILED;
          }
        }
        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
          return Truth.FAILED;
        }
      }
    }
    Object left = leftFailed ? null : Slots.boxUnwrapped(f, a);
    Object right = rightFailed ? null : Slots.boxUnwrapped(f, b);
    return PythonValues.compare(comparator, left, right) instanceof Boolean value
        ? Truth.of(value)
        : -1;
  }
}
