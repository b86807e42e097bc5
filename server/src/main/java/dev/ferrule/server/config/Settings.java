package dev.ferrule.server.config;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The node's settings with their values. A flag wins over the environment, which wins over the YAML
 * file, which wins over the default. Immutable.
 */
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,15})(|KiB|MiB|GiB)");

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /** The defaults, as a node without any configuration has them. */
  public static Settings defaults() {
    return read(null, Map.of(), Map.of());
  }

  /**
   * Reads the settings.
   *
   * @param file a YAML file, or null
   * @param environment variables; those that begin with {@code FERRULE_} must be settings
   * @param flags values by key
   * @throws FerruleException {@link ErrorCode#CONFIG_INVALID} naming the key, what it expects and
   *     where the value came from
   */
  public static Settings read(
      @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
    var known = new TreeMap<String, Setting>();
    var values = new LinkedHashMap<String, String>();
    for (Setting setting : SettingsTable.ALL) {
      known.put(setting.key(), setting);
      values.put(setting.key(), setting.defaultValue());
    }
    if (file != null) {
      yaml(file).forEach((key, value) -> set(values, known, key, value, file.toString()));
    }
    environment(environment, known)
        .forEach((key, value) -> set(values, known, key, value, "the environment"));
    flags.forEach((key, value) -> set(values, known, key, value, "the command line"));
    return new Settings(values);
  }

  private static void set(
      Map<String, String> values,
      Map<String, Setting> known,
      String key,
      String value,
      String origin) {
    Setting setting = known.get(key);
    if (setting == null) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a known setting in %s, found %s%s"
              .formatted(origin, key, Suggestions.didYouMean(key, known.keySet())));
    }
    if (!fits(setting.kind(), value)) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected %s for %s in %s, found %s"
              .formatted(setting.kind().expected(), key, origin, shown(key, value)));
    }
    values.put(key, value);
  }

  private static String shown(String key, String value) {
    return key.endsWith("api_key") || key.endsWith("password") || key.endsWith("authorization")
        ? "another value"
        : "\"" + value + "\"";
  }

  private static boolean fits(Setting.Kind kind, String value) {
    return switch (kind) {
      case TEXT -> true;
      case INTEGER -> value.matches("\\d{1,9}");
      case DECIMAL -> value.matches("\\d{1,9}(\\.\\d{1,9})?");
      case BOOLEAN -> value.equals("true") || value.equals("false");
      case DURATION -> DURATION.matcher(value).matches();
      case BYTES -> BYTES.matcher(value).matches();
    };
  }

  /** The variables that the launcher itself reads. */
  private static final List<String> LAUNCHER =
      List.of(
          "FERRULE_URL",
          "FERRULE_API_KEY",
          "FERRULE_NODE",
          "FERRULE_KEY",
          "FERRULE_CA",
          "FERRULE_JAVA_OPTS",
          "FERRULE_CONFIG",
          "FERRULE_HEAP");

  private static Map<String, String> environment(
      Map<String, String> environment, Map<String, Setting> known) {
    var names = new TreeMap<String, String>();
    known.values().forEach(setting -> names.put(setting.environmentName(), setting.key()));
    var found = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith("FERRULE_") && !LAUNCHER.contains(name)) {
        String key = names.get(name);
        if (key == null) {
          throw new FerruleException(
              ErrorCode.CONFIG_INVALID,
              "expected a known setting in the environment, found %s%s"
                  .formatted(name, Suggestions.didYouMean(name, names.keySet())));
        }
        found.put(key, value);
      }
    });
    return found;
  }

  private static Map<String, String> yaml(Path file) {
    try {
      Object root = Yaml.load(file.toString(), Files.readString(file));
      var flat = new LinkedHashMap<String, String>();
      if (root != null) {
        flatten("", root, flat, file);
      }
      return flat;
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected a readable file, found none: " + file, e);
    }
  }

  private static void flatten(String prefix, Object node, Map<String, String> flat, Path file) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        String name = prefix.isEmpty() ? "" + key : prefix + "." + key;
        if (value != null) {
          flatten(name, value, flat, file);
        }
      });
    } else if (node instanceof List<?> || prefix.isEmpty()) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected one value for %s in %s, found another shape"
              .formatted(prefix.isEmpty() ? "each setting" : prefix, file));
    } else {
      flat.put(prefix, String.valueOf(node));
    }
  }

  private String value(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no such setting: " + key);
    }
    return value;
  }

  public String text(String key) {
    return value(key);
  }

  public int integer(String key) {
    return Integer.parseInt(value(key));
  }

  public double decimal(String key) {
    return Double.parseDouble(value(key));
  }

  public boolean isOn(String key) {
    return Boolean.parseBoolean(value(key));
  }

  public Duration duration(String key) {
    Matcher matcher = matched(DURATION, key);
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  public long bytes(String key) {
    Matcher matcher = matched(BYTES, key);
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "kib" -> amount << 10;
      case "mib" -> amount << 20;
      case "gib" -> amount << 30;
      default -> amount;
    };
  }

  private Matcher matched(Pattern pattern, String key) {
    Matcher matcher = pattern.matcher(value(key));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not of that kind: " + key);
    }
    return matcher;
  }

  /** The data directory. */
  public Path data() {
    return Path.of(text("data.directory"));
  }

  /** Where models of the operator's own are. */
  public Path models() {
    String configured = text("embedding.models_directory");
    return configured.isEmpty() ? data().resolve("models") : Path.of(configured);
  }
}
