package dev.ferrule.rules.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParserLimitsTest {
  private static final int MANY = 10_000;
  private static final String TOO_DEEP = "nested too deeply: expected at most 500 levels";

  private static List<String> messages(String text) {
    return Parser.parse(new SourceFile("main.sml", text)).diagnostics().stream()
        .map(Diagnostic::message)
        .toList();
  }

  static Stream<Arguments> nested() {
    return Stream.of(
        Arguments.of("(".repeat(MANY) + "1" + ")".repeat(MANY), "too many nested parentheses"),
        Arguments.of("f(a=".repeat(MANY) + "1" + ")".repeat(MANY), "too many nested parentheses"),
        Arguments.of("-".repeat(MANY) + "1", TOO_DEEP),
        Arguments.of("not ".repeat(MANY) + "1", TOO_DEEP),
        Arguments.of("lambda: ".repeat(MANY) + "1", TOO_DEEP),
        Arguments.of("1 if 1 else ".repeat(MANY) + "1", TOO_DEEP),
        Arguments.of("1" + "+1".repeat(100_000), TOO_DEEP),
        Arguments.of("1" + "**1".repeat(100_000), TOO_DEEP),
        Arguments.of("f" + "()".repeat(MANY), TOO_DEEP),
        Arguments.of("f" + ".a".repeat(MANY), TOO_DEEP));
  }

  @ParameterizedTest
  @MethodSource("nested")
  void deepNestingIsADiagnostic(String value, String message) {
    assertEquals(List.of(message), messages("X = " + value));
  }

  @Test
  void whatIsJustNotTooDeepIsPrintedToo() {
    var text = "X = " + "f(a=[".repeat(100) + "1" + "+1".repeat(150) + "])".repeat(100) + "\n";
    var parsed = Parser.parse(new SourceFile("main.sml", text));
    assertEquals(List.of(), parsed.diagnostics());
    assertTrue(NodeText.print(parsed.root()).startsWith("X = f(a=[f("));
  }

  @Test
  void mistakesInDeepBracketsStillHaveWords() {
    for (int depth = 1; depth <= 200; depth++) {
      var text = "X = " + "[".repeat(depth) + "1 a" + "]".repeat(depth);
      assertTrue(messages(text).getFirst().startsWith("invalid syntax"));
    }
  }

  @Test
  void longChainsThatDoNotNestAreFine() {
    assertEquals(List.of(), messages("X = 1" + " and 1".repeat(100_000)));
    assertEquals(List.of(), messages("X = " + "'a' ".repeat(100_000)));
    assertEquals(List.of(), messages("X = f'" + "{A}".repeat(100_000) + "'"));
  }

  @Test
  void hugeNumbersAreRefusedAsPythonRefusesThem() {
    assertTrue(
        messages("X = " + "9".repeat(5000))
            .getFirst()
            .startsWith("Exceeds the limit (4300 digits) for integer string conversion"));
    assertEquals(List.of(), messages("X = " + "9".repeat(4300)));
  }

  @Test
  void largeFilesAreRefused() {
    assertEquals(
        List.of("expected a file of at most 1048576 bytes"),
        messages("X = '" + "a".repeat(10_000_000) + "'"));
    assertEquals(
        List.of("expected a file of at most 1048576 bytes"),
        messages("X = '" + "é".repeat(600_000) + "'"));
  }

  @Test
  void largestFileIsReadInTime() {
    var line = "R = Rule(when_all=[A > 3, not C or (D + 2 in [1, 2.5])], description=f'x {A}')\n";
    var file = new SourceFile("main.sml", line.repeat(SourceFile.MAX_BYTES / line.length()));
    // A generous bound: it takes a tenth of a second on a machine at rest.
    var parsed = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Parser.parse(file));
    assertEquals(List.of(), parsed.diagnostics());
  }

  @Test
  void manyErrorsAreReadInTime() {
    var file = new SourceFile("main.sml", "x = (= 1\n".repeat(100_000));
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Parser.parse(file));
  }

  @Test
  void filesAreDecodedStrictly() {
    var bom = "\ufeffX = 1".getBytes(StandardCharsets.UTF_8);
    assertEquals("X = 1", SourceFile.of("main.sml", bom).text());
    var invalid =
        assertThrows(
            FerruleException.class,
            () -> SourceFile.of("main.sml", new byte[] {'a', '\n', (byte) 0xff}));
    assertEquals(ErrorCode.RULE_INVALID, invalid.code());
    assertEquals(
        "expected UTF-8, found other bytes: path=main.sml line=2 byte=2", invalid.getMessage());
    var large =
        assertThrows(
            FerruleException.class,
            () -> SourceFile.of("main.sml", new byte[SourceFile.MAX_BYTES + 1]));
    assertEquals(ErrorCode.RULE_LIMIT, large.code());
  }
}
