package dev.ferrule.rules.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ferrule.rules.syntax.Lexer;
import dev.ferrule.rules.syntax.Parser;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Token;
import dev.ferrule.testkit.SharedData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every file, shown on many. */
class FormatterFuzzTest {
  private static final int FILES = 4_000;

  @Test
  void anyFileThatParsesKeepsItsMeaningAndCommentsAndIsStable() {
    long start = Long.getLong("ferrule.seed", System.nanoTime());
    int parsed = 0;
    for (long seed = start; seed < start + FILES; seed++) {
      parsed += check("ferrule.seed=" + seed, RandomText.file(seed)) ? 1 : 0;
    }
    assertTrue(parsed > FILES / 4, "only %d of %d files parse".formatted(parsed, FILES));
  }

  @Test
  void theRecordedSourcesKeepTheirMeaning() throws Exception {
    var mapper = JsonMapper.shared();
    int parsed = 0;
    for (var name : List.of("sml-validate.json", "sml-execute.json")) {
      byte[] json = Files.readAllBytes(SharedData.path("../conformance/" + name));
      for (JsonNode vector : mapper.readTree(json).path("vectors")) {
        for (var source : vector.path("sources").properties()) {
          if (source.getKey().endsWith(".sml")) {
            var text = source.getValue().asString("");
            parsed += check(name + ": " + text, text) ? 1 : 0;
          }
        }
      }
    }
    assertTrue(parsed > 500, "only %d of the recorded sources parse".formatted(parsed));
  }

  private static boolean check(String what, String text) {
    var file = new SourceFile("main.sml", text);
    return switch (Formatter.format(file)) {
      case Formatted.Refused(var errors) -> {
        assertEquals(Parser.parse(file).diagnostics(), errors, what);
        yield false;
      }
      case Formatted.Text(var once, _) -> {
        var laid = new SourceFile("main.sml", once);
        assertTrue(SameTree.test(Parser.parse(file).root(), Parser.parse(laid).root()), what);
        if (!(Formatter.format(laid) instanceof Formatted.Text(var twice, var changed))) {
          yield fail(what);
        }
        assertEquals(once, twice, what);
        assertEquals(false, changed, what);
        assertEquals(comments(file), comments(laid), () -> what + "\n" + text + "\n---\n" + once);
        assertTrue(once.isEmpty() || (once.endsWith("\n") && !once.endsWith("\n\n")), what);
        yield true;
      }
    };
  }

  /** The text of all comments; two may come to stand on one line. */
  private static String comments(SourceFile file) {
    List<String> comments = new ArrayList<>();
    for (var token : Lexer.lex(file).tokens()) {
      if (token.kind() == Token.Kind.COMMENT) {
        comments.add(token.text().strip());
      }
    }
    return comments.stream()
        .flatMap(each -> each.replace("#", "\n#").lines())
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aFileOfAMebibyteTakesLessThanASecondOnceWarm() {
    var text = new StringBuilder();
    for (int i = 0; text.toString().getBytes(StandardCharsets.UTF_8).length < (1 << 20) - 600; ) {
      for (int j = 0; j < 500; j++, i++) {
        text.append(
            "Rule%d = Rule(when_all=[A%d == 1 and B in ['x', \"y\"], RegexMatch(target=T,pattern=r'x')], description=f'rule {A} of many')  # %d\n"
                .formatted(i, i, i));
      }
      if (text.length() > 900_000) {
        break;
      }
    }
    var file = new SourceFile("main.sml", text.toString());
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long started = System.nanoTime();
      Formatter.format(file);
      best = Math.min(best, System.nanoTime() - started);
    }
    long millis = best / 1_000_000;
    assertTrue(millis < 1_000, "took " + millis + " ms");
  }
}
