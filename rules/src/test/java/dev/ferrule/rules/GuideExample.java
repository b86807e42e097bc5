package dev.ferrule.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.GuidePage.Block;
import dev.ferrule.rules.GuidePage.Example;
import dev.ferrule.rules.authoring.Explainer;
import dev.ferrule.rules.authoring.ExplanationText;
import dev.ferrule.rules.authoring.RuleTests;
import dev.ferrule.rules.bytecode.Evaluator;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.CheckResult;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Lints;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.interpreter.Walk;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.rules.syntax.DiagnosticText;
import dev.ferrule.rules.values.PythonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs an example of a page and tells for each of its claims what is so. Confined. */
final class GuideExample {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String EVENT = "event:  ";
  private static final String RESULT = "result: ";
  private static final Pattern FILE_NAME = Pattern.compile("# (\\S+\\.(?:sml|yaml))\n");
  private static final Pattern VALUE = Pattern.compile("(?m)^(\\w+)(?:: [^=]+)? = .*? +# ?(.*)$");

  private final RuleSet set;
  private final CheckResult checked;
  private final MemoryLabels labels = new MemoryLabels(100, () -> NOW);
  private final Services services = new Services(labels, () -> NOW, () -> new Random(1));
  private @Nullable Evaluator evaluator;
  private @Nullable Interpreter interpreter;
  private @Nullable Walk last;

  /** Writes the files of the example to a directory and opens it as the commands do. */
  GuideExample(Example example, Path directory) throws IOException {
    String root =
        example.files().stream()
            .map(GuideExample::path)
            .filter(path -> path.endsWith("/main.sml"))
            .map(path -> path.substring(0, path.length() - "main.sml".length()))
            .findFirst()
            .orElse("");
    for (var block : example.files()) {
      String path = path(block);
      Path file = directory.resolve(path.startsWith(root) ? path.substring(root.length()) : path);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, block.text());
    }
    if (!Files.exists(directory.resolve("main.sml"))) {
      Files.writeString(directory.resolve("main.sml"), "");
    }
    set = RuleSets.open(directory, StandardFunctions.Options.DEFAULT, null);
    checked = set.check();
  }

  private static String path(Block file) {
    var name = FILE_NAME.matcher(file.text());
    return name.lookingAt() ? name.group(1) : "main.sml";
  }

  /** What the text of a claim must be. */
  String actual(Block claim) {
    return switch (claim.kind()) {
      case "text error" -> DiagnosticText.render(checked.diagnostics()) + "\n";
      case "text warning" -> DiagnosticText.render(Lints.lint(rules(), set.sources())) + "\n";
      case "text run" -> run(claim.text());
      case "text explain" ->
          ExplanationText.render(new Explainer(rules(), walk()).rules(null)).stripTrailing() + "\n";
      case "text tests" -> failedTests();
      default -> throw new AssertionError(claim.kind());
    };
  }

  /* The lines of a run with the results that are so. */
  private String run(String stated) {
    var out = new StringBuilder();
    for (String part : stated.split("\n(?! )", -1)) {
      if (part.startsWith(EVENT)) {
        evaluate(part.substring(EVENT.length()));
        out.append(part).append('\n');
      } else if (part.startsWith(RESULT)) {
        out.append(RESULT).append(result(walk().evaluation(), part.substring(RESULT.length())));
        out.append('\n');
      } else if (!part.isEmpty()) {
        throw new AssertionError("expected an event or a result, found: " + part);
      }
    }
    return out.toString();
  }

  /** A {@code python values} block with the values that are so. */
  String values(Block block) {
    if (last == null) {
      evaluate("{}");
    }
    var evaluation = walk().evaluation();
    var features = new java.util.HashSet<String>(evaluation.features().keySet());
    String text =
        VALUE
            .matcher(block.text())
            .replaceAll(line -> {
              String name = line.group(1);
              return java.util.regex.Matcher.quoteReplacement(
                  features.remove(name)
                      ? (line.group().substring(0, line.start(2) - line.start()).stripTrailing()
                          + " "
                          + value(name, evaluation))
                      : line.group());
            });
    assertEquals(Map.of().keySet(), features, "features without a value behind them");
    return text;
  }

  private static String value(String name, Evaluation evaluation) {
    Object value = evaluation.features().get(name);
    for (var error : evaluation.errors()) {
      if (value == null
          && error
              .at()
              .span()
              .file()
              .text()
              .lines()
              .skip(error.at().span().line() - 1)
              .findFirst()
              .orElse("")
              .matches(name + "\\b.*")) {
        return "fails: " + error.message();
      }
    }
    return PythonText.repr(value);
  }

  /** The tests of the set that fail, one after the other as {@code check} prints them. */
  String failedTests() {
    return RuleTests.run(rules(), set.sources().tests()).stream()
        .filter(test -> !test.passed())
        .map(test ->
            "failed: %s: %s\n".formatted(test.file(), test.name())
                + test.failures().stream()
                    .map(line -> "  " + line + "\n")
                    .collect(Collectors.joining()))
        .collect(Collectors.joining());
  }

  /** Whether the set has no errors. */
  boolean isValid() {
    return checked.isValid();
  }

  private CheckedRules rules() {
    if (checked.rules() == null) {
      throw new AssertionError(DiagnosticText.render(checked.diagnostics()));
    }
    return checked.rules();
  }

  private Walk walk() {
    return Objects.requireNonNull(last, "an event before the claim");
  }

  /* Both engines, and both forms of the compiled one's result, must come to the same. */
  private void evaluate(String json) {
    if (evaluator == null || interpreter == null) {
      evaluator = RuleCompiler.compile(rules(), services).newEvaluator();
      interpreter = new Interpreter(rules(), services);
    }
    var tree = JSON.readTree(json);
    var reader = new EventReader(() -> NOW, tree.has("action_name") ? null : "test");
    var event = reader.read(JsonSlice.of(json), 1);
    last = interpreter.evaluate(event);
    var written = new JsonWriter(256);
    evaluator.evaluate(event, written);
    var compiled = evaluator.evaluate(event);
    String expected = JSON.writeValueAsString(last.evaluation().output());
    assertEquals(expected, JSON.writeValueAsString(compiled.output()));
    assertEquals(expected, JSON.writeValueAsString(JSON.readTree(written.copy())));
    assertEquals(errors(last.evaluation()), errors(compiled));
    compiled.applyLabels(labels, NOW);
  }

  private static List<String> errors(Evaluation evaluation) {
    return evaluation.errors().stream().map(error -> error.message()).toList();
  }

  /* The result without what is the same in every example; as it stands when only blanks differ. */
  private static String result(Evaluation evaluation, String stated) {
    var found = (ObjectNode) JSON.readTree(JSON.writeValueAsString(evaluation.output()));
    found.remove(List.of("__action_id", "__timestamp"));
    if (evaluation.errors().isEmpty()) {
      found.remove("__error_count");
    }
    String text = JSON.writeValueAsString(found);
    boolean same = !stated.isBlank() && JSON.writeValueAsString(JSON.readTree(stated)).equals(text);
    return same ? stated : text;
  }
}
