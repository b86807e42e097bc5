package dev.ferrule.rules.types;

import org.jspecify.annotations.Nullable;

/**
 * What every type can say of itself. Apart from {@link Type}, as a class that starts up also starts
 * an interface above it that has both constants and methods, which could then wait for each other.
 */
sealed interface Traits permits Type {
  /** As messages show it. */
  String display();

  /** {@link #display} in backquotes. */
  default String quoted() {
    return "`" + display() + "`";
  }

  /** Whether it is a union with {@code None}. */
  default boolean isOptional() {
    return this instanceof Type.Union(var members) && members.contains(Type.NONE);
  }

  /**
   * What a value of this type may be used as without saying so: a rule as its bool, a time delta as
   * its seconds, an experiment as its texts, an entity as its id; null for all others.
   */
  default @Nullable Type unwrapped() {
    return switch (this) {
      case Type.EntityOf(var id) -> id;
      case Type.Plain plain ->
          switch (plain) {
            case RULE -> Type.BOOL;
            case TIME_DELTA -> Type.FLOAT;
            case EXPERIMENT -> Type.listOf(Type.STR);
            case BOOL, INT, FLOAT, STR, NONE, ANY, OBJECT, EFFECT -> null;
          };
      case Type.ListOf _, Type.Union _, Type.Variable _ -> null;
    };
  }
}
