package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.types.Fit;
import dev.ferrule.rules.types.Generics;
import dev.ferrule.rules.types.Type;

/**
 * Calls whose result has the type that its name is annotated with: there is a name, it has an
 * annotation, and the function can return that. Stateless.
 */
final class DynamicResults {
  private static final Type UNKNOWN = new Type.Variable("~_T");

  private DynamicResults() {}

  /** Whether nothing but an annotation tells the type of the result. */
  static boolean isDynamic(Signature signature) {
    return signature.result() == Type.ANY
        || (Generics.hasVariable(signature.result()) && !isGeneric(signature));
  }

  /** Whether the type of the result follows from that of an argument. */
  static boolean isGeneric(Signature signature) {
    for (var parameter : signature.parameters()) {
      if (Generics.hasVariable(parameter.type())) {
        return true;
      }
    }
    return false;
  }

  static void check(Outline file, Calls calls, Annotations annotations, Findings findings) {
    for (var site : calls.in(file)) {
      if (isDynamic(site.signature())) {
        check(site, annotations, findings);
      }
    }
  }

  private static void check(Site site, Annotations annotations, Findings findings) {
    var assign = site.assignment();
    if (assign == null) {
      findings.error(
          "unassigned-dynamic-result",
          ("`%s(...)` returns a dynamic result, and thus must be assigned to a variable"
                  + " with a type annotation")
              .formatted(site.name()),
          site.call().span(),
          Site.assignHint(
              site.use(),
              "SomeVariable",
              site.signature().result() == Type.ANY
                  ? Type.STR.display()
                  : Generics.substitute(site.signature().result(), Type.STR).display()));
      return;
    }
    var annotation = assign.annotation();
    var reading = annotations.of(assign);
    if (annotation == null || reading == null) {
      findings.error(
          "unannotated-dynamic-result",
          "`%s(...)` returns a dynamic result, and the assignment must have a type annotation"
              .formatted(site.name()),
          assign.span(),
          "add a type annotation, like: `%s: str = %s(...)`"
              .formatted(assign.target().identifier(), site.name()));
      return;
    }
    if (reading.problem() != null) {
      findings.add(reading.problem());
    }
    var result = site.signature().result();
    if (reading.type() != null
        && Fit.of(reading.type(), Generics.substitute(result, Type.ANY)) == Fit.NOT) {
      findings.error(
          "incompatible-annotation",
          "annotation is incompatible with generic return type",
          annotation.span(),
          "annotation is incompatible with `%s` return type %s"
              .formatted(site.name(), Generics.substitute(result, UNKNOWN).quoted()));
    }
  }
}
