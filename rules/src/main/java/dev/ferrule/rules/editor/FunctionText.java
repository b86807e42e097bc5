package dev.ferrule.rules.editor;

import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Signatures as people read them. Stateless. */
final class FunctionText {
  private FunctionText() {}

  /** A parameter: {@code name: type = default}. */
  static String parameter(Parameter parameter) {
    var type = type(parameter.type());
    return parameter.required()
        ? "%s: %s".formatted(parameter.name(), type)
        : "%s: %s = %s".formatted(parameter.name(), type, value(parameter.defaultValue()));
  }

  /** The whole signature on one line. */
  static String signature(Signature signature) {
    var parameters =
        signature.parameters().stream()
            .map(FunctionText::parameter)
            .collect(Collectors.joining(", "));
    var extra = signature.extra();
    if (extra != null) {
      parameters += (parameters.isEmpty() ? "" : ", ") + "**name: " + type(extra);
    }
    return "%s(%s) -> %s".formatted(signature.name(), parameters, type(signature.result()));
  }

  /** Signature, summary, parameters and example, in Markdown. */
  static String markdown(Signature signature) {
    var out = new StringBuilder(code(signature(signature)));
    out.append('\n').append(signature.summary()).append('\n');
    if (!signature.parameters().isEmpty()) {
      out.append('\n');
      for (var parameter : signature.parameters()) {
        out.append("- `").append(parameter.name()).append("`: ").append(parameter.summary());
        out.append(parameter.constant() ? " (a literal)\n" : "\n");
      }
    }
    if (!signature.example().isEmpty()) {
      out.append('\n').append(code(signature.example()));
    }
    return out.toString();
  }

  /** One parameter, in Markdown. */
  static String markdown(Parameter parameter) {
    return code(parameter(parameter)) + "\n" + parameter.summary() + "\n";
  }

  static String code(String text) {
    return "```sml\n%s\n```\n".formatted(text);
  }

  static String type(Type type) {
    var shown = type.display();
    return shown.startsWith("_T") ? shown.substring(1) : shown.replace("_T", "T");
  }

  /** A value as rules write it. */
  static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case String text ->
          "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
      case List<?> items ->
          items.stream().map(FunctionText::value).collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }
}
