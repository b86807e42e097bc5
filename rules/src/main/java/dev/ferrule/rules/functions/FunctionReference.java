package dev.ferrule.rules.functions;

import dev.ferrule.rules.values.PythonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reference of functions, made from their signatures: Markdown for the documentation, text for
 * the terminal, JSON for editors. Functions stand by category and name. Stateless.
 */
public final class FunctionReference {
  private static final int WIDTH = 96;

  private FunctionReference() {}

  /** A page with a heading for each category and a section for each function. */
  public static String markdown(Collection<? extends Function> functions) {
    var out = new StringBuilder("# Functions\n\n");
    out.append("Every argument is given by name; `?` marks those that may be left out.\n");
    var examples = functions.stream().map(function -> function.signature().example()).toList();
    var names = exampleNames(examples);
    if (!names.isEmpty()) {
      out.append("The examples use these names where they do not define them:\n\n```python\n");
      names.forEach(statement -> out.append(statement).append('\n'));
      out.append("```\n");
    }
    byCategory(functions)
        .forEach((category, signatures) -> {
          out.append("\n## ").append(category).append('\n');
          for (var signature : signatures) {
            out.append("\n### ").append(signature.name()).append("\n\n");
            out.append(signature.summary()).append("\n\n```text\n");
            out.append(call(signature)).append("\n```\n");
            table(signature, out);
            if (!signature.aliases().isEmpty()) {
              out.append("\nAlso: `")
                  .append(String.join("`, `", signature.aliases()))
                  .append("`.\n");
            }
            if (!signature.example().isEmpty()) {
              out.append("\n```python\n").append(signature.example()).append("\n```\n");
            }
          }
        });
    return out.toString();
  }

  /** The statements that define the names which examples use, one a line. */
  public static List<String> exampleNames(Collection<String> examples) {
    return ExampleNames.neededBy(examples);
  }

  private static void table(Signature signature, StringBuilder out) {
    if (signature.parameters().isEmpty()) {
      return;
    }
    out.append("\n| argument | type | | |\n|---|---|---|---|\n");
    for (var parameter : signature.parameters()) {
      out.append("| `")
          .append(parameter.name())
          .append(parameter.required() ? "" : "?")
          .append("` | `")
          .append(parameter.type().display().replace("|", "\\|"))
          .append("` | ")
          .append(note(parameter).replace("|", "\\|"))
          .append(" | ")
          .append(parameter.summary().replace("|", "\\|"))
          .append(" |\n");
    }
  }

  private static String note(Signature.Parameter parameter) {
    var notes = new ArrayList<String>();
    if (parameter.constant()) {
      notes.add("a literal");
    }
    if (!parameter.required()) {
      notes.add("`" + PythonText.repr(parameter.defaultValue()) + "`");
    }
    return String.join(", ", notes);
  }

  /** One line for each function, as {@code ListLength(list: list[Any]) -> int}. */
  public static String text(Collection<? extends Function> functions) {
    var out = new StringBuilder();
    byCategory(functions)
        .forEach((category, signatures) -> {
          out.append(out.isEmpty() ? "" : "\n").append(category).append('\n');
          for (var signature : signatures) {
            out.append("  ").append(call(signature)).append('\n');
            wrap(signature.summary(), out);
          }
        });
    return out.toString();
  }

  /** All about one function for the terminal. */
  public static String text(Function function) {
    var signature = function.signature();
    var out = new StringBuilder(call(signature)).append('\n');
    wrap(signature.summary(), out);
    for (var parameter : signature.parameters()) {
      out.append("  ").append(parameter.name()).append('\n');
      wrap(parameter.summary(), out);
    }
    if (!signature.aliases().isEmpty()) {
      out.append("also: ").append(String.join(", ", signature.aliases())).append('\n');
    }
    return out.append("example: ").append(signature.example()).append('\n').toString();
  }

  private static void wrap(String sentence, StringBuilder out) {
    int column = 0;
    for (String word : sentence.split(" ", -1)) {
      if (column == 0 || column + 1 + word.length() > WIDTH) {
        out.append(column == 0 ? "      " : "\n      ").append(word);
        column = 6 + word.length();
      } else {
        out.append(' ').append(word);
        column += 1 + word.length();
      }
    }
    out.append('\n');
  }

  /**
   * An array of objects: {@code name}, {@code aliases}, {@code category}, {@code summary}, {@code
   * parameters} (with {@code name}, {@code type}, {@code required}, {@code constant}, {@code
   * default} as rule text, {@code summary}), {@code extra}, {@code result}, {@code purity}, {@code
   * signature}, {@code example}.
   */
  public static String json(Collection<? extends Function> functions) {
    return byCategory(functions).values().stream()
        .flatMap(List::stream)
        .map(FunctionReference::json)
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String json(Signature signature) {
    return "{"
        + String.join(
            ",",
            field("name", signature.name()),
            "\"aliases\":" + texts(signature.aliases()),
            field("category", signature.category()),
            field("summary", signature.summary()),
            "\"parameters\":"
                + signature.parameters().stream()
                    .map(FunctionReference::json)
                    .collect(Collectors.joining(",", "[", "]")),
            field("extra", signature.extra() == null ? null : signature.extra().display()),
            field("result", signature.result().display()),
            field("purity", signature.purity().name().toLowerCase(java.util.Locale.ROOT)),
            field("signature", call(signature)),
            field("example", signature.example()))
        + "}";
  }

  private static String json(Signature.Parameter parameter) {
    return "{"
        + String.join(
            ",",
            field("name", parameter.name()),
            field("type", parameter.type().display()),
            "\"required\":" + parameter.required(),
            "\"constant\":" + parameter.constant(),
            field(
                "default", parameter.required() ? null : PythonText.repr(parameter.defaultValue())),
            field("summary", parameter.summary()))
        + "}";
  }

  private static String field(String name, @Nullable String value) {
    return quote(name) + ":" + (value == null ? "null" : quote(value));
  }

  private static String texts(List<String> texts) {
    return texts.stream().map(FunctionReference::quote).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quote(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /** How a function is called, as {@code Slice(s: str, start: int, end: int = 5) -> str}. */
  public static String call(Signature signature) {
    var parameters = new ArrayList<String>();
    for (var parameter : signature.parameters()) {
      parameters.add(
          parameter.name()
              + ": "
              + parameter.type().display()
              + (parameter.required() ? "" : " = " + PythonText.repr(parameter.defaultValue())));
    }
    var extra = signature.extra();
    if (extra != null) {
      parameters.add("**: " + extra.display());
    }
    return "%s(%s) -> %s"
        .formatted(signature.name(), String.join(", ", parameters), signature.result().display());
  }

  private static Map<String, List<Signature>> byCategory(Collection<? extends Function> functions) {
    return functions.stream()
        .map(Function::signature)
        .sorted(java.util.Comparator.comparing(Signature::name))
        .collect(Collectors.groupingBy(Signature::category, TreeMap::new, Collectors.toList()));
  }
}
