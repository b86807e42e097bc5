package dev.ferrule.rules.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts a file into tokens as Python 3.11 does. Goes on after errors. Confined.
 *
 * <p>Source: The Python Language Reference 3.11, chapter 2, and the messages of CPython 3.11.
 */
public final class Lexer {
  static final int MAX_BRACKETS = 200;
  static final int MAX_INDENTS = 100;
  private static final int TAB = 8;

  private static final Set<String> LONG_OPERATORS =
      Set.of(
          "**=", "//=", "<<=", ">>=", "...", "!=", "->", ":=", "<>", "<=", ">=", "==", "**", "//",
          "<<", ">>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=");

  private static final String[] ASCII = new String[128];

  static {
    for (int i = 0; i < ASCII.length; i++) {
      ASCII[i] = String.valueOf((char) i);
    }
  }

  /** What the second character of a longer operator can be. */
  private static final String SECOND = "=>*/<.";

  private final Cursor in;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Diagnostic> errors = new ArrayList<>();
  private final char[] brackets = new char[MAX_BRACKETS];
  private final Span[] bracketSpans = new Span[MAX_BRACKETS];
  private int depth;
  private final int[] indents = new int[MAX_INDENTS];
  private final int[] tablessIndents = new int[MAX_INDENTS];
  private int indent;
  private boolean lineBegun;
  private boolean fragment;

  private Lexer(Cursor in) {
    this.in = in;
  }

  /** All tokens of a file. */
  public static Lexed lex(SourceFile file) {
    return lexFrom(file, 0, 1);
  }

  /** The tokens from the start of a line on. */
  static Lexed lexFrom(SourceFile file, int from, int line) {
    var lexer = new Lexer(new Cursor(file, from, line, from, file.text().length()));
    lexer.run();
    return new Lexed(lexer.tokens, lexer.errors);
  }

  /** The tokens of an expression in an f-string, within brackets that are not part of it. */
  static Lexed lexWithin(Cursor in) {
    var lexer = new Lexer(in);
    lexer.brackets[0] = '(';
    lexer.bracketSpans[0] = in.span(in.at, in.at);
    lexer.depth = 1;
    lexer.lineBegun = true;
    lexer.fragment = true;
    lexer.run();
    return new Lexed(lexer.tokens, lexer.errors);
  }

  private void run() {
    if (!fragment) {
      rejectUnencodable();
    }
    while (true) {
      if (in.at == in.lineStart && !lineBegun && depth == 0) {
        indentation();
      }
      in.skipBlanks();
      if (in.atEnd()) {
        end();
        return;
      }
      token();
    }
  }

