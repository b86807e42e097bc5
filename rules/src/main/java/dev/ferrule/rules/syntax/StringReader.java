package dev.ferrule.rules.syntax;

import java.util.ArrayList;
import java.util.List;

/** Turns adjacent text, bytes and f-string literals into one value. Confined. */
final class StringReader {
  private final TokenReader in;
  private final List<Token> parts;
  private final List<Object> pieces = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private final Token after;

  /**
   * @param in stands after the literals
   */
  StringReader(TokenReader in, List<Token> parts) {
    this.in = in;
    this.parts = parts;
    this.after = in.peek();
  }

  Py.Expr read() {
    var span = parts.getFirst().span().to(parts.getLast().span());
    boolean format = false;
    boolean bytes = false;
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i).text();
      int quote = Math.max(0, quoteAt(part));
      var prefix = part.substring(0, quote).toLowerCase(java.util.Locale.ROOT);
      boolean raw = prefix.contains("r");
      boolean isBytes = prefix.contains("b");
      int size = part.startsWith(part.substring(quote, quote + 1).repeat(3), quote) ? 3 : 1;
      int from = quote + size;
      int to = part.length() - size;
      if (prefix.contains("f")) {
        requireSame(i, bytes, false);
        format = true;
        formatText(parts.get(i), from, to, raw);
      } else {
        literal(parts.get(i), part.substring(from, to), raw, isBytes);
        requireSame(i, bytes, isBytes);
      }
      bytes = isBytes;
    }
    if (bytes) {
      return new Py.Constant(new Py.Special(PythonText.bytes(List.of(literal.toString()))), span);
    }
    if (!format) {
      return new Py.Constant(literal.toString(), span);
    }
    endLiteral();
    return new Py.JoinedStr(pieces, span);
  }

  private static int quoteAt(String part) {
    int at = 0;
    while (part.charAt(at) != '\'' && part.charAt(at) != '"') {
      at++;
    }
    return at;
  }

  private void requireSame(int index, boolean before, boolean now) {
    if (index > 0 && before != now) {
      throw in.stop(
          ParseCode.INVALID_STRING.error(
              "cannot mix bytes and nonbytes literals", MistakeFinder.lastTaken(after)));
    }
  }

  private void literal(Token token, String body, boolean raw, boolean bytes) {
    var text = plainNewlines(body);
    if (bytes) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) >= 128) {
          throw in.stop(
              ParseCode.INVALID_STRING.error(
                  "bytes can only contain ASCII literal characters",
                  MistakeFinder.characters(token.span())));
        }
      }
    }
    append(text, raw, bytes);
  }

  /** Line ends within a literal are line feeds, however the file writes them. */
  static String plainNewlines(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private void append(String text, boolean raw, boolean bytes) {
    if (raw || text.indexOf('\\') < 0) {
      literal.append(text);
      return;
    }
    literal.append(
        bytes ? Escapes.resolveBytes(text, this::complain) : Escapes.resolve(text, this::complain));
  }

  private void complain(String message) {
    throw in.stop(ParseCode.INVALID_STRING.error(message, MistakeFinder.lastTaken(after)));
  }

  private void formatText(Token token, int from, int to, boolean raw) {
    var reader = new FormatReader(this, in, token, after, raw);
    reader.read(from, to);
  }

  /** Adds a part of an f-string that stands for itself. */
  void appendFormatLiteral(String text, boolean raw) {
    append(plainNewlines(text), raw, false);
  }

  void add(Py.FormattedValue value) {
    endLiteral();
    pieces.add(value);
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      pieces.add(literal.toString());
      literal.setLength(0);
    }
  }
}
