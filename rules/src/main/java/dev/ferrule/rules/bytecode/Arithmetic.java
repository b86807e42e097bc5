package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonNumbers;
import dev.ferrule.rules.values.PythonValues;
import java.util.Objects;

/** Arithmetic that compiled code calls: a short path for plain numbers, a slow one for the rest. */
final class Arithmetic {
  private Arithmetic() {}

  static void addInt(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null) {
      long x = f.numbers[a];
      long y = f.numbers[b];
      long r = x + y;
      if (((x ^ r) & (y ^ r)) >= 0) {
        f.numbers[dst] = r;
        f.objects[dst] = null;
        return;
      }
    }
    slowly(f, dst, Node.BinaryOperator.ADD, a, b);
  }

  static void subtractInt(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null) {
      long x = f.numbers[a];
      long y = f.numbers[b];
      long r = x - y;
      if (((x ^ y) & (x ^ r)) >= 0) {
        f.numbers[dst] = r;
        f.objects[dst] = null;
        return;
      }
    }
    slowly(f, dst, Node.BinaryOperator.SUBTRACT, a, b);
  }

  static void multiplyInt(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null) {
      long x = f.numbers[a];
      long y = f.numbers[b];
      long r = x * y;
      if (Math.multiplyHigh(x, y) == r >> 63) {
        f.numbers[dst] = r;
        f.objects[dst] = null;
        return;
      }
    }
    slowly(f, dst, Node.BinaryOperator.MULTIPLY, a, b);
  }

  static void moduloInt(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null) {
      long y = f.numbers[b];
      f.numbers[dst] = y == 0 ? 0 : Math.floorMod(f.numbers[a], y);
      f.objects[dst] = null;
      return;
    }
    slowly(f, dst, Node.BinaryOperator.MODULO, a, b);
  }

  static void floorDivideInt(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null && f.numbers[b] != -1) {
      long y = f.numbers[b];
      f.numbers[dst] = y == 0 ? 0 : Math.floorDiv(f.numbers[a], y);
      f.objects[dst] = null;
      return;
    }
    slowly(f, dst, Node.BinaryOperator.FLOOR_DIVIDE, a, b);
  }

  static void addFloat(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null) {
      double x = Double.longBitsToDouble(f.numbers[a]);
      double y = Double.longBitsToDouble(f.numbers[b]);
      f.numbers[dst] = Double.doubleToRawLongBits(x + y);
      f.objects[dst] = null;
      return;
    }
    slowly(f, dst, Node.BinaryOperator.ADD, a, b);
  }

  static void subtractFloat(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null) {
      double x = Double.longBitsToDouble(f.numbers[a]);
      double y = Double.longBitsToDouble(f.numbers[b]);
      f.numbers[dst] = Double.doubleToRawLongBits(x - y);
      f.objects[dst] = null;
      return;
    }
    slowly(f, dst, Node.BinaryOperator.SUBTRACT, a, b);
  }

  static void multiplyFloat(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null) {
      double x = Double.longBitsToDouble(f.numbers[a]);
      double y = Double.longBitsToDouble(f.numbers[b]);
      f.numbers[dst] = Double.doubleToRawLongBits(x * y);
      f.objects[dst] = null;
      return;
    }
    slowly(f, dst, Node.BinaryOperator.MULTIPLY, a, b);
  }

  static void divideFloat(Frame f, int dst, int a, int b) {
    if (f.objects[a] == null && f.objects[b] == null && f.numbers[b] << 1 != 0) {
      double x = Double.longBitsToDouble(f.numbers[a]);
      double y = Double.longBitsToDouble(f.numbers[b]);
      f.numbers[dst] = Double.doubleToRawLongBits(x / y);
      f.objects[dst] = null;
      return;
    }
    slowly(f, dst, Node.BinaryOperator.DIVIDE, a, b);
  }

  /** Any binary operation on values of any kind. */
  static void binary(Frame f, int dst, int plan) {
    var binary = f.program.binaries[plan];
    slowly(f, dst, binary.operator(), binary.left(), binary.right());
  }

  static void negate(Frame f, int dst, int a) {
    if (Slots.isFailed(f, a)) {
      f.setFailed(dst);
      return;
    }
    Object value = Slots.boxUnwrapped(f, a);
    Slots.store(
        f,
        dst,
        PythonValues.isNumber(value)
            ? f.budget.charge(PythonNumbers.negate(Objects.requireNonNull(value)))
            : Failure.unexpected(
                "TypeError",
                "bad operand type for unary -: '%s'".formatted(PythonValues.typeName(value))));
  }

  private static void slowly(Frame f, int dst, Node.BinaryOperator operator, int a, int b) {
    if (Slots.isFailed(f, a) || Slots.isFailed(f, b)) {
      f.setFailed(dst);
      return;
    }
    Slots.store(
        f,
        dst,
        PythonValues.apply(operator, Slots.boxUnwrapped(f, a), Slots.boxUnwrapped(f, b), f.budget));
  }
}
