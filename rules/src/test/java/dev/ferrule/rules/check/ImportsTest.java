package dev.ferrule.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportsTest {
  private static String importing(String... paths) {
    return "Import(rules=[%s])\n"
        .formatted(String.join(", ", List.of(paths).stream().map(p -> "'" + p + "'").toList()));
  }

  private static List<String> order(CheckedRules rules) {
    return rules.files().stream().map(file -> file.file().path()).toList();
  }

  @Test
  void filesComeAfterThoseTheyImportAndTheRestFollows() {
    var rules =
        Sets.rules(
            "z.sml",
            "Z = 1",
            "main.sml",
            importing("b.sml") + "M = B",
            "b.sml",
            importing("c.sml") + "B = C",
            "c.sml",
            "C = 1");
    assertEquals(List.of("c.sml", "b.sml", "main.sml", "z.sml"), order(rules));
  }

  @Test
  void aFileThatImportsItselfIsACycle() {
    assertEquals(List.of("import-cycle"), Sets.codes("main.sml", importing("main.sml")));
  }

  @Test
  void aCycleThatTheWayLeadsIntoIsShownWithoutTheWay() {
    var result =
        Sets.check(
            "a.sml", importing("b.sml"),
            "main.sml", importing("a.sml"),
            "b.sml", importing("c.sml", "d.sml"),
            "c.sml", "C = 1",
            "d.sml", importing("b.sml"));
    var finding = result.diagnostics().getFirst();
    assertEquals("import-cycle", finding.code());
    assertEquals("b.sml", finding.span().file().path());
    assertEquals(
        List.of("d.sml"), finding.related().stream().map(r -> r.span().file().path()).toList());
  }

  @Test
  void requiredFilesMayRequireOneAnother() {
    Sets.rules("main.sml", "Require(rule='a.sml')", "a.sml", "Require(rule='main.sml')");
  }

  @Test
  void aDiamondOfImportsIsNoCycle() {
    var rules =
        Sets.rules(
            "main.sml", importing("a.sml", "b.sml"),
            "a.sml", importing("c.sml"),
            "b.sml", importing("c.sml"),
            "c.sml", "C = 1");
    assertEquals(List.of("c.sml", "a.sml", "b.sml", "main.sml"), order(rules));
  }

  @Test
  void aChainAsLongAsTheLargestSetIsChecked() {
    var rules = Sets.rules(flat(chain("Last = 1")));
    assertEquals(Sources.MOST_FILES, rules.files().size());
    assertEquals("main.sml", rules.files().getLast().file().path());
  }

  @Test
  void aCycleAsLongAsTheLargestSetIsReported() {
    var result = Sets.check(flat(chain(importing("main.sml"))));
    assertEquals(
        List.of("import-cycle"), result.diagnostics().stream().map(d -> d.code()).toList());
    assertEquals(Sources.MOST_FILES - 1, result.diagnostics().getFirst().related().size());
  }

  @Test
  void aSetOfAHundredThousandRulesIsChecked() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("main.sml", "Require(rule='r0.sml')");
    for (int file = 0; file < 100; file++) {
      var text = new StringBuilder();
      for (int i = 0; i < 1000; i++) {
        text.append("R%d_%d = Rule(when_all=[1 == %d], description='x')\n".formatted(file, i, i));
      }
      texts.put("r" + file + ".sml", text.toString());
    }
    var rules = Sets.rules(flat(texts));
    assertEquals(100_000, rules.ruleDescriptions().size());
  }

  @Test
  void tensOfThousandsOfTyposAreReported() {
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("Value%d = Missing%d + 1\n".formatted(i, i));
    }
    assertEquals(20_000, Sets.codes("main.sml", text.toString()).size());
  }

  @Test
  void anExpressionTooDeepIsRefusedRatherThanOverflowing() {
    String deep = "A = " + "(".repeat(150) + "1" + ")".repeat(150);
    Sets.rules("main.sml", deep);
    assertTrue(
        Sets.codes("main.sml", "A = " + "1 + ".repeat(50_000) + "1").stream()
            .allMatch(code -> code.equals("nested-too-deeply")));
  }

  private static Map<String, String> chain(String last) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("main.sml", importing("f0.sml"));
    int files = Sources.MOST_FILES - 1;
    for (int i = 0; i < files; i++) {
      texts.put("f%d.sml".formatted(i), i == files - 1 ? last : importing("f" + (i + 1) + ".sml"));
    }
    return texts;
  }

  private static String[] flat(Map<String, String> texts) {
    return texts.entrySet().stream()
        .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
        .toArray(String[]::new);
  }
}
