package dev.ferrule.rules.bytecode;

import dev.ferrule.model.json.Projected;
import dev.ferrule.rules.evaluation.Calls;
import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.JsonReads;
import dev.ferrule.rules.evaluation.RuleAudit;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Coercion;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonText;
import dev.ferrule.rules.values.PythonValues;
import dev.ferrule.rules.values.RuleValue;
import dev.ferrule.rules.values.TextBudget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The larger operations that compiled code calls: reads, calls, text, lists, rules and effects. */
final class Statements {
  private Statements() {}

  /** Copies a slot into one that may be of another kind. */
  static void move(Frame f, int dst, int src) {
    if (Slots.isFailed(f, src)) {
      f.setFailed(dst);
    } else {
      Slots.store(f, dst, Slots.box(f, src));
    }
  }

  /** Copies what an entity, time delta or experiment is where a plain value is wanted. */
  static void unwrap(Frame f, int dst, int src) {
    if (Slots.isFailed(f, src)) {
      f.setFailed(dst);
    } else {
      Slots.store(f, dst, PythonValues.unwrap(Slots.box(f, src)));
    }
  }

  static void readText(Frame f, int dst, int plan) {
    var read = f.program.reads[plan];
    Projected json = read.secret() ? f.secret : f.data;
    if (json.kind(read.path()) == Projected.STRING) {
      if (JsonReads.take(json, read.path(), f.budget)) {
        f.objects[dst] = json.text(read.path());
      } else {
        f.fail(dst, TextBudget.exhausted());
      }
    } else {
      read(f, dst, plan);
    }
  }

  static void readInt(Frame f, int dst, int plan) {
    var read = f.program.reads[plan];
    Projected json = read.secret() ? f.secret : f.data;
    if (json.kind(read.path()) == Projected.INT) {
      f.numbers[dst] = json.longValue(read.path());
      f.objects[dst] = null;
    } else {
      read(f, dst, plan);
    }
  }

  static void readFloat(Frame f, int dst, int plan) {
    var read = f.program.reads[plan];
    Projected json = read.secret() ? f.secret : f.data;
    if (json.kind(read.path()) == Projected.FLOAT) {
      f.numbers[dst] = Double.doubleToRawLongBits(json.doubleValue(read.path()));
      f.objects[dst] = null;
    } else {
      read(f, dst, plan);
    }
  }

  static void readBool(Frame f, int dst, int plan) {
    var read = f.program.reads[plan];
    Projected json = read.secret() ? f.secret : f.data;
    int kind = json.kind(read.path());
    if (kind == Projected.TRUE || kind == Projected.FALSE) {
      f.numbers[dst] = Truth.of(kind == Projected.TRUE);
    } else {
      read(f, dst, plan);
    }
  }

  /** A read of any type. */
  static void read(Frame f, int dst, int plan) {
    var read = f.program.reads[plan];
    Projected json = read.secret() ? f.secret : f.data;
    if (json.kind(read.path()) == Projected.ABSENT
        && read.whenAbsent() != null
        && json.failure(read.path()) == null) {
      f.fail(dst, read.whenAbsent());
    } else {
      Slots.store(f, dst, JsonReads.read(read.read(), read.type(), json, read.path(), f.budget));
    }
  }

  static void call(Frame f, int dst, int plan) {
    var call = f.program.calls[plan];
    @Nullable Object[] arguments = f.arguments[plan];
    int[] slots = call.slots();
    for (int i = 0; i < slots.length; i++) {
      int slot = slots[i];
      Object object = f.objects[slot];
      Object value;
      if (object instanceof String) {
        value = object;
      } else if (Slots.isFailed(f, slot)) {
        if (!call.acceptsNone()[i]) {
          f.setFailed(dst);
          return;
        }
        value = null;
      } else {
        value = call.unwraps()[i] ? Slots.boxUnwrapped(f, slot) : Slots.box(f, slot);
      }
      arguments[call.places()[i]] = value;
    }
    Object result = Calls.call(call.body(), f, arguments);
    if (result instanceof Failure || call.type() == Type.NONE || holds(call.type(), result)) {
      Slots.store(f, dst, f.budget.charge(result));
    } else {
      f.fail(dst, Calls.wrongResult(call.signature(), call.type(), result));
    }
  }

  private static boolean holds(Type type, @Nullable Object result) {
    return (type == Type.STR && result instanceof String)
        || (type == Type.BOOL && result instanceof Boolean)
        || Coercion.holds(type, result);
  }

