package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Argument;
import dev.ferrule.rules.types.Generics;
import dev.ferrule.rules.types.Type;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The types of arguments and results of calls. Confined to the check. */
final class CallTypes {
  private final TypeNotes notes;
  private final Annotations annotations;

  CallTypes(TypeNotes notes, Annotations annotations) {
    this.notes = notes;
    this.annotations = annotations;
  }

  Type typeOf(Site site, Function<Node.Expression, Type> typeOf) {
    var signature = site.signature();
    Type inferred = null;
    Argument inferredFrom = null;
    boolean failed = false;
    for (var argument : site.call().arguments()) {
      var type = typeOf.apply(argument.value());
      var parameter = parameter(signature, argument.name());
      if (parameter == null || !Generics.hasVariable(parameter.type())) {
        check(site, argument, parameter, type);
        continue;
      }
      if (type == Type.NONE && parameter.type().isOptional()) {
        // It fits, and tells nothing.
        continue;
      }
      if (type instanceof Type.EntityOf(var id) && parameter.type().isOptional()) {
        // An entity that may be absent stands for its id.
        notes.unwrap(argument.value());
        type = id;
      }
      var next = Generics.infer(parameter.type(), type);
      if (next == null) {
        incompatible(site, argument, type, parameter.type().quoted());
        failed = true;
      } else if (inferred != null && inferredFrom != null && !next.equals(inferred)) {
        conflict(argument, next, inferredFrom, inferred);
      } else {
        inferred = next;
        inferredFrom = argument;
      }
    }
    return result(site, inferred, failed);
  }

  private static @Nullable Parameter parameter(Signature signature, String name) {
    for (var parameter : signature.parameters()) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
    }
    return null;
  }

  private void check(Site site, Argument argument, @Nullable Parameter parameter, Type type) {
    var wanted = parameter == null ? site.signature().extra() : parameter.type();
    if (wanted != null && !notes.fits(argument.value(), type, wanted)) {
      String display = wanted.display();
      boolean constant = parameter != null && parameter.constant();
      incompatible(
          site, argument, type, constant ? "`ConstExpr[" + display + "]`" : "`" + display + "`");
    }
  }

  private void incompatible(Site site, Argument argument, Type type, String wanted) {
    notes.error(
        "incompatible-argument",
        "argument `%s` to `%s` has incompatible type".formatted(argument.name(), site.name()),
        argument.value(),
        "has type %s, expected %s".formatted(type.quoted(), wanted),
        notes.origin(argument.value(), type));
  }

  private void conflict(Argument argument, Type type, Argument earlier, Type wanted) {
    notes
        .findings()
        .error(
            "conflicting-types",
            "conflicting generic types",
            argument.value().span(),
            "has type %s, expected %s".formatted(type.quoted(), wanted.quoted()),
            "argument `%s` has type %s".formatted(earlier.name(), wanted.quoted()),
            Findings.places(List.of(earlier.value().span())));
  }

  private Type result(Site site, @Nullable Type inferred, boolean failed) {
    var signature = site.signature();
    var result = signature.result();
    if (DynamicResults.isDynamic(signature)) {
      var assign = site.assignment();
      var reading = assign == null ? null : annotations.of(assign);
      return reading == null || reading.type() == null ? Type.ANY : reading.type();
    }
    if (!Generics.hasVariable(result) || failed) {
      return failed ? Type.ANY : result;
    }
    if (inferred == null) {
      notes.error(
          "unknown-result-type",
          "unable to infer the type of the result of `%s`".formatted(site.name()),
          site.call(),
          "no argument says what type it is",
          List.of());
      return Type.ANY;
    }
    return Generics.substitute(result, inferred);
  }
}
