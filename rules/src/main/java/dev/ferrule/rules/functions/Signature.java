package dev.ferrule.rules.functions;

import dev.ferrule.rules.types.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a function is called: the one table behind the checker, the reference and the editor.
 *
 * @param name as rules call it
 * @param aliases other names for it
 * @param category a heading of the reference, as {@code Strings}
 * @param summary one sentence
 * @param parameters in order
 * @param extra the type of further arguments of any name, or null when there are none
 * @param result what it returns; {@link Type#NONE} when nothing; a {@link Type.Variable} when the
 *     type follows an argument or the annotation of the name it is assigned to
 * @param purity what the result depends on
 * @param example one line of rule text
 */
public record Signature(
    String name,
    List<String> aliases,
    String category,
    String summary,
    List<Parameter> parameters,
    @Nullable Type extra,
    Type result,
    Purity purity,
    String example) {
  public Signature {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  /** What a result depends on. */
  public enum Purity {
    /** The arguments alone: the same arguments may be computed once, or ahead of time. */
    PURE,
    /** The event, the labels, the lists, the time or chance: to be computed for each event. */
    EVENT,
    /** Something outside changes, or a call is made: exactly once for each event. */
    EFFECT
  }

  /** Stands for the absence of a default: the argument must be given. */
  public static final Object REQUIRED = new Object();

  /**
   * One parameter.
   *
   * @param constant whether the argument must be a literal, known before any event
   * @param defaultValue {@link #REQUIRED}, or the value when no argument is given: null (None),
   *     String, Long, Double, Boolean or List
   * @param summary one sentence
   */
  public record Parameter(
      String name, Type type, boolean constant, @Nullable Object defaultValue, String summary) {
    public boolean required() {
      return defaultValue == REQUIRED;
    }

    /** An argument that must be given. */
    public static Parameter of(String name, Type type, String summary) {
      return new Parameter(name, type, false, REQUIRED, summary);
    }

    /** An argument that may be left out. */
    public static Parameter optional(
        String name, Type type, @Nullable Object defaultValue, String summary) {
      return new Parameter(name, type, false, defaultValue, summary);
    }

    /** A literal that must be given. */
    public static Parameter constant(String name, Type type, String summary) {
      return new Parameter(name, type, true, REQUIRED, summary);
    }

    /** A literal that may be left out. */
    public static Parameter optionalConstant(
        String name, Type type, @Nullable Object defaultValue, String summary) {
      return new Parameter(name, type, true, defaultValue, summary);
    }

    /** Whether a failed argument arrives as None rather than failing the call. */
    public boolean acceptsNone() {
      return type == Type.OBJECT
          || type == Type.NONE
          || (type instanceof Type.Union union && union.members().contains(Type.NONE));
    }
  }
}
