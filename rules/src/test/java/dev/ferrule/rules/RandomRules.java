package dev.ferrule.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Random rule sets that pass the checks, and random events for them. The same seed gives the same.
 */
final class RandomRules {
  private enum Shape {
    INT,
    FLOAT,
    TEXT,
    BOOL,
    MAYBE_INT,
    MAYBE_TEXT,
    TEXTS,
    INTS,
    RULE
  }

  private static final List<Shape> READABLE =
      Stream.of(Shape.values()).filter(shape -> shape != Shape.RULE).toList();

  private record Named(String name, Shape shape) {}

  private static final String[] WORDS = {
    "", "a", "ab", "Spam!", "héé", "x1", "😀 ok", "12", "-3.5"
  };

  private final Random random;
  private final List<Named> names = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int next;

  private RandomRules(long seed) {
    random = new Random(seed);
  }

  /** The text of a main.sml. */
  static String rules(long seed) {
    return new RandomRules(seed).build();
  }

  private String build() {
    int reads = 3 + random.nextInt(6);
    for (int i = 0; i < reads; i++) {
      read();
    }
    int statements = 3 + random.nextInt(25);
    for (int i = 0; i < statements; i++) {
      statement();
    }
    text.append("WhenRules(rules_any=[");
    var rules = names.stream().filter(n -> n.shape() == Shape.RULE).map(Named::name).toList();
    if (rules.isEmpty()) {
      return text.substring(0, text.lastIndexOf("WhenRules"));
    }
    text.append(String.join(", ", rules)).append("], then=[DeclareVerdict(verdict=");
    text.append(expression(Shape.TEXT, 1)).append(")])\n");
    return text.toString();
  }

  private String define(Shape shape) {
    String name = "N" + next++;
    names.add(new Named(name, shape));
    return name;
  }

  private void read() {
    Shape shape = READABLE.get(random.nextInt(READABLE.size()));
    String type =
        switch (shape) {
          case INT -> "int";
          case FLOAT -> "float";
          case TEXT -> "str";
          case BOOL -> "bool";
          case MAYBE_INT -> "Optional[int]";
          case MAYBE_TEXT -> "Optional[str]";
          case TEXTS -> "List[str]";
          case INTS -> "List[int]";
          case RULE -> throw new AssertionError();
        };
    String options =
        (random.nextInt(3) == 0 ? ", required=False" : "")
            + (random.nextInt(4) == 0 ? ", coerce_type=False" : "");
    // Written before the name is known to others, so that it cannot be used in its own definition.
    String name = "N" + next++;
    text.append(
        "%s: %s = JsonData(path='$.k%d'%s)\n".formatted(name, type, random.nextInt(8), options));
    names.add(new Named(name, shape));
  }

  private void statement() {
    Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
    String value =
        switch (shape) {
          case RULE -> rule();
          case MAYBE_INT, MAYBE_TEXT, TEXTS, INTS, INT, FLOAT, TEXT, BOOL -> expression(shape, 3);
        };
    String annotation =
        switch (shape) {
          case FLOAT -> random.nextBoolean() ? ": float" : "";
          case MAYBE_INT -> ": Optional[int]";
          case MAYBE_TEXT -> ": Optional[str]";
          case TEXTS -> ": List[str]";
          case INTS -> ": List[int]";
          case INT, TEXT, BOOL, RULE -> "";
        };
    text.append(define(shape)).append(annotation).append(" = ").append(value).append('\n');
  }

