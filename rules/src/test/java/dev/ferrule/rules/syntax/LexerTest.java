package dev.ferrule.rules.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
  private static List<String> tokens(String text) {
    return Lexer.lex(new SourceFile("main.sml", text)).tokens().stream()
        .map(token -> token.kind() + ":" + token.text().replace("\n", "\\n"))
        .toList();
  }

  private static String error(String text) {
    var errors = Lexer.lex(new SourceFile("main.sml", text)).errors();
    return errors.isEmpty() ? "" : errors.getFirst().message();
  }

  @Test
  void commentsAndBlankLinesAreTokens() {
    assertEquals(
        List.of(
            "COMMENT:# one",
            "BLANK:\\n",
            "BLANK:\\n",
            "NAME:X",
            "OPERATOR:=",
            "NUMBER:1",
            "COMMENT:# two",
            "NEWLINE:\\n",
            "END:"),
        tokens("# one\n\nX = 1 # two\n"));
  }

  @Test
  void bracketsAndBackslashesJoinLines() {
    assertEquals(
        List.of(
            "NAME:X",
            "OPERATOR:=",
            "OPERATOR:(",
            "BLANK:\\n",
            "NUMBER:1",
            "OPERATOR:)",
            "OPERATOR:+",
            "NUMBER:2",
            "NEWLINE:\\n",
            "END:"),
        tokens("X = (\n  1) + \\\n 2\n"));
  }

  @Test
  void indentationOpensAndClosesBlocks() {
    assertEquals(
        List.of(
            "NAME:if",
            "NAME:a",
            "OPERATOR::",
            "NEWLINE:\\n",
            "INDENT:",
            "NAME:b",
            "NEWLINE:\\n",
            "DEDENT:",
            "NAME:c",
            "NEWLINE:",
            "END:"),
        tokens("if a:\n\tb\nc"));
  }

  @Test
  void tokensAndTheBlanksBetweenThemMakeUpTheText() {
    var text = "X = f('é',\r\n  b=\"\"\"\n\n\"\"\") # x\r\nif a:\n  y\fz\n";
    int end = 0;
    for (var token : Lexer.lex(new SourceFile("main.sml", text)).tokens()) {
      var span = token.span();
      assertTrue(text.substring(end, span.startChars()).isBlank());
      assertEquals(text.substring(span.startChars(), span.endChars()), token.text());
      end = span.endChars();
    }
    assertEquals(text.length(), end);
  }

  @Test
  void columnsCountBytes() {
    var tokens = Lexer.lex(new SourceFile("main.sml", "é = '😀' + x\n")).tokens();
    assertEquals(
        List.of(0, 3, 5, 12, 14),
        tokens.subList(0, 5).stream().map(token -> token.span().columnBytes()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyLineEndCounts(String newline) {
    var tokens = Lexer.lex(new SourceFile("main.sml", "a" + newline + "b" + newline)).tokens();
    assertEquals(2, tokens.get(2).span().line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "00", "1_000", "0xFf_0", "0o17", "0b1_0", "1.5", ".5", "5.", "1e5", "1E-5", "1j",
        "1.e5j"
      })
  void numbersAreOneToken(String number) {
    assertEquals("NUMBER:" + number, tokens(number).getFirst());
    assertEquals("", error(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"''", "\"\"", "'''a'b'''", "r'\\''", "Rb'x'", "bR'x'", "fr'{x}'", "F'x'", "u'x'"})
  void stringsAreOneToken(String string) {
    assertEquals("STRING:" + string, tokens(string).getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "1a|invalid decimal literal",
        "1__0|invalid decimal literal",
        "0xg|invalid hexadecimal literal",
        "0o8|invalid digit '8' in octal literal",
        "0b2|invalid digit '2' in binary literal",
        "0b|invalid binary literal",
        "1je|invalid imaginary literal",
        "012|leading zeros in decimal integer literals are not permitted; use an 0o prefix for"
            + " octal integers",
        "'a|unterminated string literal (detected at line 1)",
        "'''a|unterminated triple-quoted string literal (detected at line 1)",
        "(|'(' was never closed",
        ")|unmatched ')'",
        "(]|closing parenthesis ']' does not match opening parenthesis '('",
        "a€|invalid character '€' (U+20AC)",
        "a\u00a0b|invalid non-printable character U+00A0",
        "\ufeffa|invalid non-printable character U+FEFF",
        "\\ a|unexpected character after line continuation character",
        "\\|unexpected EOF while parsing",
      })
  void errorsReadAsPythonWritesThem(String text, String message) {
    assertEquals(message, error(text));
  }

  @Test
  void controlCharactersAreNamed() {
    assertEquals("invalid non-printable character U+0001", error("x = " + (char) 1));
    assertEquals("source code string cannot contain null bytes", error("x = '" + (char) 0 + "'"));
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertTrue(error("x = '" + '\ud800' + "'").contains("U+D800"));
  }

  @Test
  void mixedTabsAndBadUnindentsAreErrors() {
    assertEquals(
        "inconsistent use of tabs and spaces in indentation", error("if x:\n\ta\n        b\n"));
    assertEquals(
        "unindent does not match any outer indentation level", error("if x:\n    a\n  b\n"));
  }

  @Test
  void theLexerGoesOnAfterAnError() {
    var lexed = Lexer.lex(new SourceFile("main.sml", "a = 1a\nb = 'x\nc = 2\n"));
    assertEquals(2, lexed.errors().size());
    assertTrue(lexed.tokens().stream().anyMatch(token -> token.text().equals("c")));
  }
}
