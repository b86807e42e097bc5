package dev.ferrule.rules.declared;

import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import java.util.List;
import java.util.stream.Collectors;

/** How a function that a rule set declares itself is called. Stateless. */
public final class OwnSignature {
  private OwnSignature() {}

  /** The signature, with an example that gives every required argument. */
  public static Signature of(String name, String summary, List<Parameter> parameters, Type result) {
    String arguments =
        parameters.stream()
            .filter(Parameter::required)
            .map(parameter -> parameter.name() + "=...")
            .collect(Collectors.joining(", "));
    return new Signature(
        name,
        List.of(),
        "Functions of your own",
        summary,
        parameters,
        null,
        result,
        Signature.Purity.EVENT,
        "X = %s(%s)".formatted(name, arguments));
  }
}
