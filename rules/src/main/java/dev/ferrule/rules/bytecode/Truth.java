package dev.ferrule.rules.bytecode;

/** What a condition may come to, as a small int: conditions pass it on the JVM's stack. */
final class Truth {
  static final int FALSE = 0;
  static final int TRUE = 1;
  static final int FAILED = 2;
  static final int NONE = 3;

  private Truth() {}

  static int of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** {@code a and b}: what failed counts as false. */
  static int and(int a, int b) {
    return a == TRUE && b == TRUE ? TRUE : FALSE;
  }

  /** {@code a or b}: what failed counts as false. */
  static int or(int a, int b) {
    return a == TRUE || b == TRUE ? TRUE : FALSE;
  }

  static int not(int a) {
    return a == FAILED ? FAILED : a == TRUE ? FALSE : TRUE;
  }

  /** The conditions of a rule: one that failed fails the rule. */
  static int all(int a, int b) {
    return a == FAILED || b == FAILED ? FAILED : and(a, b);
  }
}
