package dev.ferrule.rules.editor;

import dev.ferrule.rules.editor.Cursor.OpenCall;
import dev.ferrule.rules.editor.Cursor.Where;
import dev.ferrule.rules.syntax.Lexer;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a statement up to an offset. Confined. */
final class CursorReader {
  private static final Pattern STATEMENT =
      Pattern.compile("^[\\p{L}_][\\p{L}\\p{N}_]*[ \\t]*(=(?!=)|:|\\()", Pattern.MULTILINE);
  private static final Set<String> WORDS = Set.of("and", "or", "not", "in");

  private final String path;
  private final int offset;
  private final int start;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private boolean typed;
  private boolean assigned;

  /** An open bracket. */
  private static final class Frame {
    private final @Nullable String function;
    private @Nullable String argument;
    private final List<String> given = new ArrayList<>();

    Frame(@Nullable String function) {
      this.function = function;
    }
  }

  CursorReader(SourceFile file, int offset) {
    this.path = file.path();
    this.offset = offset;
    var before = file.text().substring(0, offset);
    int from = 0;
    var statements = STATEMENT.matcher(before);
    while (statements.find()) {
      from = statements.start();
    }
    this.start = from;
    for (var token : Lexer.lex(new SourceFile(path, before.substring(from))).tokens()) {
      switch (token.kind()) {
        case NEWLINE -> {
          if (!token.text().isEmpty()) {
            tokens.clear();
          }
        }
        case BLANK, INDENT, DEDENT, END -> {}
        case COMMENT -> {
          if (end(token) == offset) {
            tokens.add(token);
          }
        }
        case NAME, NUMBER, STRING, OPERATOR -> tokens.add(token);
        case ERROR -> {
          if (!token.text().isEmpty()) {
            tokens.add(token);
          }
        }
      }
    }
  }

  private int end(Token token) {
    return start + token.span().endChars();
  }

  Cursor read() {
    var last = tokens.isEmpty() ? null : tokens.getLast();
    if (last == null || end(last) != offset) {
      frames();
      return new Cursor(where(), new Place(path, offset, offset), "", call());
    }
    return switch (last.kind()) {
      case COMMENT, NUMBER -> nothing();
      case STRING -> {
        frames();
        yield nothing();
      }
      case ERROR -> {
        tokens.removeLast();
        frames();
        yield text(last.text());
      }
      case NAME -> {
        tokens.removeLast();
        frames();
        yield new Cursor(
            where(), new Place(path, offset - last.text().length(), offset), last.text(), call());
      }
      case OPERATOR, NEWLINE, BLANK, INDENT, DEDENT, END -> {
        frames();
        yield new Cursor(where(), new Place(path, offset, offset), "", call());
      }
    };
  }

  private Cursor nothing() {
    return new Cursor(Where.NOTHING, new Place(path, offset, offset), "", call());
  }

  /** In a literal that has no end yet. */
  private Cursor text(String literal) {
    int quote = 0;
    while (quote < literal.length() && "\"'".indexOf(literal.charAt(quote)) < 0) {
      quote++;
    }
    if (quote == literal.length()) {
      return nothing();
    }
    boolean triple = literal.startsWith(literal.substring(quote, quote + 1).repeat(3), quote);
    var written = literal.substring(Math.min(literal.length(), quote + (triple ? 3 : 1)));
    var prefix = literal.substring(0, quote);
    if (prefix.indexOf('f') >= 0 || prefix.indexOf('F') >= 0) {
      int brace = written.replace("{{", "  ").lastIndexOf('{');
      if (brace >= 0 && written.indexOf('}', brace) < 0) {
        var name = written.substring(brace + 1);
        return new Cursor(
            Where.BRACES, new Place(path, offset - name.length(), offset), name, call());
      }
    }
    return new Cursor(
        Where.TEXT, new Place(path, offset - written.length(), offset), written, call());
  }

  private void frames() {
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      var before = i == 0 ? null : tokens.get(i - 1);
      switch (token.text()) {
        case "(" -> frames.push(new Frame(before != null && isName(before) ? before.text() : null));
        case "[", "{" -> frames.push(new Frame(null));
        case ")", "]", "}" -> frames.poll();
        case "," -> {
          if (!frames.isEmpty()) {
            frames.getFirst().argument = null;
          }
        }
        case ":" -> typed |= frames.isEmpty();
        case "=" -> {
          var frame = frames.peek();
          if (frame == null) {
            assigned = true;
          } else if (before != null && isName(before)) {
            frame.argument = before.text();
            frame.given.add(before.text());
          }
        }
        default -> {}
      }
    }
  }

  private static boolean isName(Token token) {
    return token.kind() == Token.Kind.NAME && !WORDS.contains(token.text());
  }

  private Where where() {
    if (tokens.isEmpty()) {
      return Where.STATEMENT;
    }
    var last = tokens.getLast();
    if (typed && !assigned) {
      return last.text().equals(":")
              || last.text().equals("[")
              || last.text().equals(",")
              || last.text().equals("|")
          ? Where.TYPE
          : Where.NOTHING;
    }
    var frame = frames.peek();
    if (frame != null && frame.function != null && frame.argument == null) {
      return last.text().equals("(") || last.text().equals(",") ? Where.ARGUMENT : Where.NOTHING;
    }
    boolean afterOperand =
        isName(last)
            || last.kind() == Token.Kind.NUMBER
            || last.kind() == Token.Kind.STRING
            || last.text().equals(")")
            || last.text().equals("]");
    return afterOperand || (frames.isEmpty() && !assigned) ? Where.NOTHING : Where.VALUE;
  }

  private @Nullable OpenCall call() {
    for (var frame : frames) {
      if (frame.function != null) {
        return new OpenCall(frame.function, frame.argument, frame.given);
      }
    }
    return null;
  }
}
