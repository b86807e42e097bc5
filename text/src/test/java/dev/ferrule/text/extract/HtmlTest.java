package dev.ferrule.text.extract;

import static dev.ferrule.text.extract.TestDocuments.EXTRACTORS;
import static dev.ferrule.text.extract.TestDocuments.outline;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FerruleException;
import dev.ferrule.text.StructuredText;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
  private static StructuredText extract(String html) {
    return EXTRACTORS.extract(html.getBytes(UTF_8), "text/html");
  }

  @Test
  void contentIsKeptAndFurnitureDropped() {
    StructuredText document =
        extract(
            """
            <html><head><title>Site | Pool</title><style>p{}</style></head><body>
            <header>Logo <nav>Menu</nav></header>
            <nav>Home</nav><script>var x = "no";</script>
            <main><header><h1>The   pool</h1></header>
            <p>Open <b>daily</b>.<br>Until nine.</p>
            <p hidden>secret</p><p style="display: none">secret</p>
            <ul><li>towels<ul><li>big</li></ul></li><li>soap</li></ul>
            <ol start="3"><li><p>third</p></li><li>fourth</li></ol>
            <table><tr><th>Day</th><th>Hours</th></tr><tr><td>Mon</td><td><p>7</p><p>21</p></td></tr></table>
            <h2>Code</h2><pre>a  b
              c</pre><img src="x" alt="A blue pool"><blockquote>Nice!</blockquote></main>
            <form><label>Name</label><input></form><aside>Ads</aside><footer>Imprint</footer>
            </body></html>
            """);
    assertEquals("The pool", document.title());
    assertEquals(
        List.of(
            "HEADING 1: The pool",
            "PARAGRAPH: Open daily.\nUntil nine.",
            "LIST_ITEM 1: - towels",
            "LIST_ITEM 2: - big",
            "LIST_ITEM 1: - soap",
            "LIST_ITEM 1: 3. third",
            "LIST_ITEM 1: 4. fourth",
            "TABLE_ROW: Day | Hours",
            "TABLE_ROW: Mon | 7 21",
            "HEADING 2: Code",
            "CODE: a  b\n  c",
            "PARAGRAPH: A blue pool",
            "PARAGRAPH: Nice!"),
        outline(document));
    assertTrue(
        document
            .text()
            .startsWith(
                "The pool\n\nOpen daily.\nUntil nine.\n\n- towels\n  - big\n- soap\n\n3. "));
  }

  @Test
  void titleComesFromTheHeadWithoutAMainHeading() {
    assertEquals("From head", extract("<title>From head</title><h2>x</h2><p>y").title());
  }

  @Test
  void layoutTablesFlowAndAFormAroundThePageStays() {
    assertEquals(
        List.of("PARAGRAPH: left", "TABLE_ROW: a | b"),
        outline(
            extract(
                "<form><h2></h2><table><tr><td>left</td><td><table><tr><td>a<td>b</table></table></form>")));
  }

  @Test
  void theCharsetOfTheMetaElementIsHonoured() {
    String html = "<meta charset=windows-1251><p>\u0414\u0430</p>";
    byte[] bytes = html.getBytes(Charset.forName("windows-1251"));
    assertEquals("\u0414\u0430", EXTRACTORS.extract(bytes, "text/html").text());
    byte[] wrong = "<meta charset=utf-8><p>caf\u00e9".getBytes(Charset.forName("windows-1252"));
    assertEquals("caf\u00e9", EXTRACTORS.extract(wrong, "text/html").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "<p><header>",
        "<form>",
        "<h1>",
        "<a href=x>",
        "<svg>",
        "<blockquote>",
        "<select><option>",
        "<i><p>",
        "<table>"
      })
  void deepNestingIsReadOrRefused(String tag) {
    String html = tag.repeat(100_000) + "deep";
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> readOrRefuse(html));
  }

  private static void readOrRefuse(String html) {
    try {
      extract(html);
    } catch (FerruleException refused) {
      assertTrue(refused.getMessage() != null);
    }
  }
}
