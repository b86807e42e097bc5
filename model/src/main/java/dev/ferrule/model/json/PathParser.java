package dev.ferrule.model.json;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.PathLexer.Kind;
import dev.ferrule.model.json.PathLexer.Token;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a path by precedence: from loose to tight a bracket after a path, {@code ..}, {@code .},
 * {@code |}, {@code &}, {@code where}, all to the left. Confined to one use.
 */
final class PathParser {
  /** Deep enough for any path a person writes, and far from the end of the stack. */
  private static final int MAX_DEPTH = 200;

  private final PathLexer lexer;
  private Token token;
  private int depth;

  PathParser(String text) {
    lexer = new PathLexer(text);
    token = lexer.next();
  }

  PathStep parse() {
    PathStep path = path(0);
    if (token.kind() != Kind.END) {
      throw unexpected();
    }
    return path;
  }

  private PathStep path(int loosest) {
    if (++depth > MAX_DEPTH) {
      throw failure("expected at most %d nested parts of a path".formatted(MAX_DEPTH));
    }
    PathStep left = primary();
    for (int steps = 0; ; steps++) {
      int level = level(token);
      if (level < loosest || level < 0) {
        depth--;
        return left;
      }
      if (steps == MAX_DEPTH) {
        throw failure("expected at most %d parts of a path".formatted(MAX_DEPTH));
      }
      if (level == 0) {
        left = new PathStep.Child(left, bracket());
        continue;
      }
      Token operator = take();
      PathStep right = path(level + 1);
      left = join(operator, left, right);
    }
  }

  private static int level(Token token) {
    return switch (token.kind()) {
      case DOUBLEDOT -> 1;
      case WHERE -> 5;
      case LITERAL ->
          switch (token.value().charAt(0)) {
            case '[' -> 0;
            case '.' -> 2;
            case '|' -> 3;
            case '&' -> 4;
            default -> -1;
          };
      case ID, NUMBER, OPERATOR, END -> -1;
    };
  }

  private static PathStep join(Token operator, PathStep left, PathStep right) {
    return switch (operator.value()) {
      case "." -> new PathStep.Child(left, right);
      case ".." -> new PathStep.Descendants(left, right);
      case "|" -> new PathStep.Union(left, right);
      case "where" -> new PathStep.Where(left, right);
      default -> throw failure("expected a path without &: no path with one ever has a match");
    };
  }

  private PathStep primary() {
    if (token.is('[')) {
      return bracket();
    }
    if (token.is('(')) {
      take();
      PathStep inner = path(0);
      expect(')');
      return inner;
    }
    if (token.is('$')) {
      take();
      return new PathStep.Root();
    }
    if (token.is('*')) {
      take();
      return new PathStep.Fields(List.of("*"));
    }
    return switch (token.kind()) {
      case ID -> fields();
      case OPERATOR -> operator();
      case NUMBER, WHERE, DOUBLEDOT, LITERAL, END -> throw unexpected();
    };
  }

  private PathStep operator() {
    return switch (token.value()) {
      case "this" -> {
        take();
        yield new PathStep.This();
      }
      case "parent" -> {
        take();
        yield new PathStep.Parent();
      }
      default ->
          throw failure(
              "Unknown named operator `%s` at %d:%d"
                  .formatted(token.value(), token.line(), token.at()));
    };
  }

  private PathStep fields() {
    var names = new ArrayList<String>();
    names.add(take().value());
    while (token.is(',')) {
      take();
      if (token.kind() != Kind.ID) {
        throw unexpected();
      }
      names.add(take().value());
    }
    return new PathStep.Fields(names);
  }

  private PathStep bracket() {
    take();
    PathStep step;
    if (token.kind() == Kind.ID) {
      step = fields();
    } else if (token.is('*')) {
      take();
      step = new PathStep.Slice(null, null);
    } else {
      Integer start = number();
      if (start != null && !token.is(':')) {
        step = new PathStep.Index(start);
      } else {
        expect(':');
        step = new PathStep.Slice(start, number());
      }
    }
    expect(']');
    return step;
  }

  /** A number if one is next; beyond the range of positions it stands at the end of that. */
  private @Nullable Integer number() {
    if (token.kind() != Kind.NUMBER) {
      return null;
    }
    var limit = BigInteger.valueOf(Integer.MAX_VALUE);
    return new BigInteger(take().value()).max(limit.negate()).min(limit).intValue();
  }

  private void expect(char literal) {
    if (!token.is(literal)) {
      throw unexpected();
    }
    take();
  }

  private Token take() {
    Token taken = token;
    token = lexer.next();
    return taken;
  }

  private FerruleException unexpected() {
    // The reference fails on its own message at the end of a path, and says this instead.
    return failure(
        token.kind() == Kind.END
            ? "invalid json-path supplied"
            : "Parse error at %d:%d near token %s (%s)"
                .formatted(token.line(), token.column(), token.value(), token.type()));
  }

  private static FerruleException failure(String message) {
    return new FerruleException(ErrorCode.RULE_PATH, message);
  }
}
