package dev.ferrule.rules.syntax;

import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the words for what is wrong with a statement that does not parse. Confined.
 *
 * <p>As CPython does: the first pass finds the furthest token that the grammar gets to, the second
 * looks for known mistakes up to there.
 */
final class MistakeFinder {
  /** What one look at a statement may cost, as some mistakes are tried again and again. */
  private static final int MAX_STEPS = 3_000_000;

  /** How deep rules may call each other, of which a bracket takes some 25: a matter of stack. */
  private static final int MAX_RULES = 400;

  private static final int FAIL = -1;
  private static final int UNKNOWN = 0;

  private final List<Token> tokens;
  private final int start;
  private final int failed;
  private final int[][] kept = new int[Peg.MISTAKES.keptRules()][];
  private final BitSet read = new BitSet();
  private boolean mistakes;
  private int furthest;
  private int steps;
  private int rules;
  private boolean exhausted;
  private @Nullable Diagnostic found;

  /**
   * @param start where the statement starts
   * @param failed where the parser gave it up
   */
  MistakeFinder(List<Token> tokens, int start, int failed) {
    this.tokens = tokens;
    this.start = start;
    this.failed = failed;
    this.furthest = start;
  }

  /** What is wrong, in the words of CPython where it has any. */
  Diagnostic find(String rule) {
    match(Peg.MISTAKES.rule(rule), start);
    if (found != null) {
      return found;
    }
    if (exhausted) {
      furthest = failed;
    }
    var last = tokens.get(furthest);
    var lexical = last.kind() == Token.Kind.ERROR;
    if (!lexical && !exhausted) {
      Arrays.fill(kept, null);
      mistakes = true;
      steps = 0;
      match(Peg.MISTAKES.rule(rule), start);
    }
    if (found != null) {
      return found;
    }
    return switch (last.kind()) {
      case INDENT -> ParseCode.UNEXPECTED_INDENT.error("unexpected indent", lastTaken(furthest()));
      case DEDENT ->
          ParseCode.UNEXPECTED_INDENT.error("unexpected unindent", lastTaken(furthest()));
      default -> ParseCode.INVALID_SYNTAX.error("invalid syntax", place(last));
    };
  }

  /** The last token that was looked at. */
  Token furthest() {
    return tokens.get(furthest);
  }

  private int match(Peg.Item item, int at) {
    if (found != null || exhausted || ++steps > MAX_STEPS) {
      exhausted |= found == null;
      return FAIL;
    }
    return switch (item) {
      case Peg.Rule rule -> rule(rule, at);
      case Peg.Text text -> text(text, at);
      case Peg.OfKind(var kind) -> {
        var token = look(at);
        boolean matches =
            token.kind() == kind
                && (kind != Token.Kind.NAME || !TokenReader.KEYWORDS.contains(token.text()));
        yield matches ? at + 1 : FAIL;
      }
      case Peg.SoftKeyword _ ->
          look(at).kind() == Token.Kind.NAME && isSoftKeyword(look(at).text()) ? at + 1 : FAIL;
      case Peg.Strings _ -> strings(at);
      case Peg.Plain(var rule) -> {
        boolean before = mistakes;
        mistakes = false;
        int end = match(rule, at);
        mistakes = before;
        yield end;
      }
      case Peg.Cut _ -> at;
      case Peg.Optional(var inner) -> {
        int end = match(inner, at);
        yield end == FAIL ? at : end;
      }
      case Peg.Repeat repeat -> repeat(repeat, at);
      case Peg.Ahead(var inner, var expected) -> (match(inner, at) != FAIL) == expected ? at : FAIL;
      case Peg.Named(var inner) -> match(inner, at);
      case Peg.Choice(var alternatives) -> choose(alternatives, at);
    };
  }

  private Token look(int at) {
    furthest = Math.max(furthest, Math.min(at, tokens.size() - 1));
    return tokens.get(Math.min(at, tokens.size() - 1));
  }

  // CPython compares as many characters as the name has, so `c` passes for `case`.
  private static boolean isSoftKeyword(String name) {
    return "match".startsWith(name) || "case".startsWith(name) || "_".equals(name);
  }

  private int text(Peg.Text text, int at) {
    var token = look(at);
    boolean matches =
        (token.kind() == Token.Kind.OPERATOR || token.kind() == Token.Kind.NAME)
            && token.text().equals(text.text());
    if (!matches && text.forced() && token.kind() != Token.Kind.ERROR) {
      report("expected '%s'".formatted(text.text()), place(token));
    }
    return matches ? at + 1 : FAIL;
  }

