package dev.ferrule.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Diagnostic.Severity;
import dev.ferrule.rules.syntax.DiagnosticText;
import dev.ferrule.testkit.SharedData;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recorded rule sets are accepted or refused as recorded, with the same rendered text. */
class ConformanceValidateTest {
  private static final FunctionTable FUNCTIONS =
      new FunctionTable(StandardFunctions.all(StandardFunctions.Options.DEFAULT));

  private static final Map<String, Check> CHECKS =
      Map.of(
          "ConfigValidator", Check.CONFIG,
          "UniqueStoredNames", Check.STORED_NAMES,
          "ValidateCallKwargs", Check.CALLS,
          "ImportsMustNotHaveCycles", Check.IMPORTS,
          "VariablesMustBeDefined", Check.DEFINED_NAMES,
          "NoUnusedLocals", Check.UNUSED_LOCALS,
          "ValidateCallRValue", Check.CALL_RESULTS,
          "ValidateDynamicCallsHaveAnnotatedRValue", Check.DYNAMIC_RESULTS,
          "ValidateStaticTypes", Check.TYPES,
          "ValidateLabels", Check.LABELS);

  /** Validators that only collect what a checked set answers, so they find nothing. */
  private static final Set<String> COLLECTORS =
      Set.of(
          "FeatureNameToEntityTypeMapping", "RuleNameToDescriptionMapping", "ValidateExperiments");

  /** Validators that exist in the recorded tests alone, and why they have no counterpart. */
  private static final Map<String, String> FOREIGN =
      Map.of("WarnOnStringLiteralsThatContainJake", "a validator made up to test warnings");

  /** Keys that the recorded tests register to have something to refuse. */
  private static final Map<String, ConfigShape> TEST_KEYS =
      Map.of(
          "test1", ConfigShape.fields(Map.of("str_field", ConfigShape.text())),
          "test2", ConfigShape.fields(Map.of("int_field", ConfigShape.whole())));

  @TestFactory
  Stream<DynamicTest> recordedSetsAreJudgedAsRecorded() throws Exception {
    var vectors =
        JsonMapper.shared()
            .readTree(SharedData.conformance("sml-validate.json").toFile())
            .get("vectors");
    return StreamSupport.stream(vectors.spliterator(), false)
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("sources").toString(), () -> assertJudgedAsRecorded(vector)));
  }

  private static void assertJudgedAsRecorded(JsonNode vector) {
    var checks = EnumSet.noneOf(Check.class);
    for (var validator : vector.get("validators")) {
      String name = validator.asString();
      Assumptions.assumeFalse(FOREIGN.containsKey(name), () -> FOREIGN.get(name));
      if (!COLLECTORS.contains(name)) {
        checks.add(java.util.Objects.requireNonNull(CHECKS.get(name), name));
      }
    }
    Map<String, String> texts = new LinkedHashMap<>();
    vector.get("sources").properties().forEach(e -> texts.put(e.getKey(), e.getValue().asString()));
    var keys = new LinkedHashMap<>(Config.KEYS);
    if (texts.getOrDefault("config.yaml", "").contains("test1")) {
      keys.putAll(TEST_KEYS);
    }
    var result = Checker.check(Sources.of(texts), FUNCTIONS, Lists.NONE, checks, keys);
    var errors = with(Severity.ERROR, result);
    assertEquals(
        vector.get("ok").asBoolean() ? "" : vector.get("rendered").asString(),
        DiagnosticText.render(errors));
    var messages =
        StreamSupport.stream(vector.get("errors").spliterator(), false)
            .map(error -> error.get(1).asString())
            .sorted()
            .toList();
    assertEquals(messages, errors.stream().map(Diagnostic::message).sorted().toList());
    assertEquals(List.of(), with(Severity.WARNING, result));
  }

  private static List<Diagnostic> with(Severity severity, CheckResult result) {
    return result.diagnostics().stream().filter(each -> each.severity() == severity).toList();
  }
}
