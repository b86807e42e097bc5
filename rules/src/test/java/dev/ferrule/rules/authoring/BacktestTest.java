package dev.ferrule.rules.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.evaluation.EventClock;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.labels.MemoryLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
  private static final String BEFORE =
      """
      Name: str = JsonData(path='$.name')
      Count: int = JsonData(path='$.n')
      Many = Rule(when_all=[Count > 2], description=f'{Name} has many')
      Old = Rule(when_all=[Count == 0], description='gone in the new version')
      WhenRules(rules_any=[Many, Old], then=[DeclareVerdict(verdict='hold')])
      """;
  private static final String AFTER =
      """
      Name: str = JsonData(path='$.name')
      Count: int = JsonData(path='$.n')
      Many = Rule(when_all=[Count > 1, Name != 'skip'], description=f'{Name} has many')
      WhenRules(rules_any=[Many], then=[DeclareVerdict(verdict='hold')])
      """;

  @TempDir private Path directory;

  private static CheckedRules rules(String text) {
    var functions = new FunctionTable(StandardFunctions.all(StandardFunctions.Options.DEFAULT));
    var result = Checker.check(Sources.of(Map.of("main.sml", text)), functions, Lists.NONE);
    return Objects.requireNonNull(result.rules(), result.diagnostics()::toString);
  }

  private static Backtest.Version version(String text, EventClock clock) {
    var rules = rules(text);
    var services = new Services(new MemoryLabels(10, clock), clock, () -> new Random(1));
    return new Backtest.Version(RuleCompiler.compile(rules, services), rules.ruleDescriptions());
  }

  private BacktestResult run(String... lines) throws IOException {
    Path events = directory.resolve("events.jsonl");
    Files.write(events, java.util.List.of(lines));
    var clock = new EventClock();
    var backtest = new Backtest(version(BEFORE, clock), version(AFTER, clock), clock);
    try (var file = new EventFile(events)) {
      backtest.run(file, new EventReader(InstantSource.system(), null), count -> {});
    }
    return backtest.result();
  }

  private static String event(String name, int n) {
    return "{\"action_name\": \"a\", \"timestamp\": \"2026-01-02T03:04:05Z\", \"data\":"
        + " {\"name\": \"%s\", \"n\": %d}}".formatted(name, n);
  }

  @Test
  void hitsOfBothVersionsAreCountedRuleByRule() throws IOException {
    var result = run(event("x", 3), event("y", 2), event("skip", 9), event("z", 0), "no event");
    assertEquals(4, result.events());
    assertEquals(1, result.refused());
    assertEquals(3, result.verdictsChanged());
    var many = result.rules().getFirst();
    assertEquals("Many", many.name());
    assertEquals(2, many.before());
    assertEquals(2, many.after());
    assertEquals(1, many.appeared());
    assertEquals(1, many.disappeared());
    assertEquals(2, many.appearedSamples().getFirst().line());
    assertEquals(3, many.disappearedSamples().getFirst().line());
    var old = result.rules().getLast();
    assertTrue(old.inBefore() && !old.inAfter() && old.changed());
    assertEquals(1, old.before());
  }

  @Test
  void sameVersionsHaveNoDifference() throws IOException {
    var clock = new EventClock();
    var backtest = new Backtest(version(AFTER, clock), version(AFTER, clock), clock);
    Path events = directory.resolve("same.jsonl");
    Files.writeString(events, event("x", 3));
    try (var file = new EventFile(events)) {
      backtest.run(file, new EventReader(InstantSource.system(), null), count -> {});
    }
    assertTrue(backtest.result().rules().stream().noneMatch(BacktestResult.Rule::changed));
    assertTrue(BacktestText.render(backtest.result()).contains("1 rules fire on the same events"));
  }

  @Test
  void thePageNeedsNothingElseAndEscapesWhatEventsSay() throws IOException {
    String page =
        BacktestPage.render(run(event("<script>alert(1)</script>", 2)), "old & tried", "new");
    assertTrue(page.contains("&lt;script&gt;alert(1)"), page);
    assertTrue(page.contains("old &amp; tried"), page);
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("http"), page);
  }

  @Test
  void aMissingValueShowsAsAFailureOfTheRule() throws IOException {
    var result = run("{\"action_name\": \"a\", \"data\": {\"n\": 5}}");
    assertEquals(1, result.rules().getFirst().failedBefore());
    assertEquals(1, result.errorsBefore());
  }
}
