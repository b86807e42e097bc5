package dev.ferrule.rules.evaluation;

import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.Projected;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Coercion;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonValues;
import dev.ferrule.rules.values.TextBudget;
import org.jspecify.annotations.Nullable;

/** What {@code JsonData} and {@code EntityJson} make of the value at their path. Stateless. */
public final class JsonReads {
  private JsonReads() {}

  /**
   * The value of a read, or a Failure.
   *
   * @param type the annotated type: of the value, or of the entity
   * @param path the index of the read's path in the projection
   * @param budget what the event may still read
   */
  public static @Nullable Object read(
      Prepared.JsonRead read, Type type, Projected json, int path, TextBudget budget) {
    if (!take(json, path, budget)) {
      return TextBudget.exhausted();
    }
    Object value = read(read, type, json, path);
    return value instanceof String && json.kind(path) == Projected.STRING
        ? value
        : budget.charge(value);
  }

  /** Takes what reading a value costs, before it is read: the bytes of its JSON if it has parts. */
  public static boolean take(Projected json, int path, TextBudget budget) {
    return switch (json.kind(path)) {
      case Projected.STRING, Projected.ARRAY, Projected.OBJECT ->
          budget.take(json.end(path) - json.start(path));
      default -> true;
    };
  }

  private static @Nullable Object read(
      Prepared.JsonRead read, Type type, Projected json, int path) {
    if (read.entityType() == null) {
      return read(read, type, type, json, path);
    }
    Type idType = type instanceof Type.EntityOf(Type id) ? id : type;
    Object id = read(read, idType, idType, json, path);
    if (id instanceof Failure || id == null) {
      return id == null
          ? Failure.unexpected("TypeError", "Can only have `str` or `int` entities, got `NoneType`")
          : id;
    }
    return new Entity(read.entityType(), id);
  }

  private static @Nullable Object read(
      Prepared.JsonRead read, Type type, Type shown, Projected json, int path) {
    int kind = json.kind(path);
    if (kind == Projected.ABSENT) {
      String failure = json.failure(path);
      return failure == null ? absent(read, type) : failure(failure);
    }
    Object value;
    try {
      value = json.value(path);
    } catch (FerruleException e) {
      return Failure.unexpected("ValueError", String.valueOf(e.getMessage()));
    }
    if (Coercion.holds(type, value)) {
      return value;
    }
    if (value == null && !read.required()) {
      return Failure.EXPECTED;
    }
    if (value != null && read.coerce()) {
      Object coerced = Coercion.coerce(type, value);
      if (coerced != Coercion.IMPOSSIBLE) {
        return coerced;
      }
    }
    return Failure.unexpected(
        "InvalidJsonType",
        "Invalid type in Json data at path `%s`. Has type `%s`, expected `%s`."
            .formatted(
                read.path().canonical(),
                value == null ? "None" : PythonValues.typeName(value),
                shown.display()));
  }

  /** The value for a function that reads the event; null when there is none. */
  public static @Nullable Object value(Projected json, int path) {
    try {
      return json.kind(path) == Projected.ABSENT ? null : json.value(path);
    } catch (FerruleException e) {
      return null;
    }
  }

  private static Failure failure(String text) {
    // What the reference fails with has the name of its class; what a limit says has none.
    int colon = text.indexOf(": ");
    if (colon < 0) {
      return Failure.unexpected("ValueError", text);
    }
    return Failure.unexpected(text.substring(0, colon), text.substring(colon + 2));
  }

  /** What a read comes to when there is nothing at its path. */
  public static @Nullable Object absent(Prepared.JsonRead read, Type type) {
    if (Coercion.holds(type, null)) {
      return null;
    }
    return read.required()
        ? Failure.unexpected(
            "MissingJsonPath", "Missing Json data at path `%s`.".formatted(read.path().canonical()))
        : Failure.EXPECTED;
  }
}
