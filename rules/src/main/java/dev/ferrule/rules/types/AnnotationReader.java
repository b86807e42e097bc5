package dev.ferrule.rules.types;

import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Diagnostic.Related;
import dev.ferrule.rules.syntax.Diagnostic.Severity;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Annotation;
import dev.ferrule.rules.syntax.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Annotations as types. Stateless. */
public final class AnnotationReader {
  /** Annotations that say what becomes of a value, around the type that it has. */
  public static final String SECRET = "Secret";

  public static final String EXTRACT_SECRET = "ExtractSecret";
  public static final String EXTRACT_LITERAL = "ExtractLiteral";

  private static final Map<String, Type> SIMPLE =
      Map.of(
          "str",
          Type.STR,
          "bool",
          Type.BOOL,
          "int",
          Type.INT,
          "float",
          Type.FLOAT,
          "None",
          Type.NONE);
  private static final List<String> GENERIC =
      List.of("Entity", EXTRACT_LITERAL, EXTRACT_SECRET, "List", "Optional", SECRET, "Union");
  private static final String UNKNOWN =
      "can only check dynamic return values of simple types or %s generics"
          .formatted(String.join(", ", GENERIC.stream().map(AnnotationReader::quote).toList()));

  private AnnotationReader() {}

  /** A type, or why there is none: one of the two. */
  public record Reading(@Nullable Type type, @Nullable Diagnostic problem) {}

  /** Reads the annotation of an assignment. */
  public static Reading read(Annotation annotation, Node.Assign assign) {
    return annotation.variants() == null
        ? simple(annotation, UNKNOWN)
        : generic(annotation, annotation.variants(), assign);
  }

  private static Reading simple(Annotation annotation, String message) {
    String name = annotation.name();
    if (annotation.variants() != null) {
      return problem(
          message,
          annotation.span(),
          "got `%s[...]`, which cannot be nested here, use a type like `str` or `int`"
              .formatted(name));
    }
    var type = SIMPLE.get(name);
    if (type != null) {
      return new Reading(type, null);
    }
    return problem(
        message,
        annotation.span(),
        GENERIC.contains(name)
            ? "`%s` is generic, try `%s[T]` where `T` is a type like `str` or `int`"
                .formatted(name, name)
            : "got unknown non-generic type `%s`".formatted(name));
  }

  private static Reading generic(
      Annotation annotation, List<Annotation> variants, Node.@Nullable Assign assign) {
    return switch (annotation.name()) {
      case "Union" -> union(annotation, variants, assign);
      case "Optional" -> optional(annotation, variants);
      case "List" -> list(annotation, variants);
      case "Entity" -> entity(annotation, variants);
      case SECRET, EXTRACT_SECRET, EXTRACT_LITERAL -> wrapper(annotation, variants);
      default ->
          problem(
              UNKNOWN,
              annotation.span(),
              "got unknown generic type `%s[...]`".formatted(annotation.name()));
    };
  }

  private static Reading union(
      Annotation annotation, List<Annotation> variants, Node.@Nullable Assign assign) {
    if (variants.size() < 2) {
      String only = variants.isEmpty() ? "str" : variants.getFirst().name();
      return problem(
          "a `Union` of one item should be represented as the item by itself",
          annotation.span(),
          assign == null
              ? "use `%s` instead".formatted(only)
              : "assign it to a variable as `%s: %s = ...` instead"
                  .formatted(assign.target().identifier(), only));
    }
    Map<String, Span> seen = new HashMap<>();
    List<Type> members = new ArrayList<>();
    for (var variant : variants) {
      var earlier = seen.putIfAbsent(variant.name(), variant.span());
      if (earlier != null) {
        return problem(
            "duplicated type `%s` seen in `Union[...]`".formatted(variant.name()),
            variant.span(),
            "",
            "union variant already specified here:",
            List.of(earlier));
      }
      var member = simple(variant, "expected simple type in `Union`");
      if (member.type() == null) {
        return member;
      }
      members.add(member.type());
    }
    return new Reading(new Type.Union(members), null);
  }

  private static Reading optional(Annotation annotation, List<Annotation> variants) {
    if (variants.isEmpty() || variants.size() > 2) {
      return problem(
          "`Optional` must have one or two arguments",
          annotation.span(),
          "got %d arguments".formatted(variants.size()));
    }
    if (variants.size() == 2 && !variants.getLast().name().equals("None")) {
      return problem(
          "`Optional` can't have arguments of different types or duplicate types",
          annotation.span(),
          "got %s and %s arguments"
              .formatted(variants.getFirst().name(), variants.getLast().name()));
    }
    var inner = simple(variants.getFirst(), "expected simple type in `Optional`");
    if (inner.type() == null || inner.type() == Type.NONE) {
      return inner;
    }
    return new Reading(Type.optional(inner.type()), null);
  }

  private static Reading list(Annotation annotation, List<Annotation> variants) {
    if (variants.isEmpty()) {
      return oneArgument(annotation, variants);
    }
    if (variants.size() > 1) {
      var rest = variants.subList(2, variants.size()).stream().map(Annotation::span).toList();
      return problem(
          "unexpected additional variants to `List[...]`",
          variants.get(1).span(),
          "",
          rest.isEmpty() ? "" : "also:",
          rest);
    }
    var item = simple(variants.getFirst(), "expected simple type in `List`");
    return item.type() == null ? item : new Reading(Type.listOf(item.type()), null);
  }

  private static Reading entity(Annotation annotation, List<Annotation> variants) {
    if (variants.size() != 1) {
      return oneArgument(annotation, variants);
    }
    var variant = variants.getFirst();
    if (!variant.name().equals("str") && !variant.name().equals("int")) {
      return problem(
          "`Entity` only supports `str` and `int` IDs currently",
          variant.span(),
          "got `%s` ID type".formatted(variant.name()));
    }
    var id = simple(variant, "expected simple type in `Entity`");
    return id.type() == null ? id : new Reading(Type.entityOf(id.type()), null);
  }

  private static Reading wrapper(Annotation annotation, List<Annotation> variants) {
    if (variants.size() != 1) {
      return oneArgument(annotation, variants);
    }
    var inner = variants.getFirst();
    return inner.variants() == null
        ? simple(inner, "expected simple type in " + quote(annotation.name()))
        : generic(inner, inner.variants(), null);
  }

  private static Reading oneArgument(Annotation annotation, List<Annotation> variants) {
    return problem(
        "%s must have exactly one argument".formatted(quote(annotation.name())),
        annotation.span(),
        "got %d arguments".formatted(variants.size()));
  }

  private static String quote(String name) {
    return "`" + name + "`";
  }

  private static Reading problem(String message, Span span, String hint) {
    return problem(message, span, hint, "", List.of());
  }

  private static Reading problem(
      String message, Span span, String hint, String relatedMessage, List<Span> related) {
    return new Reading(
        null,
        new Diagnostic(
            Severity.ERROR,
            "invalid-annotation",
            message,
            span,
            hint,
            relatedMessage,
            related.stream().map(each -> new Related(each, "")).toList()));
  }
}
