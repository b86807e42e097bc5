package dev.ferrule.rules.declared;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.yaml.Yaml;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private static final Set<String> PARAMETER_KEYS = Set.of("type", "default", "summary");
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
      String name = nameOf(entry.getKey(), names);
      effects.add(effect(name, new Section("effects." + name, entry.getValue(), EFFECT_KEYS)));
    }
    var wasm = new ArrayList<WasmDeclaration>();
    for (var entry : sections.mapping("wasm").entrySet()) {
      String name = nameOf(entry.getKey(), names);
      wasm.add(wasm(name, new Section("wasm." + name, entry.getValue(), WASM_KEYS)));
    }
    return new DeclaredFunctions(effects, wasm);
  }

  private static String nameOf(@Nullable Object key, Set<String> names) {
    if (!(key instanceof String name) || !name.matches("[A-Za-z][A-Za-z0-9_]{0,63}")) {
      throw invalid("expected a function name in %s, found `%s`".formatted(FILE, key));
    }
    if (!names.add(name)) {
      throw invalid("expected one function %s in %s, found two".formatted(name, FILE));
    }
    return name;
  }

  private static EffectDeclaration effect(String name, Section section) {
    var parameters = parameters(section);
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
    String module = section.text("module", null);
    if (module.startsWith("/")
        || module.contains("\\")
        || List.of(module.split("/", -1)).contains("..")) {
      throw invalid(
          "expected a path within the rule set at %s.module, found `%s`"
              .formatted(section.place(), module));
    }
    var result = TypeText.parse(section.place() + ".result", section.text("result", null));
    if (!WASM_RESULTS.contains(result)) {
      throw invalid(
          "expected str, int, float or bool at %s.result, found %s"
              .formatted(section.place(), result.display()));
    }
    var parameters = parameters(section);
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

  private static List<Parameter> parameters(Section section) {
    var parameters = new ArrayList<Parameter>();
    for (var entry : section.mapping("parameters").entrySet()) {
      if (!(entry.getKey() instanceof String name) || !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw invalid(
            "expected a parameter name at %s.parameters, found `%s`"
                .formatted(section.place(), entry.getKey()));
      }
      parameters.add(parameter(section.place() + ".parameters." + name, name, entry.getValue()));
    }
    return parameters;
  }

  private static Parameter parameter(String place, String name, @Nullable Object value) {
    if (value instanceof String type) {
      return Parameter.of(name, TypeText.parse(place, type), "");
    }
    var section = new Section(place, value, PARAMETER_KEYS);
    var type = TypeText.parse(place + ".type", section.text("type", null));
    String summary = section.text("summary", "");
    if (!section.values().containsKey("default")) {
      return Parameter.of(name, type, summary);
    }
    return Parameter.optional(
        name,
        type,
        TypeText.value(place + ".default", type, section.values().get("default")),
        summary);
  }

  static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.CONFIG_INVALID, message);
  }

  /** A mapping of the file and where it stands. */
  private record Section(String place, Map<?, ?> values) {
    Section(String place, @Nullable Object value, Set<String> keys) {
      this(place, asMapping(place, value));
      for (var key : values.keySet()) {
        if (!keys.contains(key)) {
          throw invalid(
              "expected one of %s at %s, found `%s`"
                  .formatted(keys.stream().sorted().toList(), place, key));
        }
      }
    }

    private static Map<?, ?> asMapping(String place, @Nullable Object value) {
      if (value instanceof Map<?, ?> mapping) {
        return mapping;
      }
      throw invalid("expected a mapping at %s, found `%s`".formatted(place, value));
    }

    Map<?, ?> mapping(String key) {
      var value = values.get(key);
      return value == null ? Map.of() : asMapping(place + "." + key, value);
    }

    String text(String key, @Nullable String standing) {
      var value = values.get(key);
      if (value instanceof String text && !text.isEmpty()) {
        return text;
      }
      if (value == null && standing != null) {
        return standing;
      }
      throw invalid("expected a text at %s.%s, found `%s`".formatted(place, key, value));
    }
  }
}
