package dev.ferrule.rules.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferrule.rules.syntax.SourceFile;
import org.junit.jupiter.api.Test;

class FormatterTest {
  private static String format(String text) {
    return assertInstanceOf(
            Formatted.Text.class, Formatter.format(new SourceFile("main.sml", text)))
        .text();
  }

  @Test
  void spacesAreThoseOfTheStyle() {
    assertEquals(
        "A: Optional[int] = F(x=1, y=-2 ** 3)\nB = not (A == 1) and A != None\nC = [1, 'a', []]\n",
        format("A:Optional [int]=F( x = 1,y=-2**3 )\nB=not(A==1)and A!=None\nC=[ 1,'a',[ ] ]"));
  }

  @Test
  void aCallThatDoesNotFitHasOneArgumentOnEachLine() {
    var item = "'" + "x".repeat(48) + "'";
    assertEquals(
        """
        Long = Rule(
          when_all=[
            %1$s,
            %1$s,
          ],
          description='short',
        )
        """
            .formatted(item),
        format("Long = Rule(when_all=[%1$s, %1$s], description='short')".formatted(item)));
  }

  @Test
  void aCallOfExactlyTheWidthStaysOnItsLine() {
    var fits = "A = F(x='" + "x".repeat(89) + "')\n";
    assertEquals(101, fits.length());
    assertEquals(fits, format(fits));
    assertEquals(
        "A = F(\n  x='" + "x".repeat(90) + "',\n)\n", format("A = F(x='" + "x".repeat(90) + "')"));
  }

  @Test
  void aCommaAfterTheLastItemKeepsOneItemOnEachLine() {
    assertEquals("A = [\n  1,\n  2,\n]\n", format("A = [1, 2,]"));
    assertEquals("A = [1, 2]\n", format("A = [\n  1,\n  2\n]"));
  }

  @Test
  void operationsThatDoNotFitAreBrokenBeforeTheirWeakestOperators() {
    var name = "N".repeat(40);
    assertEquals(
        """
        A = (
          %1$s == 1
          and not %1$s
          and %1$s
        )
        """
            .formatted(name),
        format("A = %1$s == 1 and not %1$s and %1$s".formatted(name)));
  }

  @Test
  void oneOperatorBeforeAListIsBrokenInTheListAlone() {
    assertEquals(
        "A = B not in [\n  'x',\n  'y',\n]\n",
        format("A = B not in [\n'x',\n\n'y',\n]").replace("\n\n", "\n"));
  }

  @Test
  void joinedStringsAreKeptAndBrokenBetween() {
    var part = "'" + "x".repeat(60) + "'";
    assertEquals("A = 'a' \"b\"\n", format("A = 'a'    \"b\""));
    assertEquals(
        "A = (\n  %1$s\n  %1$s\n)\n".formatted(part), format("A = %1$s \\\n %1$s".formatted(part)));
  }

  @Test
  void quotesPrefixesAndEscapesStayAsWritten() {
    var text =
        "A = \"it's\"\nB = R'\\d' '\\x41'\nC = F'{A}'\nD = '''a\n  b'''\nE = 0XfF + 1_0.0E5\n";
    assertEquals(text, format(text));
  }

  @Test
  void commentsStayWhereTheyAre() {
    var text =
        """
        # of the file

        # of A
        A = [  # behind the bracket
          # before one
          1,  # behind one

          # before two
          2,
          # at the end
        ]  # behind all


        # last
        """;
    assertEquals(text, format(text));
    assertEquals(text, format(text.replace("  #", "\t #").replace("# of A\n", "# of A \t\n")));
  }

  @Test
  void aCommentBehindAStatementDoesNotBreakIt() {
    assertEquals("A = B and C  # why\n", format("A = B and C # why"));
    assertEquals("A = F(x=1)  # why\n", format("A = F(\n  x=1\n) # why"));
  }

  @Test
  void blankLinesAreKeptUpToTwo() {
    assertEquals("A = 1\n\n\nB = 2\nC = 3\n", format("\n\nA = 1\n\n\n\n\nB = 2\nC = 3\n\n\n"));
    assertEquals("A = [\n  1,\n\n  2,\n]\n", format("A = [\n\n1,\n\n\n2,\n\n]"));
    assertEquals("", format("\n\n"));
  }

  @Test
  void lineEndsBecomeNewlines() {
    assertEquals("A = 1\nB = '''x\ny'''\n", format("A = 1\r\nB = '''x\r\ny'''\r"));
  }

  @Test
  void semicolonsAndBackslashesGo() {
    assertEquals("A = 1\nB = A + 2\n", format("A = 1; B = A \\\n   + 2;"));
  }

  @Test
  void aFileThatDoesNotParseIsLeftAlone() {
    var refused =
        assertInstanceOf(
            Formatted.Refused.class, Formatter.format(new SourceFile("main.sml", "A = (")));
    assertEquals("'(' was never closed", refused.errors().getFirst().message());
  }

  @Test
  void whatIsLaidOutIsNotChanged() {
    var laid =
        assertInstanceOf(
            Formatted.Text.class, Formatter.format(new SourceFile("main.sml", "A = 1\n")));
    assertFalse(laid.changed());
  }
}
