package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optional;
import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.functions.Signature.Purity;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions that the language is made of. */
public final class EngineFunctions {
  static final Type T = new Type.Variable("_T");

  static final Parameter ENTITY_TYPE = constant("type", Type.STR, "The kind of entity, as `User`.");

  /** What a call comes to that an error was reported for. */
  static final Prepared REJECTED = new Prepared.Invoke((event, arguments) -> null);

  private EngineFunctions() {}

  /** Every function of this package. */
  public static List<Function> all() {
    return List.of(
        new ImportFunction(),
        new RequireFunction(),
        JsonFunction.data(),
        JsonFunction.entity(),
        entity(),
        resolveOptional(),
        new RuleFunction(),
        new WhenRulesFunction(),
        getActionName(),
        getActionId(),
        declareVerdict(),
        LabelChanges.add(),
        LabelChanges.remove(),
        new HasLabel(),
        new TimeDeltaFunction(),
        new Experiment("Experiment"),
        new Experiment("ExperimentsBucketAssignment"),
        new ExperimentWhen(),
        new RegexMatch(),
        new RegexMatchMap(),
        new CountRegexMatches());
  }

  /** An argument that the checks have found to be there. */
  static Node.Expression argument(CallSite site, String parameter) {
    return Objects.requireNonNull(site.call().find(parameter), parameter);
  }

  /** A constant list. */
  static List<?> list(CallSite site, String parameter) {
    return (List<?>) Objects.requireNonNull(site.constant(parameter), parameter);
  }

  /** A constant number. */
  static BigDecimal number(CallSite site, String parameter) {
    return new BigDecimal(String.valueOf(site.constant(parameter)));
  }

  private static Function entity() {
    return new PlainFunction(
        new Signature(
            "Entity",
            List.of(),
            "Entities",
            "Makes an entity of an id that the rules computed.",
            List.of(ENTITY_TYPE, Parameter.of("id", T, "Its id: text or an int.")),
            null,
            Type.entityOf(T),
            Purity.PURE,
            "Domain = Entity(type='Domain', id=EmailDomain(email=UserEmail))"),
        (event, arguments) -> entity(Arguments.text(arguments, 0), arguments[1]));
  }

  private static Object entity(String type, @Nullable Object id) {
    return id instanceof String || id instanceof Long || id instanceof BigInteger
        ? new Entity(type, id)
        : Failure.unexpected(
            "TypeError",
            "Can only have `str` or `int` entities, got `%s`".formatted(PythonValues.typeName(id)));
  }

  private static Function resolveOptional() {
    return new PlainFunction(
        new Signature(
            "ResolveOptional",
            List.of(),
            "Engine",
            "Takes an optional value as one that is there.",
            List.of(
                Parameter.of("optional_value", Type.optional(T), "What may be None."),
                optional("default_value", Type.optional(T), null, "What to take instead of None."),
                optionalConstant(
                    "should_report_error",
                    Type.BOOL,
                    false,
                    "Whether None without a default counts as an error.")),
            null,
            T,
            Purity.PURE,
            "UserName = ResolveOptional(optional_value=MaybeName, default_value='')"),
        (event, arguments) -> {
          Object value = arguments[0] != null ? arguments[0] : arguments[1];
          if (value != null) {
            return value;
          }
          return Arguments.flag(arguments, 2)
              ? Failure.unexpected("ValueError", "optional_value kwarg is None")
              : Failure.EXPECTED;
        });
  }

  private static Function getActionName() {
    return new PlainFunction(
        new Signature(
            "GetActionName",
            List.of(),
            "Engine",
            "Returns the name of the event's action.",
            List.of(),
            null,
            Type.STR,
            Purity.EVENT,
            "ActionName = GetActionName()"),
        (event, arguments) -> event.actionName());
  }

  private static Function getActionId() {
    return new PlainFunction(
        new Signature(
            "GetActionId",
            List.of(),
            "Engine",
            "Returns the id of the event's action.",
            List.of(),
            null,
            Type.INT,
            Purity.EVENT,
            "ActionId = GetActionId()"),
        (event, arguments) -> event.actionId());
  }

  private static Function declareVerdict() {
    return new PlainFunction(
        new Signature(
            "DeclareVerdict",
            List.of(),
            "Effects",
            "Returns a word to whoever sent the event.",
            List.of(Parameter.of("verdict", Type.STR, "The word.")),
            null,
            Type.EFFECT,
            Purity.PURE,
            "WhenRules(rules_any=[SpamRule], then=[DeclareVerdict(verdict='reject')])"),
        (event, arguments) -> new Effect.Verdict(Arguments.text(arguments, 0)));
  }
}
