package dev.ferrule.rules.declared;

import dev.ferrule.rules.types.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types and values as {@code functions.yaml} writes them. Stateless. */
public final class TypeText {
  private static final int MOST_CHARS = 200;

  private TypeText() {}

  /**
   * The type of {@code str}, {@code int}, {@code float}, {@code bool}, {@code list[...]}, {@code
   * Optional[...]} or {@code ... | None}.
   *
   * @param place where the text stands, for the message
   * @throws dev.ferrule.model.FerruleException with {@link
   *     dev.ferrule.model.ErrorCode#CONFIG_INVALID} when it is none
   */
  public static Type parse(String place, String text) {
    if (text.length() > MOST_CHARS) {
      throw DeclaredFunctions.invalid(
          "expected a type of at most %d characters at %s, found more"
              .formatted(MOST_CHARS, place));
    }
    String bare = text.strip();
    if (bare.endsWith("]")) {
      int open = bare.indexOf('[');
      String inside = open < 0 ? "" : bare.substring(open + 1, bare.length() - 1);
      String outside = open < 0 ? "" : bare.substring(0, open);
      return switch (outside) {
        case "list", "List" -> Type.listOf(parse(place, inside));
        case "Optional" -> Type.optional(single(place, parse(place, inside)));
        default -> throw unknown(place, text);
      };
    }
    if (bare.endsWith("None") && bare.contains("|")) {
      String before = bare.substring(0, bare.lastIndexOf('|'));
      return Type.optional(single(place, parse(place, before)));
    }
    return switch (bare) {
      case "str" -> Type.STR;
      case "int" -> Type.INT;
      case "float" -> Type.FLOAT;
      case "bool" -> Type.BOOL;
      default -> throw unknown(place, text);
    };
  }

  private static Type single(String place, Type type) {
    if (type instanceof Type.Union) {
      throw unknown(place, type.display() + " | None");
    }
    return type;
  }

  private static RuntimeException unknown(String place, String text) {
    return DeclaredFunctions.invalid(
        "expected str, int, float, bool, list[...] or Optional[...] at %s, found `%s`"
            .formatted(place, text));
  }

  /** A default of a type, as rules hold values. */
  static @Nullable Object value(String place, Type type, @Nullable Object yaml) {
    switch (type) {
      case Type.Union(var members) when yaml == null && members.contains(Type.NONE) -> {
        return null;
      }
      case Type.Union(var members) -> {
        return value(place, members.getFirst(), yaml);
      }
      case Type.ListOf(var item) when yaml instanceof List<?> list -> {
        var items = new ArrayList<@Nullable Object>();
        list.forEach(each -> items.add(value(place, item, each)));
        return java.util.Collections.unmodifiableList(items);
      }
      default -> {
        // Told apart by the value below.
      }
    }
    boolean isNumber = type == Type.INT || type == Type.FLOAT;
    Object value =
        switch (yaml) {
          case String text when type == Type.STR -> text;
          case Boolean flag when type == Type.BOOL -> flag;
          case Integer number when isNumber -> number.longValue();
          case Long number when isNumber -> number;
          case BigInteger number when isNumber -> number;
          case Double number when type == Type.FLOAT -> number;
          case null, default -> null;
        };
    if (value == null) {
      throw DeclaredFunctions.invalid(
          "expected %s at %s, found `%s`".formatted(type.display(), place, yaml));
    }
    return value;
  }
}
