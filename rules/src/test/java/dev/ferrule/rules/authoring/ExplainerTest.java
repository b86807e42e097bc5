package dev.ferrule.rules.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.labels.MemoryLabels;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final Map<String, String> FILES =
      Map.of(
          "main.sml",
          """
          Count: int = JsonData(path='$.n')
          Name: str = JsonData(path='$.name')
          _Many = Count > 2
          Many = Rule(when_all=[_Many, Name == 'x'], description='many')
          Require(rule='other.sml', require_if=Count == 100)
          WhenRules(rules_any=[Many], then=[DeclareVerdict(verdict='v')])
          """,
          "other.sml",
          "Other = Rule(when_all=[True], description='elsewhere')\n");

  private static List<Explanation> explain(String data) {
    var functions = new FunctionTable(StandardFunctions.all(StandardFunctions.Options.DEFAULT));
    var rules =
        Objects.requireNonNull(Checker.check(Sources.of(FILES), functions, Lists.NONE).rules());
    var clock = InstantSource.system();
    var services = new Services(new MemoryLabels(10, clock), clock, () -> new Random(1));
    var event = new Event(1, "a", EventTime.parse("2026-01-02T03:04:05Z"), JsonSlice.of(data));
    return new Explainer(rules, new Interpreter(rules, services).evaluate(event)).rules("Many");
  }

  @Test
  void aRuleThatDidNotFireShowsTheConditionThatDecided() {
    String text = ExplanationText.render(explain("{\"n\": 1, \"name\": \"x\"}"));
    assertEquals(
        """
        Many: did not fire  (main.sml:4)
          no      _Many
            no      Count > 2
                      Count = 1
          yes     Name == 'x'
                    Name = 'x'
        """,
        text);
  }

  @Test
  void aFailureIsFollowedDownToItsCause() {
    String text = ExplanationText.render(explain("{\"name\": \"x\"}"));
    assertTrue(text.startsWith("Many: failed"), text);
    assertTrue(text.contains("MissingJsonPath: Missing Json data at path `$.n`."), text);
  }

  @Test
  void aRuleThatFiredSaysSo() {
    assertEquals(
        Explanation.Outcome.TRUE, explain("{\"n\": 3, \"name\": \"x\"}").getFirst().outcome());
  }
}
