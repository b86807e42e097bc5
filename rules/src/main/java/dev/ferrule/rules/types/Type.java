package dev.ferrule.rules.types;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A type of the rule language. Immutable; equal when the same. */
public sealed interface Type extends Traits {
  Type BOOL = Plain.BOOL;
  Type INT = Plain.INT;
  Type FLOAT = Plain.FLOAT;
  Type STR = Plain.STR;
  Type NONE = Plain.NONE;
  Type ANY = Plain.ANY;
  Type OBJECT = Plain.OBJECT;
  Type RULE = Plain.RULE;
  Type TIME_DELTA = Plain.TIME_DELTA;
  Type EXPERIMENT = Plain.EXPERIMENT;
  Type EFFECT = Plain.EFFECT;

  static Type listOf(Type item) {
    return new ListOf(item);
  }

  static Type optional(Type type) {
    return new Union(List.of(type, NONE));
  }

  static Type entityOf(Type id) {
    return new EntityOf(id);
  }

  /** Types without parts. */
  enum Plain implements Type {
    BOOL("bool"),
    INT("int"),
    FLOAT("float"),
    STR("str"),
    NONE("None"),
    /** Compatible with everything, both ways. */
    ANY("Any"),
    /** Accepts every value, {@code None} too. */
    OBJECT("object"),
    RULE("RuleT"),
    TIME_DELTA("TimeDeltaT"),
    EXPERIMENT("ExperimentT"),
    EFFECT("EffectBase");

    private final String display;

    Plain(String display) {
      this.display = display;
    }

    @Override
    public String display() {
      return display;
    }
  }

  /** A list; one of ints may stand for one of floats, as lists never change. */
  record ListOf(Type item) implements Type {
    @Override
    public String display() {
      return "list[" + item.display() + "]";
    }
  }

  /**
   * One of several types, none of them a union. The order does not count when two are compared.
   *
   * @param members two or more, in the order written
   */
  record Union(List<Type> members) implements Type {
    public Union {
      members = List.copyOf(members);
    }

    /** Optional types show {@code None} last; longer unions leave it out. */
    @Override
    public String display() {
      String present =
          String.join(" | ", members.stream().filter(m -> m != NONE).map(Type::display).toList());
      return members.size() == 2 && isOptional() ? present + " | None" : present;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Union union && Set.copyOf(members).equals(Set.copyOf(union.members));
    }

    @Override
    public int hashCode() {
      return Set.copyOf(members).hashCode();
    }
  }

  /** An entity by the type of its id: {@code str}, {@code int}, or any. */
  record EntityOf(Type id) implements Type {
    @Override
    public String display() {
      return "Entity[" + id.display() + "]";
    }
  }

  /** Stands for the type of a generic function's argument. */
  record Variable(String name) implements Type {
    @Override
    public String display() {
      return name;
    }
  }
}
