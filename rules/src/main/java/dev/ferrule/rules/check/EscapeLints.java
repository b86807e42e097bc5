package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Lexer;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Token;
import java.util.List;
import java.util.Locale;

/** Backslashes in plain strings that start no escape, so that they stay as they are. Stateless. */
final class EscapeLints {
  private static final String ESCAPES = "\n\r\\'\"abfnrtv01234567xNuU";

  private EscapeLints() {}

  static void lint(SourceFile file, Findings findings) {
    if (file.text().indexOf('\\') < 0) {
      return;
    }
    for (var token : Lexer.lex(file).tokens()) {
      if (token.kind() == Token.Kind.STRING) {
        lint(token, findings);
      }
    }
  }

  private static void lint(Token token, Findings findings) {
    String text = token.text();
    int start = 0;
    while (text.charAt(start) != '"' && text.charAt(start) != '\'') {
      start++;
    }
    if (text.substring(0, start).toLowerCase(Locale.ROOT).contains("r")) {
      return;
    }
    for (int i = start; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
        if (ESCAPES.indexOf(text.charAt(i)) < 0) {
          findings.warning(
              "invalid-escape",
              "invalid escape sequence `\\%s`".formatted(Character.toString(text.codePointAt(i))),
              token.span(),
              "write a raw string, as `r'...'`, or the backslash twice",
              List.of());
          return;
        }
      }
    }
  }
}
