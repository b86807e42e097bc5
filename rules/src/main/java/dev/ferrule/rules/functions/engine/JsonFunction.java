package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optional;

import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonPath;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import java.util.List;

/**
 * {@code JsonData} and {@code EntityJson}: a value of the event, by its path.
 *
 * @param signature with a constant parameter {@code type} when what is read is an entity
 */
record JsonFunction(Signature signature) implements Function {
  private static final Parameter PATH =
      constant("path", Type.STR, "Where the value is, as `$.user.id`; the first match counts.");
  private static final Parameter REQUIRED =
      optional(
          "required",
          Type.BOOL,
          true,
          "Whether it is an error that there is no value; a literal. If false, what depends on it"
              + " fails silently.");
  private static final Parameter COERCE =
      optional(
          "coerce_type",
          Type.BOOL,
          true,
          "Whether a value of another type is converted to the annotated one; a literal.");

  static JsonFunction data() {
    return new JsonFunction(
        new Signature(
            "JsonData",
            List.of(),
            "Engine",
            "Reads a value of the event as the type that the assignment is annotated with.",
            List.of(PATH, REQUIRED, COERCE),
            null,
            EngineFunctions.T,
            Signature.Purity.EVENT,
            "UserAge: int = JsonData(path='$.user.age')"));
  }

  static JsonFunction entity() {
    return new JsonFunction(
        new Signature(
            "EntityJson",
            List.of(),
            "Entities",
            "Makes an entity whose id is a value of the event.",
            List.of(EngineFunctions.ENTITY_TYPE, PATH, REQUIRED, COERCE),
            null,
            Type.entityOf(EngineFunctions.T),
            Signature.Purity.EVENT,
            "UserId: Entity[str] = EntityJson(type='User', path='$.user.id')"));
  }

  @Override
  public Prepared prepare(CallSite site) {
    var path = JsonPath.parse("$");
    try {
      path = JsonPath.parse(site.text("path"));
    } catch (FerruleException e) {
      site.rejectArgument("path", String.valueOf(e.getMessage()));
    }
    boolean isEntity = signature.name().equals("EntityJson");
    return new Prepared.JsonRead(
        path,
        flag(site, "required"),
        flag(site, "coerce_type"),
        isEntity ? site.text("type") : null);
  }

  private static boolean flag(CallSite site, String parameter) {
    var written = site.call().find(parameter);
    if (written == null) {
      return true;
    }
    return switch (site.resolve(written)) {
      case Node.BoolLiteral(boolean value, var _) -> value;
      // Of a wrong type, which the check of types reports.
      case Node.Literal _ -> true;
      case Node.Expression _ -> {
        site.reject(
            "`" + parameter + "` must be a literal",
            written.span(),
            "expected `True` or `False`, as how a path is read cannot depend on the event");
        yield true;
      }
    };
  }
}
