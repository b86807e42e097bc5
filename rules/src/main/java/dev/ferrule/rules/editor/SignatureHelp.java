package dev.ferrule.rules.editor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the function is called whose call is being written.
 *
 * @param label the signature on one line
 * @param parameters where each parameter stands in the label
 * @param active the parameter that is being written, or -1
 */
public record SignatureHelp(
    String label, String documentation, List<Parameter> parameters, int active) {
  public SignatureHelp {
    parameters = List.copyOf(parameters);
  }

  /** One parameter: chars {@code [start, end)} of the label. */
  public record Parameter(int start, int end, String documentation) {}

  static @Nullable SignatureHelp at(EditedSet set, FileModel file, int offset) {
    var call = Cursor.at(file.file(), offset).call();
    var function = call == null ? null : set.functions().find(call.function());
    if (call == null || function == null) {
      return null;
    }
    var signature = function.signature();
    var label = FunctionText.signature(signature);
    int at = signature.name().length() + 1;
    int active = -1;
    var parameters = new java.util.ArrayList<Parameter>();
    for (var parameter : signature.parameters()) {
      int end = at + FunctionText.parameter(parameter).length();
      if (parameter.name().equals(call.argument())) {
        active = parameters.size();
      }
      parameters.add(new Parameter(at, end, parameter.summary()));
      at = end + 2;
    }
    return new SignatureHelp(label, signature.summary(), parameters, active);
  }
}
