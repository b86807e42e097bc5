package dev.ferrule.rules.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutated rule files. Replay one with {@code -Dferrule.seed=}. */
class ParserFuzzTest {
  private static final int ROUNDS = 3000;

  private static final String[] SOURCES = {
    "Import(rules=['a.sml'])\nX: int = JsonData(path='$.a')\n",
    "R = Rule(\n  when_all=[A > 3, not B or C in [1, 2.5]],  # why\n  description=f'é {A} {{}}')\n",
    "_a = (1 + 2) * -3 ** 4 // 5 % 6\n_b: Optional[str] = 'x' \"y\"\n",
    "if a:\n  b = 1\nelse:\n\tc = lambda x, *y: x\n",
    "X = f'''a{B!r:>{C}}\n{D}'''\nY = r'\\d' b'\\x00' '\\N{BULLET}'\n",
    "match a:\n  case [1, *_] | {'x': y}: pass\nfor a, b in c: d[1:2] = {e: f, **g}\n",
  };

  private static final String[] PIECES = {
    "(", ")", "[", "]", "{", "}", ",", ":", "=", "==", "'", "\"\"\"", "f'{", "\\", "\n", "\t", "#",
    "1", "0x", "é", "€", "\0", "\ud800", "not ", "lambda ", "if ", "**", ":=", "\r", "\f", "  ", "@"
  };

  private static String mutate(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      text.append(SOURCES[random.nextInt(SOURCES.length)]);
    }
    for (int i = random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(6));
      text.replace(at, end, random.nextInt(3) == 0 ? "" : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static long seed() {
    return Long.getLong("ferrule.seed", System.nanoTime());
  }

  private static void assertInside(Span span, String text, String about) {
    assertTrue(
        0 <= span.startChars()
            && span.startChars() <= span.endChars()
            && span.endChars() <= text.length()
            && span.line() >= 1
            && span.columnBytes() >= 0,
        () -> about + " " + span.startChars() + "-" + span.endChars());
  }

  @Test
  void lexerReturnsAllOfTheText() {
    long seed = seed();
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      var text = mutate(random);
      var about = "seed=" + seed + " round=" + i + " text=" + text;
      int end = 0;
      for (var token : Lexer.lex(new SourceFile("main.sml", text)).tokens()) {
        assertInside(token.span(), text, about);
        assertTrue(token.span().startChars() >= end, about);
        end = token.span().endChars();
      }
      assertEquals(text.length(), end, about);
    }
  }

  @Test
  void parserDescribesWhatItCannotRead() {
    long seed = seed();
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      var text = mutate(random);
      var about = "seed=" + seed + " round=" + i + " text=" + text;
      var parsed = Parser.parse(new SourceFile("main.sml", text));
      var all = new ArrayList<>(parsed.diagnostics());
      all.addAll(parsed.recovered());
      all.forEach(each -> assertInside(each.span(), text, about));
      assertTrue(DiagnosticJson.render(all).startsWith("["), about);
      assertEquals(all.isEmpty(), DiagnosticText.render(all).isEmpty(), about);
      if (parsed.diagnostics().isEmpty()) {
        assertEquals(List.of(), parsed.recovered(), about);
        var printed = NodeText.print(parsed.root());
        if (printed.contains("Union[") || printed.contains("Optional[")) {
          continue; // A union is printed by the name it has inside, whose parts may not stand so.
        }
        var again = Parser.parse(new SourceFile("main.sml", printed));
        assertEquals(List.of(), again.diagnostics(), about);
        assertEquals(printed, NodeText.print(again.root()), about);
      }
    }
  }
}
