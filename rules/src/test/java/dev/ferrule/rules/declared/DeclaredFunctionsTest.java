package dev.ferrule.rules.declared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.additions.TestCall;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredFunctionsTest {
  private static final String EFFECTS =
      """
      effects:
        BanUser:
          parameters: {entity: str, comment: str}
        AtprotoLabel:
          feature: atproto_label
          text: '{entity}|{label}|{comment}|{expiration_in_hours}'
          summary: Labels an account or a record.
          parameters:
            entity: str
            cid: {type: 'Optional[str]', default: ''}
            label: str
            comment: str
            expiration_in_hours: {type: int | None, summary: Hours until it ends.}
      """;

  private static TestCall call(String name) {
    return CustomEffects.of(DeclaredFunctions.parse(EFFECTS).effects()).stream()
        .filter(function -> function.signature().name().equals(name))
        .map(TestCall::of)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anEffectHasItsFeatureAndItsText() {
    assertEquals(
        new Effect.Custom("__ban_user", "42|comment", List.of("42", "comment")),
        call("BanUser").with("entity", "42").with("comment", "comment").value());
  }

  @Test
  void valuesAreShownAsPythonShowsThem() {
    var call =
        call("AtprotoLabel")
            .with("entity", new Entity("UserId", "did:plc:x"))
            .with("label", "spam")
            .with("comment", "a {comment}")
            .with("expiration_in_hours", null);
    assertEquals(
        new Effect.Custom(
            "__atproto_label",
            "did:plc:x|spam|a {comment}|None",
            Arrays.asList("did:plc:x", "", "spam", "a {comment}", null)),
        call.value());
  }

  @Test
  void wasmFunctionsAreDeclaredWithTheirTypes() {
    var declared =
        DeclaredFunctions.parse(
            """
            wasm:
              Score:
                module: functions/score.wasm
                parameters: {text: str, tags: 'list[str]', weight: {type: float, default: 1}}
                result: float
            """);
    var score = declared.wasm().getFirst();
    assertEquals("Score", score.export());
    assertEquals(Type.FLOAT, score.result());
    assertEquals(
        List.of(Type.STR, Type.listOf(Type.STR), Type.FLOAT),
        score.parameters().stream().map(p -> p.type()).toList());
    assertEquals(1L, score.parameters().getLast().defaultValue());
    assertEquals(DeclaredFunctions.NONE, DeclaredFunctions.parse("# nothing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[1] | expected a mapping at functions.yaml, found `[1]`",
        "effect: {} | expected one of [effects, wasm] at functions.yaml, found `effect`",
        "effects: {Ban: {txt: a}} | \"expected one of [feature, parameters, summary, text] at"
            + " effects.Ban, found `txt`\"",
        "effects: {Ban: {text: '{who}'}} | expected a parameter of effect Ban in braces, found `{who}`",
        "effects: {Ban: {text: '{who'}} | expected a parameter of effect Ban in braces, found `{who}`",
        "effects: {Ban: {parameters: {a: text}}} | \"expected str, int, float, bool, list[...] or"
            + " Optional[...] at effects.Ban.parameters.a, found `text`\"",
        "effects: {Ban: {parameters: {a: {type: int, default: x}}}} | \"expected int at"
            + " effects.Ban.parameters.a.default, found `x`\"",
        "effects: {'Ban it': {}} | expected a function name in functions.yaml, found `Ban it`",
        "effects: {Ban: {feature: A}} | \"expected small letters, digits and underscores at"
            + " effects.Ban.feature, found `A`\"",
        "wasm: {A: {module: ../a.wasm, result: int}} | \"expected a path within the rule set at"
            + " wasm.A.module, found `../a.wasm`\"",
        "wasm: {A: {module: a.wasm, result: 'list[str]'}} | \"expected str, int, float or bool at"
            + " wasm.A.result, found list[str]\"",
        "wasm: {A: {result: int}} | expected a text at wasm.A.module, found `null`",
        "{wasm: {A: {module: a, result: int}}, effects: {A: {}}} | \"expected one function A in"
            + " functions.yaml, found two\"",
      })
  void whatIsNotOfTheFormIsRefused(String yaml, String message) {
    var thrown =
        assertThrows(
            FerruleException.class,
            () -> CustomEffects.of(DeclaredFunctions.parse(yaml).effects()));
    assertEquals(message, thrown.getMessage());
  }
}
