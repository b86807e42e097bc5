package dev.ferrule.rules.types;

import java.util.List;

/** Whether a value of one type may stand where another type is wanted. */
public enum Fit {
  AS_IS,
  /** It may, as what it {@link Type#unwrapped unwraps} to. */
  UNWRAPPED,
  NOT;

  /** How a value of a type fits where another is wanted. */
  public static Fit of(Type type, Type wanted) {
    if (accepts(type, wanted)) {
      return AS_IS;
    }
    var unwrapped = type.unwrapped();
    return unwrapped != null && accepts(unwrapped, wanted) ? UNWRAPPED : NOT;
  }

  /** Whether a value of a type fits as it is. */
  public static boolean accepts(Type type, Type wanted) {
    if (type == Type.ANY || wanted == Type.ANY || wanted == Type.OBJECT || type == wanted) {
      return true;
    }
    for (Type candidate : members(type)) {
      if (!acceptsMember(candidate, members(wanted))) {
        return false;
      }
    }
    return true;
  }

  private static boolean acceptsMember(Type candidate, List<Type> wanted) {
    for (Type each : wanted) {
      if (matches(candidate, each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(Type candidate, Type wanted) {
    if (candidate instanceof Type.ListOf(var item)) {
      return wanted == Type.ANY
          || (wanted instanceof Type.ListOf(var wantedItem) && accepts(item, wantedItem));
    }
    if (candidate instanceof Type.EntityOf(var id)) {
      return wanted == Type.ANY
          || (wanted instanceof Type.EntityOf(var wantedId) && accepts(id, wantedId));
    }
    return candidate == Type.ANY
        || wanted == Type.ANY
        || wanted == Type.OBJECT
        || candidate.equals(wanted)
        // An int may stand for a float; a bool for neither.
        || (wanted == Type.FLOAT && candidate == Type.INT);
  }

  private static List<Type> members(Type type) {
    return type instanceof Type.Union(var members) ? members : List.of(type);
  }
}
