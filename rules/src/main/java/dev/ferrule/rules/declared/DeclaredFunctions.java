package dev.ferrule.rules.declared;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.yaml.Yaml;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code functions.yaml} of a rule set declares. Immutable. The form is described in
 * docs/rules/functions-yaml.md.
 */
public record DeclaredFunctions(List<EffectDeclaration> effects, List<WasmDeclaration> wasm) {
  public static final String FILE = "functions.yaml";
  public static final DeclaredFunctions NONE = new DeclaredFunctions(List.of(), List.of());

  private static final Set<String> EFFECT_KEYS = Set.of("feature", "text", "summary", "parameters");
  private static final Set<String> WASM_KEYS =
      Set.of("module", "export", "summary", "parameters", "result");
  private static final Set<Type> WASM_RESULTS = Set.of(Type.STR, Type.INT, Type.FLOAT, Type.BOOL);

  public DeclaredFunctions {
    effects = List.copyOf(effects);
    wasm = List.copyOf(wasm);
  }

  /**
   * Reads the text of the file.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when it is not of the form
   */
  public static DeclaredFunctions parse(String text) {
    var root = Yaml.load(FILE, text);
    if (root == null) {
      return NONE;
    }
    var sections = new Section(FILE, root, Set.of("effects", "wasm"));
    var names = new HashSet<String>();
    var effects = new ArrayList<EffectDeclaration>();
    for (var entry : sections.mapping("effects").entrySet()) {
      String name = Section.name(FILE, entry.getKey(), names);
      effects.add(effect(name, new Section("effects." + name, entry.getValue(), EFFECT_KEYS)));
    }
    var wasm = new ArrayList<WasmDeclaration>();
    for (var entry : sections.mapping("wasm").entrySet()) {
      String name = Section.name(FILE, entry.getKey(), names);
      wasm.add(wasm(name, new Section("wasm." + name, entry.getValue(), WASM_KEYS)));
    }
    return new DeclaredFunctions(effects, wasm);
  }

  private static EffectDeclaration effect(String name, Section section) {
    var parameters = section.parameters();
    String standing = String.join("|", parameters.stream().map(p -> "{" + p.name() + "}").toList());
    String feature = section.text("feature", snakeCase(name));
    if (!feature.matches("[a-z][a-z0-9_]{0,63}")) {
      throw invalid(
          "expected small letters, digits and underscores at %s.feature, found `%s`"
              .formatted(section.place(), feature));
    }
    return new EffectDeclaration(
        name,
        feature,
        section.text("text", standing),
        section.text("summary", "Asks for " + feature.replace('_', ' ') + "."),
        parameters);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT);
  }

  private static WasmDeclaration wasm(String name, Section section) {
    String module = section.path("module");
    var result = TypeText.parse(section.place() + ".result", section.text("result", null));
    if (!WASM_RESULTS.contains(result)) {
      throw invalid(
          "expected str, int, float or bool at %s.result, found %s"
              .formatted(section.place(), result.display()));
    }
    var parameters = section.parameters();
    for (var parameter : parameters) {
      if (!WASM_RESULTS.contains(parameter.type())
          && !parameter.type().equals(Type.listOf(Type.STR))) {
        throw invalid(
            "expected str, int, float, bool or list[str] at %s.parameters.%s, found %s"
                .formatted(section.place(), parameter.name(), parameter.type().display()));
      }
    }
    return new WasmDeclaration(
        name,
        module,
        section.text("export", name),
        section.text("summary", "Runs `%s` of %s.".formatted(name, module)),
        parameters,
        result);
  }

  static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.CONFIG_INVALID, message);
  }
}
