package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonText;
import dev.ferrule.rules.values.RuleValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading and writing slots as plain values, whatever their kind. */
final class Slots {
  private Slots() {}

  static boolean isFailed(Frame f, int slot) {
    return switch (f.program.kinds[slot]) {
      case BOOL, RULE -> f.numbers[slot] == Truth.FAILED;
      case INT, FLOAT, TEXT, BOXED -> f.objects[slot] == Frame.FAILED;
    };
  }

  /** The value of a slot that has not failed. */
  static @Nullable Object box(Frame f, int slot) {
    Object object = f.objects[slot];
    return switch (f.program.kinds[slot]) {
      case BOOL -> f.numbers[slot] == Truth.NONE ? null : f.numbers[slot] == Truth.TRUE;
      case RULE -> rule(f, slot);
      case INT -> object == null ? f.numbers[slot] : object == Frame.NONE ? null : object;
      case FLOAT ->
          object == null
              ? (Object) Double.longBitsToDouble(f.numbers[slot])
              : object == Frame.LONG
                  ? (Object) f.numbers[slot]
                  : object == Frame.NONE ? null : object;
      case TEXT, BOXED -> object;
    };
  }

  /** The same, with a rule as its truth. */
  static @Nullable Object boxUnwrapped(Frame f, int slot) {
    return f.program.kinds[slot] == Kind.RULE
        ? (Object) (f.numbers[slot] == Truth.TRUE)
        : box(f, slot);
  }

  static RuleValue rule(Frame f, int slot) {
    var plan = f.program.rules[f.program.rulePlanOfSlot[slot]];
    Map<String, String> features = Map.of();
    if (plan.slots().length > 0) {
      features = new LinkedHashMap<>();
      for (int i = 0; i < plan.slots().length; i++) {
        features.put(plan.names()[i], PythonText.str(boxUnwrapped(f, plan.slots()[i])));
      }
      features = Collections.unmodifiableMap(features);
    }
    return new RuleValue(plan.name(), f.numbers[slot] == Truth.TRUE, plan.description(), features);
  }

  /** Writes a value or a failure that is to be reported. */
  static void store(Frame f, int slot, @Nullable Object value) {
    if (value instanceof Failure failure) {
      f.fail(slot, failure);
      return;
    }
    switch (f.program.kinds[slot]) {
      case BOOL, RULE ->
          f.numbers[slot] = value == null ? Truth.NONE : Truth.of(Boolean.TRUE.equals(value));
      case INT -> {
        if (value instanceof Long number) {
          f.numbers[slot] = number;
          f.objects[slot] = null;
        } else {
          f.objects[slot] = value == null ? Frame.NONE : value;
        }
      }
      case FLOAT -> {
        if (value instanceof Double number) {
          f.numbers[slot] = Double.doubleToRawLongBits(number);
          f.objects[slot] = null;
        } else if (value instanceof Long number) {
          f.numbers[slot] = number;
          f.objects[slot] = Frame.LONG;
        } else {
          f.objects[slot] = value == null ? Frame.NONE : value;
        }
      }
      case TEXT, BOXED -> f.objects[slot] = value;
    }
  }

  /** The truth of a slot of any kind, as conditions see it. */
  static int truth(Frame f, int slot) {
    return switch (f.program.kinds[slot]) {
      case BOOL, RULE -> (int) f.numbers[slot];
      case INT, FLOAT, TEXT, BOXED ->
          isFailed(f, slot)
              ? Truth.FAILED
              : Truth.of(dev.ferrule.rules.values.PythonValues.isTrue(box(f, slot)));
    };
  }
}