  /** Text that no file can hold comes before all else, as CPython refuses it whole. */
  private void rejectUnencodable() {
    var text = in.text;
    for (int i = in.at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        refuse(ParseCode.NUL_IN_SOURCE, "source code string cannot contain null bytes", i);
        return;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        refuse(
            ParseCode.SURROGATE_IN_SOURCE,
            "expected text that UTF-8 can hold, found half a surrogate pair U+%04X"
                .formatted((int) c),
            i);
        return;
      }
    }
  }

  private void refuse(ParseCode code, String message, int at) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      char c = in.text.charAt(i);
      if (c == '\n' || (c == '\r' && in.text.charAt(i + 1) != '\n')) {
        line++;
      }
    }
    error(code, message, new Span(in.file, line, 0, at, at + 1));
  }

  private void end() {
    if (depth > (fragment ? 1 : 0)) {
      char open = brackets[depth - 1];
      error(
          ParseCode.UNCLOSED_BRACKET,
          "'%c' was never closed".formatted(open),
          bracketSpans[depth - 1]);
      addError(in.at);
      depth = 0;
    }
    if (lineBegun) {
      add(Token.Kind.NEWLINE, in.at);
      lineBegun = false;
    }
    while (indent > 0) {
      indent--;
      add(Token.Kind.DEDENT, in.at);
    }
    add(Token.Kind.END, in.at);
  }

  private void token() {
    int start = in.at;
    int c = in.peek(0);
    if (c == '#') {
      in.skipToLineEnd();
      add(Token.Kind.COMMENT, start);
    } else if (Cursor.isNewline(c)) {
      newline();
    } else if (c == '\\') {
      continuation();
    } else {
      lineBegun = true;
      if (Cursor.startsName(c)) {
        nameOrString(start);
      } else if (c == '"' || c == '\'') {
        string(start);
      } else if (Cursor.isDigit(c) || (c == '.' && Cursor.isDigit(in.peek(1)))) {
        number(start);
      } else {
        operator(start, c);
      }
    }
  }

  private void newline() {
    int start = in.at;
    boolean ends = depth == 0 && lineBegun;
    var span = in.span(start, start + in.newlineLength());
    in.newline();
    tokens.add(new Token(ends ? Token.Kind.NEWLINE : Token.Kind.BLANK, in.text(span), span, depth));
    if (ends) {
      lineBegun = false;
    }
  }

  /** Steps over a backslash and the line end after it; whether there was one. */
  private boolean continuation() {
    int start = in.at;
    in.at++;
    if (in.atEnd()) {
      // CPython ends every text with a newline, so what is missing is the line after it.
      error(ParseCode.UNEXPECTED_END, "unexpected EOF while parsing", in.span(in.at, in.at));
      addError(start);
      return false;
    }
    if (!Cursor.isNewline(in.peek(0))) {
      error(
          ParseCode.LINE_CONTINUATION,
          "unexpected character after line continuation character",
          in.span(in.at, in.at));
      addError(start);
      return false;
    }
    var unfinished = in.span(in.at, in.at);
    var afterBackslash = MistakeFinder.characters(unfinished);
    in.newline();
    if (in.atEnd()) {
      errors.add(ParseCode.UNEXPECTED_END.error("unexpected EOF while parsing", afterBackslash));
      tokens.add(new Token(Token.Kind.ERROR, "", unfinished, depth));
      return false;
    }
    return true;
  }

  private void indentation() {
    int column = 0;
    int tabless = 0;
    int continuedColumn = 0;
    int continuedTabless = 0;
    while (true) {
      int c = in.peek(0);
      if (c == ' ') {
        column++;
        tabless++;
      } else if (c == '\t') {
        column = (column / TAB + 1) * TAB;
        tabless++;
      } else if (c == '\f') {
        column = 0;
        tabless = 0;
      } else if (c == '\\') {
        // The column counts where the first of the joined lines starts.
        continuedColumn = continuedColumn == 0 ? column : continuedColumn;
        continuedTabless = continuedTabless == 0 ? tabless : continuedTabless;
        lineBegun = true;
        if (!continuation()) {
          return;
        }
        continue;
      } else {
        break;
      }
      in.at++;
    }
    int next = in.peek(0);
    boolean blank = in.atEnd() && in.at > in.lineStart;
    if (next != '#' && !Cursor.isNewline(next) && !blank) {
      indentTo(
          continuedColumn == 0 ? column : continuedColumn,
          continuedColumn == 0 ? tabless : continuedTabless);
      lineBegun |= !in.atEnd();
    } else {
      lineBegun = false;
    }
  }

  private void indentTo(int column, int tabless) {
    if (column > indents[indent]) {
      if (indent + 1 >= MAX_INDENTS) {
        layoutError(ParseCode.TOO_MANY_INDENTS, "too many levels of indentation");
        return;
      }
      indent++;
      indents[indent] = column;
      tablessIndents[indent] = tabless;
      add(Token.Kind.INDENT, in.at);
      if (tabless <= tablessIndents[indent - 1]) {
        mixedTabs();
      }
      return;
    }
    while (indent > 0 && column < indents[indent]) {
      indent--;
      add(Token.Kind.DEDENT, in.at);
    }
    if (column != indents[indent]) {
      layoutError(
          ParseCode.UNINDENT_MISMATCH, "unindent does not match any outer indentation level");
    } else if (tabless != tablessIndents[indent]) {
      mixedTabs();
    }
  }

  private void mixedTabs() {
    layoutError(ParseCode.MIXED_TABS, "inconsistent use of tabs and spaces in indentation");
  }

  private void layoutError(ParseCode code, String message) {
    int end = in.at;
    int point = code == ParseCode.UNINDENT_MISMATCH ? in.lineEnd() : in.lineStart;
    error(code, message, in.span(point, Math.max(point, end)));
    tokens.add(new Token(Token.Kind.ERROR, "", in.span(end, end), depth));
  }

  private void nameOrString(int start) {
    int prefix = in.stringPrefixLength();
    if (prefix >= 0) {
      in.at += prefix;
      string(start);
      return;
    }
    boolean ascii = in.skipName();
    if (!ascii) {
      int bad = Identifiers.firstBad(in.text, start, in.at);
      if (bad < in.at) {
        in.at = bad + Character.charCount(in.text.codePointAt(bad));
        badCharacter(start, bad);
        return;
      }
    }
    add(Token.Kind.NAME, start);
  }

  private void badCharacter(int start, int bad) {
    int c = in.text.codePointAt(bad);
    var span = in.span(bad, in.at);
    if (Identifiers.isPrintable(c)) {
      error(
          ParseCode.INVALID_CHARACTER,
          "invalid character '%s' (U+%04X)".formatted(Character.toString(c), c),
          span);
    } else {
      error(
          ParseCode.INVALID_CHARACTER, "invalid non-printable character U+%04X".formatted(c), span);
    }
    addError(start);
  }

  private void number(int start) {
    var complaint = Numbers.scan(in);
    if (complaint == null) {
      add(Token.Kind.NUMBER, start);
    } else {
      error(
          ParseCode.INVALID_NUMBER,
          complaint.message(),
          in.span(complaint.at(), Math.max(in.at, complaint.at())));
      addError(start);
    }
  }

  private void string(int start) {
    int quote = in.at;
    var span = in.span(start, start);
    int line = in.skipString();
    if (line < 0) {
      tokens.add(
          new Token(Token.Kind.STRING, in.text.substring(start, in.at), span.to(in.at), depth));
      return;
    }
    boolean triple = in.text.startsWith(in.text.substring(quote, quote + 1).repeat(3), quote);
    // The place is the opening quote itself unless there is a prefix: then it is the prefix.
    error(
        ParseCode.UNTERMINATED_STRING,
        "unterminated %sstring literal (detected at line %d)"
            .formatted(triple ? "triple-quoted " : "", line),
        span.to(in.at));
    tokens.add(new Token(Token.Kind.ERROR, in.text.substring(start, in.at), span.to(in.at), depth));
  }

  private void operator(int start, int c) {
    int length = 1;
    int longest = SECOND.indexOf(in.peek(1)) >= 0 ? 3 : 1;
    for (int candidate = longest; candidate > 1; candidate--) {
      if (start + candidate <= in.end
          && LONG_OPERATORS.contains(in.text.substring(start, start + candidate))) {
        length = candidate;
        break;
      }
    }
    in.at += length;
    if (c == '(' || c == '[' || c == '{') {
      open(start, (char) c);
    } else if (c == ')' || c == ']' || c == '}') {
      close(start, (char) c);
    } else if (!Identifiers.isPrintable(c)) {
      badCharacter(start, start);
    } else {
      add(Token.Kind.OPERATOR, start);
    }
  }

  private void open(int start, char c) {
    if (depth >= MAX_BRACKETS) {
      error(ParseCode.TOO_MANY_BRACKETS, "too many nested parentheses", in.span(start, in.at));
      addError(start);
      return;
    }
    brackets[depth] = c;
    bracketSpans[depth] = in.span(start, in.at);
    depth++;
    add(Token.Kind.OPERATOR, start);
  }

  private void close(int start, char c) {
    var span = in.span(start, in.at);
    if (depth == 0) {
      error(ParseCode.UNMATCHED_BRACKET, "unmatched '%c'".formatted(c), span);
      addError(start);
      return;
    }
    depth--;
    char open = brackets[depth];
    if ("([{".indexOf(open) == ")]}".indexOf(c)) {
      add(Token.Kind.OPERATOR, start);
      return;
    }
    var message =
        "closing parenthesis '%c' does not match opening parenthesis '%c'".formatted(c, open);
    int line = bracketSpans[depth].line();
    error(
        ParseCode.MISMATCHED_BRACKET,
        line == span.line() ? message : message + " on line " + line,
        span);
    addError(start);
  }

  private void add(Token.Kind kind, int start) {
    var text =
        in.at - start == 1 && in.text.charAt(start) < ASCII.length
            ? ASCII[in.text.charAt(start)]
            : in.text.substring(start, in.at);
    tokens.add(new Token(kind, text, in.span(start, in.at), depth));
  }

  private void addError(int start) {
    add(Token.Kind.ERROR, start);
  }

  private void error(ParseCode code, String message, Span span) {
    errors.add(code.error(message, MistakeFinder.characters(span)));
  }
}
