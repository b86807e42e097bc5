package dev.ferrule.rules.declared;

import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import java.util.List;

/**
 * A function whose body is an export of a WASM module. Immutable.
 *
 * @param name as rules call it
 * @param module path of the module's file within the rule set
 * @param export name of the exported function
 * @param summary one sentence
 * @param result {@code str}, {@code int}, {@code float} or {@code bool}
 */
public record WasmDeclaration(
    String name,
    String module,
    String export,
    String summary,
    List<Parameter> parameters,
    Type result) {
  public WasmDeclaration {
    parameters = List.copyOf(parameters);
  }
}
