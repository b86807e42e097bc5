package dev.ferrule.rules.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticTextTest {
  private static final SourceFile MAIN = new SourceFile("main.sml", "A = 1\nBé = f(x=1)\n");

  private static Span span(int line, int column) {
    return new Span(MAIN, line, column, 0, 1);
  }

  @Test
  void oneDiagnosticShowsItsLineHintAndRelatedPlaces() {
    var diagnostic =
        new Diagnostic(
            Diagnostic.Severity.ERROR,
            "some-code",
            "unknown keyword argument: `x`",
            span(2, 8),
            "first\nsecond",
            "such as:",
            List.of(
                new Diagnostic.Related(span(1, 0), ""),
                new Diagnostic.Related(span(1, 4), "there")));
    assertEquals(
        """
        error: unknown keyword argument: `x`
        --> main.sml:2:8
             |
           2 | Bé = f(x=1)
             |         ^ first
                       | second
        ~~~ such as:
        --> (1) main.sml:1:0
             |
           1 | A = 1
             | ^
        --> (2) main.sml:1:4
             |
           1 | A = 1
             |     ^ there\
        """,
        DiagnosticText.render(diagnostic));
  }

  @Test
  void severalAreCountedAndSortedByPlace() {
    var text =
        DiagnosticText.render(
            List.of(
                Diagnostic.error("c", "z", span(2, 0), ""),
                Diagnostic.error("c", "b", span(1, 4), ""),
                Diagnostic.error("c", "a", span(1, 4), "")));
    assertEquals(
        List.of(
            "3 errors occurred while validating:",
            "[1/3] error: a",
            "[2/3] error: b",
            "[3/3] error: z"),
        text.lines().filter(line -> line.contains("error")).toList());
  }

  @Test
  void jsonCountsBytesAndCodePoints() {
    var diagnostic = Diagnostic.error("c", "a \"b\"", new Span(MAIN, 2, 7, 11, 17), "h\n");
    assertEquals(
        """
        [{"code":"c","severity":"error","message":"a \\"b\\"","hint":"h\\n",\
        "span":{"path":"main.sml","start":{"line":2,"columnBytes":6,"columnCodePoints":5},\
        "end":{"line":2,"columnBytes":12,"columnCodePoints":11}},\
        "relatedMessage":"","related":[]}]\
        """,
        DiagnosticJson.render(List.of(diagnostic)));
  }
}