  static void format(Frame f, int dst, int plan) {
    var format = f.program.formats[plan];
    StringBuilder out = f.text;
    out.setLength(0);
    boolean full = false;
    for (int i = 0; i < format.slots().length; i++) {
      int slot = format.slots()[i];
      if (Slots.isFailed(f, slot)) {
        f.setFailed(dst);
        return;
      }
      String text = PythonText.str(Slots.boxUnwrapped(f, slot));
      out.append(format.texts()[i]);
      // What is too long altogether is not made at all; a name behind it may still have failed.
      full |= !f.budget.has((long) out.length() + text.length());
      out.append(full ? "" : text);
    }
    out.append(format.texts()[format.slots().length]);
    boolean made = !full && f.budget.take(out.length());
    Slots.store(f, dst, made ? out.toString() : TextBudget.exhausted());
    if (out.capacity() > 1 << 16) {
      out.setLength(0);
      out.trimToSize();
    }
  }

  static void list(Frame f, int dst, int plan) {
    var list = f.program.lists[plan];
    var items = new ArrayList<@Nullable Object>(list.slots().length);
    for (int i = 0; i < list.slots().length; i++) {
      int slot = list.slots()[i];
      if (Slots.isFailed(f, slot)) {
        f.setFailed(dst);
        return;
      }
      items.add(list.unwraps()[i] ? Slots.boxUnwrapped(f, slot) : Slots.box(f, slot));
    }
    Slots.store(f, dst, f.budget.charge(items));
  }

  /** A rule with its conditions decided: what its description shows may still fail it. */
  static void rule(int conditions, Frame f, int dst, int plan) {
    var rule = f.program.rules[plan];
    int truth = conditions;
    for (int slot : rule.slots()) {
      if (Slots.isFailed(f, slot)) {
        truth = Truth.FAILED;
      }
    }
    f.numbers[dst] = truth;
  }

  /** The truth of all items of a list that is not written in place. */
  static int allOf(Frame f, int slot) {
    if (Slots.isFailed(f, slot)) {
      return Truth.FAILED;
    }
    for (Object item : (List<?>) java.util.Objects.requireNonNull(Slots.box(f, slot))) {
      if (!PythonValues.isTrue(item)) {
        return Truth.FALSE;
      }
    }
    return Truth.TRUE;
  }

  static void require(int wanted, Frame f, int rule) {
    if (wanted == Truth.TRUE && f.objects[rule] instanceof String path) {
      Integer file = f.program.fileByPath.get(path);
      if (file != null) {
        f.require(file);
      }
    }
  }

  static void when(Frame f, int plan) {
    var when = f.program.whens[plan];
    boolean plain = true;
    boolean any = false;
    for (int slot : when.rules()) {
      long truth = f.numbers[slot];
      plain &= truth != Truth.FAILED && f.program.kinds[slot] == Kind.RULE;
      any |= truth == Truth.TRUE;
    }
    for (int slot : when.effects()) {
      plain &= f.objects[slot] != Frame.FAILED;
    }
    if (plain && !any) {
      f.audits.add(when.quiet());
    } else {
      decide(f, when);
    }
  }

  private static void decide(Frame f, Plans.WhenPlan when) {
    var passing = new ArrayList<RuleValue>();
    var evaluated = new ArrayList<String>();
    var failed = new ArrayList<String>();
    for (int i = 0; i < when.rules().length; i++) {
      int slot = when.rules()[i];
      if (!Slots.isFailed(f, slot) && Slots.box(f, slot) instanceof RuleValue rule) {
        evaluated.add(rule.name());
        if (rule.value()) {
          passing.add(rule);
        }
      } else {
        failed.add(when.ruleNames()[i]);
      }
    }
    int effectsFailed = 0;
    var emitted = new ArrayList<String>();
    for (int slot : when.effects()) {
      if (!Slots.isFailed(f, slot) && Slots.box(f, slot) instanceof Effect effect) {
        if (!passing.isEmpty()) {
          f.effects.add(new EmittedEffect(effect, passing));
          emitted.add(Evaluation.featureOf(effect));
        }
      } else {
        effectsFailed++;
      }
    }
    f.audits.add(
        new RuleAudit(
            evaluated,
            passing.stream().map(RuleValue::name).toList(),
            failed,
            emitted,
            effectsFailed));
  }
}
