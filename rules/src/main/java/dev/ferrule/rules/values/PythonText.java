package dev.ferrule.rules.values;

import dev.ferrule.model.json.PythonFloat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text forms of values, as Python's {@code str} and {@code repr} write them. Stateless. */
public final class PythonText {
  private PythonText() {}

  /** {@code str(value)}. */
  public static String str(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case String text -> text;
      case Boolean bool -> bool ? "True" : "False";
      case Double number -> PythonFloat.repr(number);
      case Entity entity -> entity.key();
      default -> repr(value);
    };
  }

  /** {@code repr(value)}. */
  public static String repr(@Nullable Object value) {
    var out = new StringBuilder();
    repr(value, out);
    return out.toString();
  }

  private static void repr(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("None");
      case String text -> quote(text, out);
      case Boolean bool -> out.append(bool ? "True" : "False");
      case Double number -> out.append(PythonFloat.repr(number));
      case List<?> list -> {
        out.append('[');
        String separator = "";
        for (Object item : list) {
          out.append(separator);
          repr(item, out);
          separator = ", ";
        }
        out.append(']');
      }
      case Map<?, ?> map -> {
        out.append('{');
        String separator = "";
        for (var entry : map.entrySet()) {
          out.append(separator);
          repr(entry.getKey(), out);
          out.append(": ");
          repr(entry.getValue(), out);
          separator = ", ";
        }
        out.append('}');
      }
      case Entity(String type, Object id) -> {
        out.append("EntityT[<class '").append(id instanceof String ? "str" : "int");
        out.append("'>](type='").append(type).append("', id=").append(id).append(')');
      }
      default -> out.append(value);
    }
  }

  private static void quote(String text, StringBuilder out) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c == quote) {
            out.append('\\').append(quote);
          } else if (c == ' ' || isPrintable(c)) {
            out.appendCodePoint(c);
          } else if (c < 0x100) {
            out.append("\\x%02x".formatted(c));
          } else {
            out.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
          }
        }
      }
    }
    out.append(quote);
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
