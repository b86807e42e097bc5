package dev.ferrule.text.extract;

import static dev.ferrule.text.extract.TestDocuments.EXTRACTORS;
import static dev.ferrule.text.extract.TestDocuments.outline;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.text.StructuredText;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  private static String decode(byte[] content) {
    return EXTRACTORS.extract(content, "text/plain").text();
  }

  private static byte[] concat(int[] mark, byte[] rest) {
    var all = new byte[mark.length + rest.length];
    for (int i = 0; i < mark.length; i++) {
      all[i] = (byte) mark[i];
    }
    System.arraycopy(rest, 0, all, mark.length, rest.length);
    return all;
  }

  @Test
  void structureIsFoundAndTheTextStaysAsItIs() {
    String source =
        """
        House rules

        Be quiet at night.
        Thank you.

        - towels
          and soap
        - keys

        OPENING HOURS

        Bring:
        1. a
        2. b
        """
            .replace("\n", "\r\n");
    StructuredText document = EXTRACTORS.plain(source);
    assertEquals(source, document.text());
    assertEquals("House rules", document.title());
    assertEquals(
        List.of(
            "HEADING 1: House rules",
            "PARAGRAPH: Be quiet at night.\r\nThank you.",
            "LIST_ITEM 1: - towels\r\n  and soap",
            "LIST_ITEM 1: - keys",
            "HEADING 2: OPENING HOURS",
            "PARAGRAPH: Bring:",
            "LIST_ITEM 1: 1. a",
            "LIST_ITEM 1: 2. b"),
        outline(document));
    assertEquals(document.blocks().get(2).group(), document.blocks().get(3).group());
  }

  @Test
  void underlinesAndNumbersMakeHeadings() {
    assertEquals(
        List.of(
            "HEADING 1: Guide",
            "PARAGRAPH: text",
            "HEADING 2: Part",
            "PARAGRAPH: more text",
            "HEADING 3: 2.1 Scope",
            "PARAGRAPH: All of it."),
        outline(
            EXTRACTORS.plain(
                "Guide\n=====\ntext\n\nPart\n----\n\nmore text\n\n2.1 Scope\n\nAll of it.")));
  }

  @Test
  void numbersWithBlankLinesBetweenAreAList() {
    assertEquals(
        List.of("PARAGRAPH: steps to take:", "LIST_ITEM 1: 1. Open", "LIST_ITEM 1: 2. Close"),
        outline(EXTRACTORS.plain("steps to take:\n\n1. Open\n\n2. Close\n")));
  }

  @Test
  void theEncodingIsFound() {
    String text = "Caf\u00e9 \ud83d\ude00";
    assertEquals(text, decode(text.getBytes(UTF_8)));
    assertEquals(text, decode(concat(new int[] {0xEF, 0xBB, 0xBF}, text.getBytes(UTF_8))));
    assertEquals(text, decode(concat(new int[] {0xFF, 0xFE}, text.getBytes(UTF_16LE))));
    assertEquals(text, decode(concat(new int[] {0xFE, 0xFF}, text.getBytes(UTF_16BE))));
    byte[] utf32 = text.getBytes(Charset.forName("UTF-32LE"));
    assertEquals(text, decode(concat(new int[] {0xFF, 0xFE, 0, 0}, utf32)));
    assertEquals(
        "Caf\u00e9 \u201cx\u201d",
        decode("Caf\u00e9 \u201cx\u201d".getBytes(Charset.forName("windows-1252"))));
    byte[] russian = "\u0414\u0430".getBytes(Charset.forName("windows-1251"));
    assertEquals(
        "\u0414\u0430", EXTRACTORS.extract(russian, "text/plain; charset=windows-1251").text());
  }

  @Test
  void nulAndLoneSurrogatesBecomeReplacementsOfTheSameLength() {
    assertEquals("a\uFFFDb\uFFFDc\uFFFD", EXTRACTORS.plain("a\0b\ud83dc\udc00").text());
    assertEquals("\ud83d\ude00", EXTRACTORS.plain("\ud83d\ude00").text());
  }

  @Test
  void emptyTextHasNoBlocks() {
    assertTrue(EXTRACTORS.plain("").blocks().isEmpty());
    assertTrue(EXTRACTORS.plain(" \n\r\n\t").blocks().isEmpty());
    assertTrue(EXTRACTORS.markdown("").blocks().isEmpty());
  }
}