  private int strings(int at) {
    int end = at;
    while (look(end).kind() == Token.Kind.STRING) {
      end++;
    }
    if (end > at && !read.get(at)) {
      read.set(at);
      var in = part(at, end, tokens.get(end));
      try {
        new AtomParser(in, new ExpressionParser(in)).primary();
      } catch (FerruleException e) {
        found = in.complaint();
      }
    }
    return end > at && found == null ? end : FAIL;
  }

  private int repeat(Peg.Repeat repeat, int at) {
    int end = at;
    int count = 0;
    while (true) {
      int next = match(repeat.item(), end);
      if (next == FAIL || next == end) {
        break;
      }
      end = next;
      count++;
    }
    return count < repeat.least() || found != null ? FAIL : end;
  }

  private int rule(Peg.Rule rule, int at) {
    if (rule.wrong && !mistakes) {
      return FAIL;
    }
    if (rule.kept < 0) {
      return enter(rule, at);
    }
    int slot = Math.min(at, tokens.size()) - start;
    var results = kept[rule.kept];
    if (results == null || slot >= results.length) {
      results = results == null ? new int[64] : results;
      results = Arrays.copyOf(results, Math.max(2 * results.length, slot + 1));
      kept[rule.kept] = results;
    }
    if (results[slot] == UNKNOWN) {
      int end = enter(rule, at);
      // The array may have grown meanwhile.
      kept[rule.kept][slot] = end == FAIL ? FAIL : end + 1;
      return end;
    }
    return results[slot] == FAIL ? FAIL : results[slot] - 1;
  }

  private int enter(Peg.Rule rule, int at) {
    if (++rules > MAX_RULES) {
      exhausted = true;
      return FAIL;
    }
    int end = choose(rule.alternatives, at);
    rules--;
    return end;
  }

  private int choose(List<Peg.Sequence> alternatives, int at) {
    for (var alternative : alternatives) {
      int end = sequence(alternative, at);
      if (end >= 0) {
        return end;
      }
      if (end != FAIL || found != null || exhausted) {
        return FAIL;
      }
    }
    return FAIL;
  }

  private static final int FAIL_FOR_GOOD = -2;

  private int sequence(Peg.Sequence sequence, int at) {
    boolean cut = false;
    int end = at;
    int namedFrom = at;
    int namedTo = at;
    for (var item : sequence.items()) {
      int next = match(item, end);
      if (next == FAIL) {
        return cut ? FAIL_FOR_GOOD : FAIL;
      }
      if (item instanceof Peg.Named) {
        namedFrom = end;
        namedTo = next;
      }
      cut |= item instanceof Peg.Cut;
      end = next;
    }
    if (sequence.mistake() == null) {
      return found == null ? end : FAIL;
    }
    if (found == null && !exhausted) {
      mistake(sequence.mistake(), namedFrom, namedTo, end);
    }
    return FAIL;
  }

  private void mistake(Peg.Mistake mistake, int from, int to, int end) {
    var named = tokens.get(from).span().to(tokens.get(Math.max(from, to - 1)).span());
    switch (mistake.kind()) {
      case "a" -> report(filled(mistake.message(), from, to), start(from, to));
      case "last" -> report(filled(mistake.message(), from, to), lastTaken(tokens.get(furthest)));
      case "end" -> report(mistake.message(), lastCharacter(tokens.get(to - 1), named));
      case "comma" -> {
        if (!isLegacy(from, to) && tokens.get(end - 1).depth() > 0) {
          report(
              "invalid syntax. Perhaps you forgot a comma?",
              start(from, to).to(tokens.get(end - 1).span()));
        }
      }
      case "legacy" -> {
        if (isLegacy(from, to)) {
          report(
              "Missing parentheses in call to '%1$s'. Did you mean %1$s(...)?"
                  .formatted(tokens.get(from).text()),
              start(from, to));
        }
      }
      case "target" -> invalidTarget("cannot assign to ", Targets.Kind.ASSIGNED, from, to);
      case "loop" -> invalidTarget("cannot assign to ", Targets.Kind.LOOPED, from, to);
      case "delete" -> invalidTarget("cannot delete ", Targets.Kind.DELETED, from, to);
      case "generator" -> {
        var arguments = arguments(from, to);
        if (arguments != null && arguments.positional().size() > 1) {
          report(
              "Generator expression must be parenthesized",
              characters(arguments.positional().getLast().span()));
        }
      }
      case "arguments" -> {
        var arguments = arguments(from, to);
        boolean unpacked =
            arguments != null
                && arguments.keywords().stream().anyMatch(keyword -> keyword.name() == null);
        report(
            "positional argument follows keyword argument" + (unpacked ? " unpacking" : ""),
            lastTaken(tokens.get(furthest)));
      }
      default -> throw new IllegalStateException("expected a known mistake: " + mistake.kind());
    }
  }

