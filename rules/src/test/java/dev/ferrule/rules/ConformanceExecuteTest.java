package dev.ferrule.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.EvaluationError;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.syntax.DiagnosticText;
import dev.ferrule.testkit.SharedData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recorded rule sets come to what was recorded, by bytecode and by walking the tree. */
class ConformanceExecuteTest {
  /** What a part of the sources tells of vectors that cannot be repeated, and why. */
  private static final Map<String, String> UNREPEATABLE =
      Map.of(
          "HasLabel(", "recorded with labels that the vector does not hold",
          "Experiment(", "some were recorded with the hash of the bucket replaced");

  private static final JsonMapper JSON = JsonMapper.shared();

  @TestFactory
  Stream<DynamicTest> recordedSetsComeToWhatWasRecorded() {
    var vectors = JSON.readTree(SharedData.conformance("sml-execute.json").toFile()).get("vectors");
    return StreamSupport.stream(vectors.spliterator(), false)
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("sources").toString(), () -> assertComesToWhatWasRecorded(vector)));
  }

  private static void assertComesToWhatWasRecorded(JsonNode vector) {
    Map<String, String> texts = new LinkedHashMap<>();
    vector.get("sources").properties().forEach(e -> texts.put(e.getKey(), e.getValue().asString()));
    var checked = Checker.check(Sources.of(texts), TestRules.functions(), Lists.NONE);
    assertNotNull(checked.rules(), () -> DiagnosticText.render(checked.diagnostics()));
    var action = vector.get("action");
    var event =
        new Event(
            vector.get("features").get("__action_id").asLong(),
            action.get("name").asString(),
            EventTime.parse(action.get("ts").asString()),
            JsonSlice.of(action.get("data").toString()),
            JsonSlice.of(action.get("secret").toString()));
    var program = RuleCompiler.compile(checked.rules(), TestRules.services());
    var evaluator = program.newEvaluator();
    Evaluation compiled = evaluator.evaluate(event);
    var written = new JsonWriter(256);
    evaluator.evaluate(event, written);
    Evaluation walked =
        new Interpreter(checked.rules(), TestRules.services()).evaluate(event).evaluation();
    JsonNode expected = vector.get("features");
    if (!differs(expected, compiled) || !isUnrepeatable(texts)) {
      assertEquals(expected, JSON.readTree(JSON.writeValueAsString(compiled.output())));
      assertEquals(expected, JSON.readTree(JSON.writeValueAsString(walked.output())));
      assertEquals(expected, JSON.readTree(written.copy()));
      assertEquals(recordedErrors(vector), errors(compiled));
      assertEquals(recordedErrors(vector), errors(walked));
    }
    Assumptions.assumeFalse(differs(expected, compiled), () -> UNREPEATABLE.values().toString());
  }

  private static boolean differs(JsonNode expected, Evaluation evaluation) {
    return !expected.equals(JSON.readTree(JSON.writeValueAsString(evaluation.output())));
  }

  private static boolean isUnrepeatable(Map<String, String> texts) {
    return UNREPEATABLE.keySet().stream()
        .anyMatch(part -> texts.values().stream().anyMatch(text -> text.contains(part)));
  }

  private static List<String> recordedErrors(JsonNode vector) {
    var errors = new ArrayList<String>();
    vector.get("errors").forEach(error -> errors.add(error.asString()));
    return errors;
  }

  private static List<String> errors(Evaluation evaluation) {
    return evaluation.errors().stream().map(EvaluationError::message).toList();
  }
}
