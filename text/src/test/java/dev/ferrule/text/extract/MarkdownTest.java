package dev.ferrule.text.extract;

import static dev.ferrule.text.extract.TestDocuments.EXTRACTORS;
import static dev.ferrule.text.extract.TestDocuments.outline;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.text.StructuredText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
  private static List<String> blocks(String source) {
    return outline(EXTRACTORS.markdown(source));
  }

  @Test
  void blocksPointIntoTheUnchangedSource() {
    String source =
        """
        ---
        title: "The pool"
        ---
        # Pool rules #

        <!-- not shown -->
        Open *daily*
        from seven.

        Setext
        ======

        - one
          goes on
          - nested
        - two

          second paragraph

        1. first

        > quoted
        > text

        | Day | Hours |
        |-----|:-----:|
        | Mon | 7-21  |

        ```java
        int x = 1;

        # no heading
        ```

            indented code

        ***
        [ref]: https://example.com
        [^1]: A footnote.
        """;
    StructuredText document = EXTRACTORS.markdown(source);
    assertEquals(source, document.text());
    assertEquals("The pool", document.title());
    assertEquals(
        List.of(
            "HEADING 1: Pool rules",
            "PARAGRAPH: Open *daily*\nfrom seven.",
            "HEADING 1: Setext",
            "LIST_ITEM 1: - one\n  goes on",
            "LIST_ITEM 2: - nested",
            "LIST_ITEM 1: - two",
            "LIST_ITEM 1: second paragraph",
            "LIST_ITEM 1: 1. first",
            "PARAGRAPH: quoted\n> text",
            "TABLE_ROW: | Day | Hours |",
            "TABLE_ROW: | Mon | 7-21  |",
            "CODE: int x = 1;\n\n# no heading",
            "CODE:     indented code",
            "PARAGRAPH: [^1]: A footnote."),
        outline(document));
  }

  @Test
  void titleIsTheFirstTopHeadingWithoutItsMarks() {
    assertEquals("Hello world", EXTRACTORS.markdown("## x\n\n# **Hello** [world](u)").title());
    assertEquals("x", EXTRACTORS.markdown("text\n\n## x\n").title());
    assertEquals("", EXTRACTORS.markdown("text").title());
  }

  @Test
  void unclosedPiecesRunToTheEndOrAreText() {
    assertEquals(List.of("CODE: a\n# b"), blocks("```\na\n# b\n"));
    assertEquals(List.of("PARAGRAPH: <!-- open\ntext"), blocks("<!-- open\ntext\n"));
    assertEquals(List.of("PARAGRAPH: title: x"), blocks("---\ntitle: x\n"));
  }

  @Test
  void hashWithoutSpaceAndPipesWithoutDelimiterAreText() {
    assertEquals(List.of("PARAGRAPH: #tag\na | b"), blocks("#tag\na | b\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#",
        "# ",
        "> ",
        "- ",
        "-\n",
        "<!--",
        "<!--\n",
        "```\n",
        "~~~ ",
        "|\n|-|\n",
        "|-|\n",
        "[a",
        "[a\n",
        "1. a\n",
        " ",
        "\t- x\n",
        "=\n",
        "a\n-\n",
        "* * ",
        "a\n\n"
      })
  void timeIsLinearInHostileInput(String piece) {
    String source = piece.repeat(1_000_000 / piece.length());
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> parseOrRefuse(source));
  }

  private static void parseOrRefuse(String source) {
    try {
      EXTRACTORS.markdown(source);
    } catch (FerruleException tooManyBlocks) {
      assertEquals(ErrorCode.REQUEST_TOO_LARGE, tooManyBlocks.code());
    }
  }
}
