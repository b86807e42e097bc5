package dev.ferrule.rules.values;

import dev.ferrule.rules.syntax.Node.BinaryOperator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Python's arithmetic on Long, BigInteger and Double. Stateless.
 *
 * <p>Every method returns a value or a {@link Failure}; none throws. An int is a Long where it fits
 * one, else a BigInteger of at most {@link #MOST_BITS} bits. Division and modulo by zero are 0, as
 * rules rely on it. Source: The Python Language Reference 3.11, section 6.
 */
public final class PythonNumbers {
  /** The longest int that arithmetic makes. */
  public static final int MOST_BITS = 1 << 16;

  private static final long EXACT_DOUBLE = 1L << 53;

  private PythonNumbers() {}

  /** Applies an operator to two numbers. */
  public static Object apply(BinaryOperator operator, Object left, Object right) {
    Object a = left instanceof Boolean b ? (Object) (b ? 1L : 0L) : left;
    Object b = right instanceof Boolean c ? (Object) (c ? 1L : 0L) : right;
    if (a instanceof Double || b instanceof Double) {
      return switch (operator) {
        case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO, POWER ->
            floating(operator, a, b);
        case SHIFT_LEFT, SHIFT_RIGHT, BIT_OR, BIT_XOR, BIT_AND -> unsupported(operator, a, b);
      };
    }
    return a instanceof Long x && b instanceof Long y
        ? longs(operator, x, y)
        : integers(operator, big(a), big(b));
  }

  /** The negated number. */
  public static Object negate(Object value) {
    return switch (value) {
      case Double d -> -d;
      case Long l when l != Long.MIN_VALUE -> -l;
      case Boolean b -> b ? -1L : 0L;
      default -> small(big(value).negate());
    };
  }

  private static Object longs(BinaryOperator operator, long a, long b) {
    return switch (operator) {
      case ADD -> {
        long sum = a + b;
        yield ((a ^ sum) & (b ^ sum)) < 0 ? big(a).add(big(b)) : (Object) sum;
      }
      case SUBTRACT -> {
        long difference = a - b;
        yield ((a ^ b) & (a ^ difference)) < 0 ? big(a).subtract(big(b)) : (Object) difference;
      }
      case MULTIPLY -> {
        long low = a * b;
        yield Math.multiplyHigh(a, b) == low >> 63 ? (Object) low : big(a).multiply(big(b));
      }
      case DIVIDE -> divide(a, b);
      case FLOOR_DIVIDE ->
          b == 0
              ? (Object) 0L
              : a == Long.MIN_VALUE && b == -1 ? big(a).negate() : (Object) Math.floorDiv(a, b);
      case MODULO -> b == 0 ? 0L : Math.floorMod(a, b);
      case BIT_OR -> a | b;
      case BIT_XOR -> a ^ b;
      case BIT_AND -> a & b;
      case POWER, SHIFT_LEFT, SHIFT_RIGHT -> integers(operator, big(a), big(b));
    };
  }

  private static Object divide(long a, long b) {
    if (b == 0) {
      return 0L;
    }
    return isExact(a) && isExact(b) ? (Object) ((double) a / b) : quotient(big(a), big(b));
  }

  private static Object integers(BinaryOperator operator, BigInteger a, BigInteger b) {
    return switch (operator) {
      case ADD -> small(a.add(b));
      case SUBTRACT -> small(a.subtract(b));
      case MULTIPLY ->
          (long) a.bitLength() + b.bitLength() > MOST_BITS + 1L ? tooLong() : small(a.multiply(b));
      case DIVIDE -> b.signum() == 0 ? (Object) 0L : quotient(a, b);
      case FLOOR_DIVIDE -> b.signum() == 0 ? (Object) 0L : small(floor(a, b)[0]);
      case MODULO -> b.signum() == 0 ? (Object) 0L : small(floor(a, b)[1]);
      case POWER -> power(a, b);
      case SHIFT_LEFT -> shift(a, b, 1);
      case SHIFT_RIGHT -> shift(a, b, -1);
      case BIT_OR -> small(a.or(b));
      case BIT_XOR -> small(a.xor(b));
      case BIT_AND -> small(a.and(b));
    };
  }

  private static BigInteger[] floor(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    if (parts[1].signum() != 0 && parts[1].signum() != b.signum()) {
      parts[0] = parts[0].subtract(BigInteger.ONE);
      parts[1] = parts[1].add(b);
    }
    return parts;
  }

  private static Object quotient(BigInteger a, BigInteger b) {
    double result = new BigDecimal(a).divide(new BigDecimal(b), new MathContext(60)).doubleValue();
    return Double.isInfinite(result)
        ? Failure.unexpected("OverflowError", "integer division result too large for a float")
        : (Object) result;
  }

  private static Object power(BigInteger a, BigInteger b) {
    if (b.signum() < 0) {
      return floating(BinaryOperator.POWER, small(a), small(b));
    }
    if (a.bitLength() <= 1 && a.abs().compareTo(BigInteger.ONE) <= 0) {
      boolean negative = a.signum() < 0 && b.testBit(0);
      return b.signum() == 0 ? (Object) 1L : (Object) (negative ? -1L : (long) a.abs().signum());
    }
    if (b.bitLength() > 31 || (a.bitLength() - 1L) * b.intValue() > MOST_BITS) {
      return tooLong();
    }
    return small(a.pow(b.intValue()));
  }

  private static Object shift(BigInteger a, BigInteger b, int direction) {
    if (b.signum() < 0) {
      return Failure.unexpected("ValueError", "negative shift count");
    }
    if (direction < 0) {
      return b.bitLength() > 30
          ? (Object) (a.signum() < 0 ? -1L : 0L)
          : small(a.shiftRight(b.intValue()));
    }
    if (a.signum() == 0) {
      return 0L;
    }
    return b.bitLength() > 30 || a.bitLength() + b.longValue() > MOST_BITS
        ? tooLong()
        : small(a.shiftLeft(b.intValue()));
  }

  private static Object floating(BinaryOperator operator, Object left, Object right) {
    double a = toDouble(left);
    double b = toDouble(right);
    if (isTooLarge(left, a) || isTooLarge(right, b)) {
      return Failure.unexpected("OverflowError", "int too large to convert to float");
    }
    return switch (operator) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> b == 0 ? (Object) 0L : (Object) (a / b);
      case FLOOR_DIVIDE -> b == 0 ? (Object) 0L : (Object) floorDivide(a, b);
      case MODULO -> b == 0 ? (Object) 0L : (Object) modulo(a, b);
      case POWER -> power(a, b);
      case SHIFT_LEFT, SHIFT_RIGHT, BIT_OR, BIT_XOR, BIT_AND -> unsupported(operator, left, right);
    };
  }

  /** The float modulo of Python: the sign of the divisor. */
  public static double modulo(double a, double b) {
    double rest = a % b;
    if (rest == 0) {
      return Math.copySign(0.0, b);
    }
    return (b < 0) == (rest < 0) ? rest : rest + b;
  }

  /** The float floor division of Python, which is not always the floor of the quotient. */
  public static double floorDivide(double a, double b) {
    double rest = a % b;
    double quotient = (a - rest) / b;
    if (rest != 0 && (b < 0) != (rest < 0)) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0.0, a / b);
    }
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }

  private static Object power(double a, double b) {
    if (a == 0 && b < 0) {
      return Failure.unexpected("ZeroDivisionError", "0.0 cannot be raised to a negative power");
    }
    if (a < 0 && !Double.isInfinite(a) && !Double.isInfinite(b) && b != Math.rint(b)) {
      return Failure.unexpected(
          "ValueError", "a negative number has no real power with a fraction");
    }
    if (a == 1 || (a == -1 && Double.isInfinite(b))) {
      return 1.0;
    }
    double result = Math.pow(a, b);
    return Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)
        ? Failure.unexpected("OverflowError", "(34, 'Numerical result out of range')")
        : (Object) result;
  }

  /** Compares two numbers as Python does, ints and floats exactly. A NaN is {@link #UNORDERED}. */
  public static int compare(Object left, Object right) {
    Object a = left instanceof Boolean b ? (Object) (b ? 1L : 0L) : left;
    Object b = right instanceof Boolean c ? (Object) (c ? 1L : 0L) : right;
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return compare((double) x, (double) y);
    }
    if (a instanceof Double x) {
      return x.isNaN() ? UNORDERED : -compareWithDouble(b, x);
    }
    if (b instanceof Double y) {
      return y.isNaN() ? UNORDERED : compareWithDouble(a, y);
    }
    return big(a).compareTo(big(b));
  }

  /** What {@link #compare} returns when a NaN takes part. */
  public static final int UNORDERED = Integer.MIN_VALUE;

  private static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : UNORDERED;
  }

  private static int compareWithDouble(Object integer, double b) {
    if (Double.isInfinite(b)) {
      return b > 0 ? -1 : 1;
    }
    if (integer instanceof Long a && isExact(a)) {
      return compare((double) a, b);
    }
    return new BigDecimal(big(integer)).compareTo(new BigDecimal(b));
  }

  /** The number as a float; infinite when an int is too large. */
  public static double toDouble(Object value) {
    return switch (value) {
      case Double d -> d;
      case Boolean b -> b ? 1 : 0;
      default -> ((Number) value).doubleValue();
    };
  }

  /** A BigInteger as a Long where it fits; a failure where it is too long. */
  public static Object small(BigInteger value) {
    int bits = value.bitLength();
    return bits < 64 ? (Object) value.longValue() : bits > MOST_BITS ? tooLong() : value;
  }

  static BigInteger big(Object value) {
    return value instanceof BigInteger b ? b : BigInteger.valueOf(((Number) value).longValue());
  }

  private static boolean isExact(long value) {
    return -EXACT_DOUBLE <= value && value <= EXACT_DOUBLE;
  }

  private static boolean isTooLarge(Object value, double converted) {
    return value instanceof BigInteger && Double.isInfinite(converted);
  }

  private static Failure tooLong() {
    return Failure.unexpected(
        "OverflowError", "expected an int of at most " + MOST_BITS + " bits, found a longer one");
  }

  static Failure unsupported(BinaryOperator operator, Object left, Object right) {
    return Failure.unexpected(
        "TypeError",
        "unsupported operand type(s) for %s: '%s' and '%s'"
            .formatted(
                operator.symbol(), PythonValues.typeName(left), PythonValues.typeName(right)));
  }
}
