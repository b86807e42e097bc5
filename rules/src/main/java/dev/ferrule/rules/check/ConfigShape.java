package dev.ferrule.rules.check;

import dev.ferrule.rules.check.ConfigValue.Items;
import dev.ferrule.rules.check.ConfigValue.Plain;
import dev.ferrule.rules.check.ConfigValue.Table;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a part of the configuration may be. The messages are those of pydantic. */
sealed interface ConfigShape {
  /** What is wrong with a value. */
  record Problem(List<Object> location, String message, String type) {}

  /** Texts; a number is taken as its text. */
  record Text() implements ConfigShape {}

  record Whole(long least, long most) implements ConfigShape {}

  record Share() implements ConfigShape {}

  /** One of several words. */
  record Word(List<String> words) implements ConfigShape {}

  record ListOf(ConfigShape item, String pythonName) implements ConfigShape {}

  record TableOf(ConfigShape value) implements ConfigShape {}

  /**
   * A table with fixed keys.
   *
   * @param fields by key
   * @param required the keys that must be there
   */
  record Fields(Map<String, ConfigShape> fields, Set<String> required, Extra extra)
      implements ConfigShape {}

  /** Anything at all. */
  record Anything() implements ConfigShape {}

  /** What becomes of keys that no field has. */
  enum Extra {
    REFUSED,
    IGNORED
  }

  static ConfigShape text() {
    return new Text();
  }

  static ConfigShape texts() {
    return new ListOf(new Text(), "list");
  }

  /** Any whole number. */
  static ConfigShape whole() {
    return new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  static ConfigShape anything() {
    return new Anything();
  }

  /** A table whose keys may all be left out. */
  static Fields fields(Map<String, ConfigShape> fields) {
    return new Fields(fields, Set.of(), Extra.REFUSED);
  }

  /** Checks a value; the location leads to it. */
  default void check(ConfigValue value, List<Object> location, Consumer<Problem> to) {
    if (this instanceof Anything) {
      return;
    }
    if (value instanceof Plain(var plain, _) && plain == null) {
      to.accept(
          new Problem(location, "none is not an allowed value", "type_error.none.not_allowed"));
      return;
    }
    var problem = problem(value);
    if (problem != null) {
      to.accept(new Problem(location, problem.message(), problem.type()));
      return;
    }
    switch (this) {
      case ListOf(var item, _) -> {
        var values = ((Items) value).values();
        for (int i = 0; i < values.size(); i++) {
          item.check(values.get(i), append(location, i), to);
        }
      }
      case TableOf(var item) ->
          ((Table) value)
              .entries()
              .forEach((key, entry) -> item.check(entry.value(), append(location, key), to));
      case Fields fields -> checkFields(fields, (Table) value, location, to);
      case Text _, Whole _, Share _, Word _, Anything _ -> {}
    }
  }

  private @Nullable Problem problem(ConfigValue value) {
    var plain = value instanceof Plain(var it, _) ? it : null;
    return switch (this) {
      case Text _ ->
          plain == null ? new Problem(List.of(), "str type expected", "type_error.str") : null;
      case Whole(var least, var most) -> wholeProblem(whole(plain), least, most);
      case Share _ -> shareProblem(plain);
      case Word(var words) -> {
        var quoted = words.stream().map(word -> "'" + word + "'").toList();
        yield plain instanceof String word && words.contains(word)
            ? null
            : new Problem(
                List.of(),
                "value is not a valid enumeration member; permitted: " + String.join(", ", quoted),
                "type_error.enum");
      }
      case ListOf(_, var pythonName) ->
          value instanceof Items
              ? null
              : new Problem(
                  List.of(), "value is not a valid " + pythonName, "type_error." + pythonName);
      case TableOf _, Fields _ ->
          value instanceof Table
              ? null
              : new Problem(List.of(), "value is not a valid dict", "type_error.dict");
      case Anything _ -> null;
    };
  }

  private static @Nullable Problem wholeProblem(@Nullable BigInteger value, long least, long most) {
    if (value == null) {
      return new Problem(List.of(), "value is not a valid integer", "type_error.integer");
    }
    if (value.compareTo(BigInteger.valueOf(least)) < 0) {
      return new Problem(
          List.of(),
          "ensure this value is greater than or equal to " + least,
          "value_error.number.not_ge");
    }
    if (value.compareTo(BigInteger.valueOf(most)) > 0) {
      return new Problem(
          List.of(),
          "ensure this value is less than or equal to " + most,
          "value_error.number.not_le");
    }
    return null;
  }

  private static @Nullable BigInteger whole(@Nullable Object plain) {
    return switch (plain) {
      case BigInteger big -> big;
      case Integer small -> BigInteger.valueOf(small);
      case Long large -> BigInteger.valueOf(large);
      case Double real when Double.isFinite(real) -> BigInteger.valueOf(real.longValue());
      case Boolean flag -> flag ? BigInteger.ONE : BigInteger.ZERO;
      case String text when text.strip().matches("[+-]?[0-9]{1,100}") ->
          new BigInteger(text.strip());
      case null, default -> null;
    };
  }

  private static @Nullable Problem shareProblem(@Nullable Object plain) {
    double value;
    try {
      value =
          plain instanceof Boolean flag
              ? (flag ? 1 : 0)
              : Double.parseDouble(String.valueOf(plain));
    } catch (NumberFormatException e) {
      return new Problem(List.of(), "value is not a valid float", "type_error.float");
    }
    return value >= 0 && value <= 1
        ? null
        : new Problem(List.of(), "flag value must be a float between 0.0 and 1.0", "value_error");
  }

  private static List<Object> append(List<Object> location, Object part) {
    List<Object> longer = new ArrayList<>(location);
    longer.add(part);
    return longer;
  }

  private static void checkFields(
      Fields shape, Table table, List<Object> location, Consumer<Problem> to) {
    var known = new LinkedHashSet<String>();
    shape
        .fields()
        .forEach((key, field) -> {
          known.add(key);
          var entry = table.entries().get(key);
          if (entry != null) {
            field.check(entry.value(), append(location, key), to);
          } else if (shape.required().contains(key)) {
            to.accept(new Problem(append(location, key), "field required", "value_error.missing"));
          }
        });
    if (shape.extra() == Extra.REFUSED) {
      for (var key : table.entries().keySet()) {
        if (!known.contains(key)) {
          to.accept(
              new Problem(
                  append(location, key), "extra fields not permitted", "value_error.extra"));
        }
      }
    }
  }
}
