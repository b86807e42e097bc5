package dev.ferrule.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionReference;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.syntax.DiagnosticText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The reference of functions is what ships, and each of its examples is a rule set. */
class FunctionExamplesTest {
  private static final Path PAGE = Path.of("../docs/rules/functions.md");

  /** They need a resolver or a model. */
  private static final Set<String> WITHOUT_A_NODE_FAIL =
      Set.of("MXLookup", "Similarity", "Nearest", "NearestScore", "Embedding");

  private static final String EVENT =
      """
      {"user": {"id": "u1", "name": "ada", "display_name": "Ada", "handle": "ada", "bio": "reads",
                "email": "ada@example.com", "age": "36", "created_at": "2025-12-01T00:00:00Z",
                "created_seconds": 1764547200, "last_post": {"text": "good day"}},
       "post": {"id": 175928847299117063, "text": "hello https://example.com/a", "subject": null,
                "embed": {}, "link": "https://example.com/a?ref=b", "link_host": "example.com",
                "links": ["https://example.com/a"], "link_count": 1,
                "link_domains": ["example.com"], "domain": "example.com",
                "domains": ["example.com"], "tags": ["ad"], "tokens": ["free"], "words": ["free"]},
       "http": {"cookie": "session=1", "ip": "192.0.2.7", "token": "aGVsbG8="}}
      """;

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> everyExampleChecksAndRuns() {
    return TestRules.functions().all().stream()
        .map(Function::signature)
        .map(signature -> DynamicTest.dynamicTest(signature.name(), () -> run(signature)));
  }

  private void run(Signature signature) throws IOException {
    var set = open(signature);
    var checked = set.check();
    var rules = checked.rules();
    assertTrue(checked.isValid(), () -> DiagnosticText.render(checked.diagnostics()));
    var evaluation =
        RuleCompiler.compile(Objects.requireNonNull(rules), TestRules.services())
            .newEvaluator()
            .evaluate(
                new Event(
                    1, "post", EventTime.parse("2026-01-02T03:04:05+00:00"), JsonSlice.of(EVENT)));
    int errors = WITHOUT_A_NODE_FAIL.contains(signature.name()) ? 1 : 0;
    assertEquals(errors, evaluation.errors().size(), () -> evaluation.errors().toString());
  }

  private RuleSet open(Signature signature) throws IOException {
    Path root = directory.resolve(signature.name());
    String example = signature.example();
    String defined = example.split("\\W", 2)[0];
    var lines = new ArrayList<>(FunctionReference.exampleNames(List.of(example)));
    lines.removeIf(line -> line.matches(defined + "\\b.*"));
    lines.add(example);
    write(root.resolve("main.sml"), String.join("\n", lines) + "\n");
    if (example.startsWith("Import(")) {
      write(root.resolve("models/user.sml"), "");
      write(root.resolve("rules/spam.sml"), "");
    }
    write(root.resolve("actions/post.sml"), "");
    write(root.resolve("config.yaml"), "labels: {spammer: {valid_for: [User]}}\n");
    for (String list : List.of("slurs", "scams", "trusted_domains")) {
      write(root.resolve("lists/" + list + ".yaml"), "- free\n");
    }
    return RuleSets.open(root, StandardFunctions.Options.DEFAULT, null);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  @Test
  void thePageIsTheReferenceOfWhatShips() throws IOException {
    assertEquals(
        FunctionReference.markdown(TestRules.functions().all()),
        Files.readString(PAGE),
        "to write the page again: ./ferrule functions --markdown > docs/rules/functions.md");
  }

  @Test
  void exampleNamesAreThoseThatExamplesNeed() {
    assertEquals(
        List.of(
            "LinkCount: int = JsonData(path='$.post.link_count')",
            "SpamRule = Rule(when_all=[LinkCount > 3], description='Many links')"),
        FunctionReference.exampleNames(List.of("WhenRules(rules_any=[SpamRule], then=[])")));
    assertFalse(FunctionReference.exampleNames(List.of("A = B")).contains("A"));
  }
}
