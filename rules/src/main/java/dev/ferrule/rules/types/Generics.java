package dev.ferrule.rules.types;

import dev.ferrule.rules.types.Type.EntityOf;
import dev.ferrule.rules.types.Type.ListOf;
import dev.ferrule.rules.types.Type.Plain;
import dev.ferrule.rules.types.Type.Union;
import dev.ferrule.rules.types.Type.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types with a variable in them: finding it out, and putting a type in its place. */
public final class Generics {
  private Generics() {}

  /** Whether there is a variable in a type. */
  public static boolean hasVariable(Type type) {
    return switch (type) {
      case Variable _ -> true;
      case Plain _ -> false;
      case ListOf(var item) -> hasVariable(item);
      case EntityOf(var id) -> hasVariable(id);
      case Union(var members) -> members.stream().anyMatch(Generics::hasVariable);
    };
  }

  /** The type with another in place of its variable. */
  public static Type substitute(Type type, Type value) {
    return switch (type) {
      case Variable _ -> value;
      case Plain plain -> plain;
      case ListOf(var item) -> new ListOf(substitute(item, value));
      case EntityOf(var id) -> new EntityOf(substitute(id, value));
      case Union(var members) ->
          new Union(members.stream().map(member -> substitute(member, value)).toList());
    };
  }

  /**
   * What the variable of a parameter's type stands for, given an argument's type; null when the two
   * have different shapes.
   */
  public static @Nullable Type infer(Type parameter, Type argument) {
    if (argument == Type.ANY) {
      return Type.ANY;
    }
    return switch (parameter) {
      case Variable _ -> argument;
      case ListOf(var item) -> argument instanceof ListOf(var found) ? infer(item, found) : null;
      case EntityOf(var id) -> argument instanceof EntityOf(var found) ? infer(id, found) : null;
      case Union(var members) -> {
        for (Type member : members) {
          if (hasVariable(member)) {
            yield infer(member, present(argument));
          }
        }
        yield null;
      }
      case Plain _ -> null;
    };
  }

  /** The type without {@code None}. */
  public static Type present(Type type) {
    if (!(type instanceof Union(var members)) || !type.isOptional()) {
      return type;
    }
    List<Type> present = members.stream().filter(member -> member != Type.NONE).toList();
    return present.size() == 1 ? present.getFirst() : new Union(present);
  }
}
