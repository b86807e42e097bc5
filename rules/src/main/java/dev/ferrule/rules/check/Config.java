package dev.ferrule.rules.check;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.yaml.Yaml;
import dev.ferrule.rules.check.ConfigShape.Extra;
import dev.ferrule.rules.check.ConfigShape.Fields;
import dev.ferrule.rules.check.ConfigValue.Items;
import dev.ferrule.rules.check.ConfigValue.Plain;
import dev.ferrule.rules.check.ConfigValue.Point;
import dev.ferrule.rules.check.ConfigValue.Table;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configuration of a set, merged from its files. Immutable. */
public final class Config {
  /** The keys that a configuration may have. */
  static final Map<String, ConfigShape> KEYS = keys();

  private final Table top;

  private Config(Table top) {
    this.top = top;
  }

  /**
   * The configuration of a set.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} when its files are no YAML or
   *     conflict with one another
   */
  public static Config of(Sources sources) {
    var findings = new Findings();
    var config = read(sources.config(), findings);
    for (var finding : findings.sorted()) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID,
          "expected one configuration, found otherwise: %s: path=%s line=%d%s"
              .formatted(
                  finding.message(),
                  finding.span().file().path(),
                  finding.span().line(),
                  finding.related().isEmpty()
                      ? ""
                      : " and path=%s line=%d"
                          .formatted(
                              finding.related().getFirst().span().file().path(),
                              finding.related().getFirst().span().line())));
    }
    return config;
  }

  static Config read(List<SourceFile> files, Findings findings) {
    return new Config(ConfigFiles.merge(files, findings));
  }

  /** The files as one text. */
  static String oneText(List<SourceFile> files) {
    var written = files.stream().filter(file -> !file.text().isBlank()).toList();
    return switch (written.size()) {
      case 0 -> "";
      case 1 -> written.getFirst().text();
      default -> {
        var findings = new Findings();
        var merged = ConfigFiles.merge(written, findings);
        for (var finding : findings.sorted()) {
          throw new FerruleException(ErrorCode.RULE_INVALID, finding.message());
        }
        yield Yaml.write(ConfigValue.plain(merged));
      }
    };
  }

  /** Everything in it: null, String, Boolean, numbers, List or Map. */
  @SuppressWarnings("unchecked")
  public Map<String, @Nullable Object> values() {
    var values = ConfigValue.plain(top);
    return values instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  /** The names under {@code labels}, each with the entity types it is for. */
  public Map<String, List<String>> labels() {
    Map<String, List<String>> labels = new LinkedHashMap<>();
    if (top.entries().get("labels") instanceof ConfigValue.Entry(_, Table(var entries, _))) {
      entries.forEach((name, entry) -> labels.put(name, validFor(entry.value())));
      // Names that an older form of the configuration used for groups of labels.
      labels.remove("positive");
      labels.remove("negative");
    }
    return labels;
  }

  private static List<String> validFor(ConfigValue label) {
    List<String> types = new ArrayList<>();
    if (label instanceof Table(var entries, _)
        && entries.get("valid_for") instanceof ConfigValue.Entry(_, Items(var values, _))) {
      for (var value : values) {
        if (value instanceof Plain(var type, _) && type != null) {
          types.add(type.toString());
        }
      }
    }
    return types;
  }

  /** The place of a key, or of the closest part around it; null when there is none at all. */
  @Nullable Span placeOf(Point point, String... location) {
    return ConfigValue.closest(top, List.of(location), point);
  }

  /** Reports keys that no part of the engine has, and values that are not what they should be. */
  void check(Map<String, ConfigShape> keys, Findings findings) {
    keys.forEach((key, shape) -> {
      var entry = top.entries().get(key);
      if (entry != null) {
        section(key, shape, entry.value(), findings);
      }
    });
    for (var entry : top.entries().entrySet()) {
      if (!keys.containsKey(entry.getKey())) {
        findings.error(
            "unknown-config-key",
            "invalid top-level config key `%s`".formatted(entry.getKey()),
            entry.getValue().keySpan(),
            "make sure there is a config model registered for the `%s` key"
                .formatted(entry.getKey()));
      }
    }
  }

  private void section(String key, ConfigShape shape, ConfigValue value, Findings findings) {
    if (value instanceof Items(var values, _) && values.isEmpty()) {
      return;
    }
    if (!(value instanceof Table)) {
      report(
          new ConfigShape.Problem(
              List.of(key), "expected dict not " + pythonName(value), "type_error"),
          findings);
      return;
    }
    shape.check(value, List.of(key), problem -> report(problem, findings));
  }

  private void report(ConfigShape.Problem problem, Findings findings) {
    var point = problem.type().equals("value_error.extra") ? Point.KEY : Point.VALUE;
    var path = String.join(".", problem.location().stream().map(Object::toString).toList());
    var span = ConfigValue.closest(top, problem.location(), point);
    findings.error(
        "invalid-config",
        "invalid config value at `%s`".formatted(path),
        span == null ? top.span() : span,
        "%s (type=%s)".formatted(problem.message(), problem.type()));
  }

  private static String pythonName(ConfigValue value) {
    return switch (value) {
      case Table _ -> "dict";
      case Items _ -> "list";
      case Plain(var plain, _) ->
          switch (plain) {
            case null -> "NoneType";
            case String _ -> "str";
            case Boolean _ -> "bool";
            case Double _ -> "float";
            default -> "int";
          };
    };
  }

  private static Map<String, ConfigShape> keys() {
    Map<String, ConfigShape> keys = new LinkedHashMap<>();
    keys.put(
        "labels",
        new ConfigShape.TableOf(
            ConfigShape.fields(
                Map.of(
                    "valid_for", ConfigShape.texts(),
                    "connotation", new ConfigShape.Word(List.of("positive", "negative", "neutral")),
                    "description", ConfigShape.text()))));
    keys.put(
        "actions",
        new ConfigShape.TableOf(
            ConfigShape.fields(Map.of("sample_rate", new ConfigShape.Whole(0, 100)))));
    keys.put(
        "acl",
        ConfigShape.fields(
            Map.of(
                "roles",
                new ConfigShape.TableOf(new ConfigShape.ListOf(ConfigShape.anything(), "list")),
                "users",
                new ConfigShape.TableOf(
                    ConfigShape.fields(
                        Map.of(
                            "roles",
                            ConfigShape.texts(),
                            "abilities",
                            new ConfigShape.ListOf(ConfigShape.anything(), "list")))))));
    keys.put(
        "ui_config",
        ConfigShape.fields(
            Map.of(
                "default_summary_features",
                new ConfigShape.ListOf(
                    ConfigShape.fields(
                        Map.of("actions", ConfigShape.texts(), "features", ConfigShape.texts())),
                    "list"),
                "external_links",
                new ConfigShape.TableOf(ConfigShape.text()))));
    keys.put(
        "analytics",
        ConfigShape.fields(
            Map.of(
                "filtered_labels", new ConfigShape.ListOf(ConfigShape.text(), "set"),
                "monitored_labels", new ConfigShape.ListOf(ConfigShape.text(), "set"),
                "monitored_counters",
                    new ConfigShape.TableOf(
                        new Fields(
                            Map.of("threshold", ConfigShape.whole()),
                            Set.of("threshold"),
                            Extra.REFUSED)))));
    keys.put(
        "feature_flags",
        ConfigShape.fields(
            Map.of(
                "percentage_flags",
                new ConfigShape.TableOf(
                    new Fields(
                        Map.of("value", new ConfigShape.Share(), "description", ConfigShape.text()),
                        Set.of("value"),
                        Extra.REFUSED)))));
    keys.put("authorized_keys", new Fields(Map.of(), Set.of(), Extra.IGNORED));
    keys.put(
        "example",
        ConfigShape.fields(
            Map.of("some_str", ConfigShape.text(), "some_int", ConfigShape.whole())));
    return keys;
  }
}