  private String rule() {
    var conditions = new ArrayList<String>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      conditions.add(expression(Shape.BOOL, 2));
    }
    String description = random.nextBoolean() ? "'plain'" : "f'saw {%s}'".formatted(formattable());
    return "Rule(when_all=[%s], description=%s)"
        .formatted(String.join(", ", conditions), description);
  }

  private String formattable() {
    var usable =
        names.stream()
            .filter(n ->
                switch (n.shape()) {
                  case INT, TEXT, BOOL, RULE -> true;
                  case FLOAT, MAYBE_INT, MAYBE_TEXT, TEXTS, INTS -> false;
                })
            .toList();
    if (usable.isEmpty()) {
      String name = define(Shape.TEXT);
      text.append(name).append(" = 'some text'\n");
      return name;
    }
    return pick(usable).name();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String expression(Shape shape, int depth) {
    var known = names.stream().filter(n -> n.shape() == shape).toList();
    if (!known.isEmpty() && (depth == 0 || random.nextInt(3) == 0)) {
      return pick(known).name();
    }
    return switch (shape) {
      case INT -> integer(depth);
      case FLOAT -> real(depth);
      case TEXT -> words(depth);
      case BOOL -> truth(depth);
      case MAYBE_INT -> random.nextBoolean() ? "None" : integer(0);
      case MAYBE_TEXT -> random.nextBoolean() ? "None" : quoted();
      case TEXTS -> "[%s, %s]".formatted(words(0), expression(Shape.TEXT, 0));
      case INTS -> "[%s, %s]".formatted(integer(0), expression(Shape.INT, 0));
      case RULE -> throw new AssertionError();
    };
  }

  private String quoted() {
    return "'" + WORDS[random.nextInt(WORDS.length)] + "'";
  }

  private String integer(int depth) {
    if (depth == 0) {
      return random.nextInt(6) == 0 ? "9223372036854775807" : Integer.toString(random.nextInt(40));
    }
    String[] operators = {"+", "-", "*", "//", "%", "&", "|", "^", "<<", ">>"};
    return switch (random.nextInt(5)) {
      case 0 -> "StringLength(s=%s)".formatted(expression(Shape.TEXT, depth - 1));
      case 1 -> "(-%s)".formatted(expression(Shape.INT, depth - 1));
      case 2 -> "ListLength(list=%s)".formatted(expression(Shape.TEXTS, depth - 1));
      default ->
          "(%s %s %s)"
              .formatted(
                  expression(Shape.INT, depth - 1),
                  operators[random.nextInt(operators.length)],
                  expression(Shape.INT, depth - 1));
    };
  }

  private String real(int depth) {
    if (depth == 0) {
      return random.nextInt(9) + "." + random.nextInt(100);
    }
    String[] operators = {"+", "-", "*", "/", "//", "%"};
    Shape other = random.nextBoolean() ? Shape.FLOAT : Shape.INT;
    return "(%s %s %s)"
        .formatted(
            expression(Shape.FLOAT, depth - 1),
            operators[random.nextInt(operators.length)],
            expression(other, depth - 1));
  }

  private String words(int depth) {
    if (depth == 0) {
      return quoted();
    }
    return switch (random.nextInt(4)) {
      case 0 ->
          "(%s + %s)"
              .formatted(expression(Shape.TEXT, depth - 1), expression(Shape.TEXT, depth - 1));
      case 1 -> "StringToLower(s=%s)".formatted(expression(Shape.TEXT, depth - 1));
      case 2 -> "ResolveOptional(optional_value=%s, default_value='none')".formatted(maybeText());
      default -> "f'<{%s}>'".formatted(formattable());
    };
  }

  private String maybeText() {
    var known = names.stream().filter(n -> n.shape() == Shape.MAYBE_TEXT).toList();
    return known.isEmpty() ? quoted() : pick(known).name();
  }

  private String truth(int depth) {
    if (depth == 0) {
      return random.nextBoolean() ? "True" : "False";
    }
    String[] comparisons = {"==", "!=", "<", "<=", ">", ">="};
    String comparison = comparisons[random.nextInt(comparisons.length)];
    return switch (random.nextInt(10)) {
      case 0 -> "(not %s)".formatted(expression(Shape.BOOL, depth - 1));
      case 1 -> both("and", Shape.BOOL, Shape.BOOL, depth);
      case 2 -> both("or", Shape.BOOL, Shape.BOOL, depth);
      case 3 -> both(comparison, Shape.INT, Shape.INT, depth);
      case 4 -> both(comparison, Shape.FLOAT, Shape.FLOAT, depth);
      case 5 -> both(comparison, Shape.INT, Shape.FLOAT, depth);
      case 6 -> both(random.nextBoolean() ? "==" : "!=", Shape.TEXT, Shape.TEXT, depth);
      case 7 -> both(random.nextBoolean() ? "in" : "not in", Shape.TEXT, Shape.TEXTS, depth);
      case 8 -> both(random.nextBoolean() ? "in" : "not in", Shape.TEXT, Shape.TEXT, depth);
      default ->
          "RegexMatch(target=%s, pattern=%s)"
              .formatted(
                  expression(Shape.TEXT, depth - 1),
                  random.nextBoolean() ? "r'[a-c]+$'" : "r'\\d'");
    };
  }

  private String both(String operator, Shape left, Shape right, int depth) {
    return "(%s %s %s)"
        .formatted(expression(left, depth - 1), operator, expression(right, depth - 1));
  }

  /** The JSON of an event whose keys the rules read. */
  static String event(long seed) {
    var random = new Random(seed);
    var out = new StringBuilder("{");
    for (int key = 0; key < 8; key++) {
      if (random.nextInt(4) == 0) {
        continue;
      }
      out.append(out.length() > 1 ? ", " : "").append("\"k").append(key).append("\": ");
      out.append(json(random, 2));
    }
    return out.append('}').toString();
  }

  private static String json(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 7 : 9)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> Integer.toString(random.nextInt(100) - 20);
      case 3 -> random.nextInt(1000) / 8.0 + "";
      case 4 -> "\"" + WORDS[random.nextInt(WORDS.length)] + "\"";
      case 5 -> "123456789012345678901234567890";
      case 6 -> "-1e300";
      case 7 -> "[%s, %s]".formatted(json(random, depth - 1), json(random, depth - 1));
      default -> "{\"x\": %s}".formatted(json(random, depth - 1));
    };
  }
}