  private boolean isLegacy(int from, int to) {
    return to == from + 1 && Set.of("print", "exec").contains(tokens.get(from).text());
  }

  private String filled(String message, int from, int to) {
    var text = message;
    if (text.contains("<name>")) {
      var value = expression(from, to);
      text = text.replace("<name>", value == null ? "expression" : Targets.name(value));
    }
    return text.replace("<text>", tokens.get(from).text())
        .replace("<line>", String.valueOf(tokens.get(from).span().line()));
  }

  private void invalidTarget(String prefix, Targets.Kind kind, int from, int to) {
    var value = expression(from, to);
    var invalid = value == null ? null : Targets.invalid(value, kind);
    if (invalid != null) {
      report(prefix + Targets.name(invalid), characters(invalid.span()));
    }
  }

  private Py.@Nullable Expr expression(int from, int to) {
    try {
      return new ExpressionParser(part(from, to, tokens.get(to))).yieldOrNamed();
    } catch (FerruleException e) {
      return null;
    }
  }

  private Py.@Nullable Call arguments(int from, int to) {
    var open = tokens.get(from);
    var all = new ArrayList<Token>();
    all.add(new Token(Token.Kind.OPERATOR, "(", open.span(), 1));
    all.addAll(tokens.subList(from, to));
    all.add(new Token(Token.Kind.OPERATOR, ")", tokens.get(to - 1).span(), 0));
    all.add(tokens.getLast());
    try {
      return new ExpressionParser(new TokenReader(all)).arguments(new Py.Name("", open.span()));
    } catch (FerruleException e) {
      return null;
    }
  }

  private TokenReader part(int from, int to, Token after) {
    var some = new ArrayList<>(tokens.subList(from, to));
    some.add(new Token(Token.Kind.NEWLINE, "", after.span(), 0));
    return new TokenReader(some);
  }

  private void report(String message, Span span) {
    if (found == null) {
      found = ParseCode.of(message).error(message, span);
    }
  }

  /** Where a node starts, whose parentheses are no part of it. */
  private Span start(int from, int to) {
    var first = tokens.get(from);
    var whole = first.span().to(tokens.get(Math.max(from, to - 1)).span());
    var value = first.isOperator("(") && to - from > 1 ? expression(from, to) : null;
    return (value == null ? place(first) : characters(value.span())).to(whole.endChars());
  }

  /** Where CPython says that a token is: in characters, not bytes. */
  private static Span place(Token token) {
    return token.kind() == Token.Kind.END ? endOf(token).atColumn(0) : characters(token.span());
  }

  /** Where CPython says that the lexer stands after a token. */
  static Span lastTaken(Token token) {
    return switch (token.kind()) {
      case INDENT, DEDENT, END -> {
        var span = characters(token.span());
        yield span.startChars() == span.file().text().length()
            ? endOf(token)
            : span.atColumn(Math.max(0, span.columnBytes() - 1));
      }
      case NAME, NUMBER, STRING, OPERATOR, COMMENT, NEWLINE, BLANK, ERROR ->
          characters(token.span());
    };
  }

  /** The end of the last line: the empty one after it does not count. */
  private static Span endOf(Token token) {
    var span = token.span();
    var text = span.file().text();
    int end = span.startChars();
    boolean ended = end > 0 && Cursor.isNewline(text.charAt(end - 1));
    if (!ended) {
      return characters(span);
    }
    end -= text.startsWith("\r\n", end - 2) ? 2 : 1;
    int line = span.line() - 1;
    return characters(new Span(span.file(), line, 0, end, end));
  }

  private static Span lastCharacter(Token token, Span whole) {
    var span = characters(token.span());
    int column = span.columnBytes() + token.text().codePointCount(0, token.text().length()) - 1;
    return new Span(whole.file(), whole.line(), column, whole.startChars(), whole.endChars());
  }

  /** A span with its column in characters. */
  static Span characters(Span span) {
    var text = span.file().text();
    int lineStart = span.startChars();
    while (lineStart > 0 && !Cursor.isNewline(text.charAt(lineStart - 1))) {
      lineStart--;
    }
    return new Span(
        span.file(),
        span.line(),
        text.codePointCount(lineStart, span.startChars()),
        span.startChars(),
        span.endChars());
  }
}
