package dev.ferrule.rules.declared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredWorkersTest {
  private static final String DECLARED =
      """
      functions:
        Toxicity:
          source: functions.py
          parameters: {text: str, weight: {type: float, default: 1.0}}
          result: 'Optional[list[float]]'
          timeout: 200ms
          batch: 8
          runs: in_process
        Plain: {result: bool}
      """;

  @TempDir private Path directory = Path.of("unset");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void functionsAreReadWithTheirStandingValues() {
    var functions = DeclaredWorkers.parse(DECLARED).functions();
    var toxicity = functions.getFirst();
    assertEquals("functions.py", toxicity.source());
    assertEquals(Type.optional(Type.listOf(Type.FLOAT)), toxicity.result());
    assertEquals(Duration.ofMillis(200), toxicity.timeout());
    assertEquals(8, toxicity.batch());
    assertEquals(WorkerDeclaration.Runs.IN_PROCESS, toxicity.runs());
    assertEquals(1.0, toxicity.parameters().getLast().defaultValue());
    assertEquals(
        new WorkerDeclaration(
            "Plain",
            null,
            "Computed by workers.",
            java.util.List.of(),
            Type.BOOL,
            Duration.ofSeconds(1),
            64,
            WorkerDeclaration.Runs.WORKER),
        functions.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[1] | expected a mapping at workers.yaml, found `[1]`",
        "function: {} | expected one of [functions] at workers.yaml, found `function`",
        "functions: {A: {}} | expected a text at functions.A.result, found `null`",
        "functions: {A: {result: text}} | \"expected str, int, float, bool, list[...] or"
            + " Optional[...] at functions.A.result, found `text`\"",
        "functions: {A: {result: int, source: ../a.py}} | \"expected a path within the rule set at"
            + " functions.A.source, found `../a.py`\"",
        "functions: {A: {result: int, source: /a.py}} | \"expected a path within the rule set at"
            + " functions.A.source, found `/a.py`\"",
        "functions: {A: {result: int, timeout: 2m}} | \"expected a time as 200ms or 5s, at most 60s,"
            + " at functions.A.timeout, found `2m`\"",
        "functions: {A: {result: int, timeout: 61s}} | \"expected a time as 200ms or 5s, at most"
            + " 60s, at functions.A.timeout, found `61s`\"",
        "functions: {A: {result: int, timeout: 0ms}} | \"expected a time as 200ms or 5s, at most"
            + " 60s, at functions.A.timeout, found `0ms`\"",
        "functions: {A: {result: int, batch: 0}} | \"expected a whole number from 1 to 1024 at"
            + " functions.A.batch, found `0`\"",
        "functions: {A: {result: int, runs: there}} | expected worker or in_process at"
            + " functions.A.runs, found `there`",
        "functions: {'A b': {result: int}} | expected a function name in workers.yaml, found `A b`",
      })
  void whatIsNotOfTheFormIsRefused(String yaml, String message) {
    var thrown = assertThrows(FerruleException.class, () -> DeclaredWorkers.parse(yaml));
    assertEquals(message, thrown.getMessage());
  }

  @Test
  void aReleaseHasTheSourcesAndTheVersionFollowsThem() throws IOException {
    Files.writeString(
        directory.resolve("main.sml"), "X: Optional[List[float]] = Toxicity(text='a')\n");
    Files.writeString(directory.resolve("workers.yaml"), DECLARED);
    Files.writeString(directory.resolve("functions.py"), "one");
    Files.writeString(directory.resolve("other.py"), "not named");
    var files = RuleSets.files(directory);
    assertEquals(Set.of("functions.py", "main.sml", "workers.yaml"), files.keySet());
    var functions = RuleSets.workerFunctions(files);
    // printf one | sha256sum
    assertEquals("7692c3ad3540bb80", functions.getFirst().version());
    assertEquals(null, functions.getLast().version());
    try (var set = RuleSets.of(files, StandardFunctions.Options.DEFAULT, null)) {
      set.checked();
    }
  }

  @Test
  void aSourceThatIsMissingIsNamed() {
    var thrown =
        assertThrows(
            FerruleException.class,
            () ->
                RuleSets.of(
                    Map.of("main.sml", bytes(""), "workers.yaml", bytes(DECLARED)),
                    StandardFunctions.Options.DEFAULT,
                    null));
    assertEquals(
        "expected source functions.py of function Toxicity, found no such file",
        thrown.getMessage());
  }

  @Test
  void withoutWorkersACallIsAFailureThatSaysWhy() {
    var function =
        new WorkerFunctions.Versioned(DeclaredWorkers.parse(DECLARED).functions().getFirst(), null);
    var body = WorkerFunctions.Caller.NONE.body(function);
    var failure = assertInstanceOf(Failure.class, call(body));
    assertEquals("NoWorker", failure.error());
    assertEquals(
        "Toxicity is computed by workers, and there are none here: publish the rule set to a node"
            + " with workers",
        failure.message());
  }

  @SuppressWarnings("NullAway") // the body asks nothing of the event
  private static Object call(dev.ferrule.rules.functions.Body body) {
    return body.call(null, new Object[0]);
  }
}
