package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.types.Type;
import java.util.List;

/**
 * How a slot keeps its value. A slot is one index into both arrays of a {@link Frame}: {@code
 * numbers} and {@code objects}.
 */
enum Kind {
  /** {@code numbers} holds one of the four truths of {@link Truth}. */
  BOOL,
  /** As BOOL; the rule itself is made from its plan when somebody wants it. */
  RULE,
  /** {@code numbers} holds a long where {@code objects} is null, else {@code objects} tells. */
  INT,
  /** As INT with the bits of a double, or a long where {@code objects} is {@link Frame#LONG}. */
  FLOAT,
  /** {@code objects} holds a String; null is None. */
  TEXT,
  /** {@code objects} holds any value; null is None. */
  BOXED;

  /** The kind for values of a type. */
  static Kind of(Type type) {
    return switch (type) {
      case Type.Plain plain ->
          switch (plain) {
            case BOOL -> BOOL;
            case INT -> INT;
            case FLOAT -> FLOAT;
            case STR -> TEXT;
            case NONE, ANY, OBJECT, RULE, TIME_DELTA, EXPERIMENT, EFFECT -> BOXED;
          };
      case Type.Union(List<Type> members) -> ofUnion(members);
      case Type.ListOf ignored -> BOXED;
      case Type.EntityOf ignored -> BOXED;
      case Type.Variable ignored -> BOXED;
    };
  }

  private static Kind ofUnion(List<Type> members) {
    var kinds = members.stream().filter(t -> t != Type.NONE).map(Kind::of).distinct().toList();
    return kinds.size() == 1 ? kinds.getFirst() : BOXED;
  }
}
