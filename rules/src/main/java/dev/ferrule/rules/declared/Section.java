package dev.ferrule.rules.declared;

import static dev.ferrule.rules.declared.DeclaredFunctions.invalid;

import dev.ferrule.rules.functions.Signature.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mapping of a YAML file and where it stands. Immutable. */
record Section(String place, Map<?, ?> values) {
  private static final Set<String> PARAMETER_KEYS = Set.of("type", "default", "summary");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s)");

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

  /** A path of a file within the rule set; it cannot lead out of it. */
  String path(String key) {
    String path = text(key, null);
    if (path.startsWith("/")
        || path.contains("\\")
        || List.of(path.split("/", -1)).contains("..")) {
      throw invalid(
          "expected a path within the rule set at %s.%s, found `%s`".formatted(place, key, path));
    }
    return path;
  }

  /** One of a few words. */
  String word(String key, String standing, List<String> words) {
    String word = text(key, standing);
    if (!words.contains(word)) {
      throw invalid(
          "expected %s at %s.%s, found `%s`"
              .formatted(String.join(" or ", words), place, key, word));
    }
    return word;
  }

  /** A whole number from 1 to {@code most}. */
  int number(String key, int standing, int most) {
    var value = values.get(key);
    if (value == null) {
      return standing;
    }
    if (value instanceof Integer number && number >= 1 && number <= most) {
      return number;
    }
    throw invalid(
        "expected a whole number from 1 to %d at %s.%s, found `%s`"
            .formatted(most, place, key, value));
  }

  /** A time as {@code 200ms} or {@code 5s}, more than nothing. */
  Duration duration(String key, Duration standing, Duration most) {
    var value = values.get(key);
    if (value == null) {
      return standing;
    }
    var matched = DURATION.matcher(value instanceof String text ? text : "");
    if (matched.matches()) {
      long number = Long.parseLong(matched.group(1));
      var duration =
          matched.group(2).equals("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number);
      if (duration.isPositive() && duration.compareTo(most) <= 0) {
        return duration;
      }
    }
    throw invalid(
        "expected a time as 200ms or 5s, at most %ds, at %s.%s, found `%s`"
            .formatted(most.toSeconds(), place, key, value));
  }

  /** What {@code parameters} declares, in its order. */
  List<Parameter> parameters() {
    var parameters = new ArrayList<Parameter>();
    for (var entry : mapping("parameters").entrySet()) {
      if (!(entry.getKey() instanceof String name) || !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw invalid(
            "expected a parameter name at %s.parameters, found `%s`"
                .formatted(place, entry.getKey()));
      }
      parameters.add(parameter(place + ".parameters." + name, name, entry.getValue()));
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

  /** A new function name. */
  static String name(String file, @Nullable Object key, Set<String> names) {
    if (!(key instanceof String name) || !name.matches("[A-Za-z][A-Za-z0-9_]{0,63}")) {
      throw invalid("expected a function name in %s, found `%s`".formatted(file, key));
    }
    if (!names.add(name)) {
      throw invalid("expected one function %s in %s, found two".formatted(name, file));
    }
    return name;
  }
}
