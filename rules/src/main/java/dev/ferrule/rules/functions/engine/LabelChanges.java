package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optional;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.rules.values.RuleValue;
import dev.ferrule.rules.values.TimeDelta;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code LabelAdd} and {@code LabelRemove}. */
record LabelChanges(Signature signature, LabelStatus status) implements Function {
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.of("entity", Type.entityOf(Type.ANY), "What the label is about."),
          constant("label", Type.STR, "The label, one of those that the configuration defines."),
          optional(
              "delay_action_by",
              Type.optional(Type.TIME_DELTA),
              null,
              "How long until the change takes effect."),
          optional(
              "apply_if",
              Type.optional(Type.RULE),
              null,
              "A rule that must fire too; if it failed, nothing changes."),
          optional(
              "expires_after",
              Type.optional(Type.TIME_DELTA),
              null,
              "How long until the change is undone."));

  static LabelChanges add() {
    return new LabelChanges(
        new Signature(
            "LabelAdd",
            List.of(),
            "Labels",
            "Adds a label to an entity.",
            PARAMETERS,
            null,
            Type.EFFECT,
            Signature.Purity.PURE,
            "WhenRules(rules_any=[SpamRule], then=[LabelAdd(entity=UserId, label='spammer')])"),
        LabelStatus.ADDED);
  }

  static LabelChanges remove() {
    return new LabelChanges(
        new Signature(
            "LabelRemove",
            List.of(),
            "Labels",
            "Removes a label from an entity.",
            PARAMETERS,
            null,
            Type.EFFECT,
            Signature.Purity.PURE,
            "WhenRules(rules_any=[GoodRule], then=[LabelRemove(entity=UserId, label='spammer')])"),
        LabelStatus.REMOVED);
  }

  @Override
  public Prepared prepare(CallSite site) {
    boolean conditional = site.has("apply_if");
    return new Prepared.Invoke((event, arguments) -> change(arguments, conditional));
  }

  private Effect change(@Nullable Object[] arguments, boolean conditional) {
    var rule = (RuleValue) arguments[3];
    return new Effect.LabelChange(
        (Entity) Objects.requireNonNull(arguments[0]),
        status,
        Arguments.text(arguments, 1),
        (TimeDelta) arguments[4],
        (TimeDelta) arguments[2],
        rule,
        // A rule that was asked for and has no value has failed: to go on would be to fail open.
        conditional && rule == null);
  }
}
