package dev.ferrule.server.workers;

import dev.ferrule.model.FerruleException;
import dev.ferrule.proto.v1.WorkerFunction;
import dev.ferrule.rules.declared.TypeText;
import dev.ferrule.rules.declared.WorkerDeclaration;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function as a worker has it. Immutable.
 *
 * @param version empty when the worker says none
 * @param parameters names and types in order
 * @param wholeBatches whether it computes a batch as a whole, rather than call by call
 */
record Offer(
    String name, String version, List<Part> parameters, Type result, boolean wholeBatches) {
  private static final int MOST_PARAMETERS = 100;

  Offer {
    parameters = List.copyOf(parameters);
  }

  /** A parameter. */
  record Part(String name, Type type) {}

  /**
   * Reads what a worker says of a function.
   *
   * @throws FerruleException when it is not of the protocol
   */
  static Offer of(WorkerFunction message) {
    String name = message.getName();
    if (!name.matches("[A-Za-z][A-Za-z0-9_]{0,63}")) {
      throw Refusals.invalid(
          "expected a function name of letters, digits and underscores, found another");
    }
    if (!message.getVersion().matches("|[0-9a-f]{16}")) {
      throw Refusals.invalid(
          "expected 16 small hex digits as version of %s, found another text".formatted(name));
    }
    if (message.getParametersCount() > MOST_PARAMETERS) {
      throw Refusals.invalid(
          "expected at most %d parameters of %s, found %d"
              .formatted(MOST_PARAMETERS, name, message.getParametersCount()));
    }
    var parameters = new ArrayList<Part>();
    for (var parameter : message.getParametersList()) {
      String place = name + "." + parameter.getName();
      parameters.add(new Part(parameter.getName(), TypeText.parse(place, parameter.getType())));
    }
    return new Offer(
        name,
        message.getVersion(),
        parameters,
        TypeText.parse(name + " result", message.getResult()),
        message.getWholeBatches());
  }

  /** Why it is not what a rule set declares, or empty when it is. */
  String mismatch(WorkerFunctions.Versioned wanted) {
    WorkerDeclaration declared = wanted.declaration();
    String expected = text(partsOf(declared), declared.result());
    String found = text(parameters, result);
    if (!expected.equals(found)) {
      return "expected %s%s, found %s%s".formatted(name, expected, name, found);
    }
    return wanted.version() == null || wanted.version().equals(version)
        ? ""
        : "expected %s in version %s, found %s"
            .formatted(name, wanted.version(), version.isEmpty() ? "none" : version);
  }

  private static List<Part> partsOf(WorkerDeclaration declared) {
    return declared.parameters().stream().map(p -> new Part(p.name(), p.type())).toList();
  }

  private static String text(List<Part> parameters, Type result) {
    return parameters.stream()
        .map(part -> part.name() + ": " + part.type().display())
        .collect(Collectors.joining(", ", "(", ") -> " + result.display()));
  }
}
