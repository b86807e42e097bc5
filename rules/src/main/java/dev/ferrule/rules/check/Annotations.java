package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.types.AnnotationReader;
import dev.ferrule.rules.types.AnnotationReader.Reading;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The types that assignments are annotated with, each read once. Confined to the check. */
final class Annotations {
  private final IdentityHashMap<Assign, Reading> read = new IdentityHashMap<>();

  /** The type, or why there is none; null when there is no annotation. */
  @Nullable Reading of(Assign assign) {
    var annotation = assign.annotation();
    if (annotation == null) {
      return null;
    }
    return read.computeIfAbsent(assign, _ -> AnnotationReader.read(annotation, assign));
  }

  /** Whether the annotation itself says that the value is not to be shown. */
  static boolean hides(Assign assign) {
    return assign.annotation() != null && hides(assign.annotation());
  }

  private static boolean hides(dev.ferrule.rules.syntax.Node.Annotation annotation) {
    var variants = annotation.variants();
    if (variants == null) {
      return false;
    }
    return switch (annotation.name()) {
      case AnnotationReader.SECRET -> true;
      case AnnotationReader.EXTRACT_SECRET -> false;
      default -> variants.stream().anyMatch(Annotations::hides);
    };
  }

  /** Whether the outermost annotation has this name. */
  static boolean is(Assign assign, String name) {
    return assign.annotation() != null && assign.annotation().name().equals(name);
  }

  /** Whether what is read from JSON comes from the event's secret part. */
  static boolean isSecret(Assign assign) {
    return assign.annotation() != null
        && assign.annotation().variants() != null
        && (is(assign, AnnotationReader.SECRET) || is(assign, AnnotationReader.EXTRACT_SECRET));
  }
}
