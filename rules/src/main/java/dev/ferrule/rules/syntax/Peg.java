package dev.ferrule.rules.syntax;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parsing expression grammar. Immutable once read. */
final class Peg {
  private static final Pattern SYMBOL =
      Pattern.compile("\\{ (?<mistake>.*) \\}|'[^' ]+'|\"[^\"]+\"|[A-Za-z_]+|&&|[()|&!~=?*+]");

  private final Map<String, Rule> rules = new HashMap<>();

  private Peg() {}

  /** What an alternative is made of. */
  sealed interface Item {}

  /** A keyword or an operator; {@code forced} when its absence is the mistake. */
  record Text(String text, boolean forced) implements Item {}

  /** A token of a kind. */
  record OfKind(Token.Kind kind) implements Item {}

  /** A name that is a keyword in some places only. */
  record SoftKeyword() implements Item {}

  /** Text literals side by side. */
  record Strings() implements Item {}

  /** An expression, read without productions for mistakes. */
  record Plain(Rule rule) implements Item {}

  /** No other alternative once this is reached. */
  record Cut() implements Item {}

  record Optional(Item item) implements Item {}

  /** As often as it matches, but at least so many times. */
  record Repeat(Item item, int least) implements Item {}

  record Ahead(Item item, boolean expected) implements Item {}

  /** What a message speaks of. */
  record Named(Item item) implements Item {}

  record Choice(List<Sequence> alternatives) implements Item {}

  /**
   * @param mistake what to say when it matches, or null
   */
  record Sequence(List<Item> items, @Nullable Mistake mistake) {}

  /** What to do when a production for a mistake matches. */
  record Mistake(String kind, String message) {}

  /** A rule by its name; its place among the kept results, or -1. */
  static final class Rule implements Item {
    final boolean wrong;
    int kept = -1;
    List<Sequence> alternatives = List.of();

    Rule(String name) {
      this.wrong = name.startsWith("wrong_");
    }
  }

  /** The grammar of Python's statements and of the mistakes in them. */
  static final Peg MISTAKES = read("mistakes.peg");

  private int keptRules;

  int keptRules() {
    return keptRules;
  }

  Rule rule(String name) {
    return Objects.requireNonNull(rules.get(name), name);
  }

  private static Peg read(String resource) {
    try (var in = Objects.requireNonNull(Peg.class.getResourceAsStream(resource), resource)) {
      var peg = new Peg();
      peg.define(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return peg;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void define(String text) {
    var alternatives = new ArrayList<Sequence>();
    for (var line : text.split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("  ")) {
        alternatives.add(new Alternative(line).sequence());
        continue;
      }
      var name = line.substring(0, line.indexOf(':'));
      var rule = named(name.replace("*", ""));
      if (name.endsWith("*")) {
        rule.kept = keptRules++;
      }
      alternatives = new ArrayList<>();
      rule.alternatives = alternatives;
    }
    rules.forEach((name, rule) -> {
      if (rule.alternatives.isEmpty()) {
        throw new IllegalStateException("expected a rule for each name: name=" + name);
      }
    });
  }

  private Rule named(String name) {
    return rules.computeIfAbsent(name, Rule::new);
  }

  /** Reads one line of the grammar. */
  private final class Alternative {
    private final Matcher symbols;
    private boolean more;

    Alternative(String line) {
      symbols = SYMBOL.matcher(line);
      more = symbols.find();
    }

    private String symbol() {
      return more ? symbols.group() : "";
    }

    private String take() {
      var symbol = symbol();
      more = symbols.find();
      return symbol;
    }

    Sequence sequence() {
      var items = new ArrayList<Item>();
      Mistake mistake = null;
      while (more && !symbol().equals("|") && !symbol().equals(")")) {
        var message = symbols.group("mistake");
        if (message != null) {
          int space = message.indexOf(' ');
          mistake = new Mistake(message.substring(0, space), message.substring(space + 1));
          take();
        } else {
          items.add(prefixed());
        }
      }
      return new Sequence(List.copyOf(items), mistake);
    }

    private Item prefixed() {
      return switch (symbol()) {
        case "&" -> {
          take();
          yield new Ahead(suffixed(), true);
        }
        case "!" -> {
          take();
          yield new Ahead(suffixed(), false);
        }
        case "~" -> {
          take();
          yield new Cut();
        }
        case "&&" -> {
          take();
          yield new Text(unquoted(take()), true);
        }
        default -> suffixed();
      };
    }

    private Item suffixed() {
      var item = atom();
      return switch (symbol()) {
        case "?" -> {
          take();
          yield new Optional(item);
        }
        case "*" -> {
          take();
          yield new Repeat(item, 0);
        }
        case "+" -> {
          take();
          yield new Repeat(item, 1);
        }
        default -> item;
      };
    }

    private Item atom() {
      var symbol = take();
      if (symbol.equals("(")) {
        var choice = new ArrayList<Sequence>();
        do {
          choice.add(sequence());
        } while (take().equals("|"));
        return new Choice(List.copyOf(choice));
      }
      char first = symbol.charAt(0);
      if (first == '\'' || first == '"') {
        return new Text(unquoted(symbol), false);
      }
      if (symbol().equals("=")) {
        take();
        return new Named(atom());
      }
      return switch (symbol) {
        case "NAME", "NUMBER", "STRING", "NEWLINE", "INDENT", "DEDENT" ->
            new OfKind(Token.Kind.valueOf(symbol));
        case "STRINGS" -> new Strings();
        case "SOFT" -> new SoftKeyword();
        case "PLAIN_EXPRESSION" -> new Plain(named("plain_expression"));
        default -> named(symbol);
      };
    }

    private String unquoted(String symbol) {
      return symbol.substring(1, symbol.length() - 1);
    }
  }
}
