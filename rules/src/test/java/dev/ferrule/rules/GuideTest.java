package dev.ferrule.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.GuidePage.Example;
import dev.ferrule.rules.declared.DeclaredFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The pages about rules say what is so: every example on them is run. */
class GuideTest {
  private static final Path PAGES = Path.of("../docs/rules");

  /** The page with settings of editors, which need those editors to run. */
  private static final String EDITORS = "editors.md";

  /** Pages whose blocks other tests run, or which have none of rules. */
  private static final List<String> OTHERS = List.of("functions.md", "functions-yaml.md", EDITORS);

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> examplesComeToWhatThePagesSay() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (var page : pages()) {
      for (var example : page.examples()) {
        String name = page.path().getFileName() + ":" + example.line();
        tests.add(DynamicTest.dynamicTest(name, () -> run(example, name)));
      }
    }
    assertTrue(tests.size() >= 10, () -> "expected many examples, found " + tests.size());
    return tests.stream();
  }

  private void run(Example example, String name) throws IOException {
    var runner = new GuideExample(example, directory.resolve(name.replace(':', '-')));
    boolean hasValues = false;
    for (var claim : example.claims()) {
      assertEquals(claim.text(), runner.actual(claim), () -> "line " + claim.line());
    }
    for (var file : example.files()) {
      if (file.kind().equals("python values")) {
        hasValues = true;
        assertEquals(file.text(), runner.values(file), () -> "line " + file.line());
      }
    }
    boolean hasErrors = example.claims().stream().anyMatch(c -> c.kind().equals("text error"));
    boolean hasTests =
        example.files().stream().anyMatch(file -> file.text().startsWith("# tests/"));
    assertEquals(!hasErrors, runner.isValid(), "whether the set is valid");
    if (hasTests && example.claims().stream().noneMatch(c -> c.kind().equals("text tests"))) {
      assertEquals("", runner.failedTests());
    }
    // What the page makes in a directory is run by its commands.
    boolean hasCommands = example.files().getFirst().text().startsWith("# first/");
    assertTrue(
        hasCommands || hasValues || hasTests || !example.claims().isEmpty(),
        "expected something claimed of the example");
  }

  @Test
  void noBlockGoesUnchecked() throws IOException {
    for (var page : pages()) {
      assertEquals(List.of(), page.unknown(), () -> "blocks that nothing runs: " + page.path());
    }
  }

  @Test
  void thePageOnEditorsHasNoRules() throws IOException {
    for (var block : GuidePage.blocks(Files.readString(PAGES.resolve(EDITORS)))) {
      assertTrue(Set.of("lua", "js", "json").contains(block.kind()), () -> "line " + block.line());
    }
  }

  @Test
  void everyDeclarationOnThePageOfDeclaredFunctionsIsRead() throws IOException {
    var blocks = GuidePage.blocks(Files.readString(PAGES.resolve("functions-yaml.md")));
    assertFalse(blocks.isEmpty());
    for (var block : blocks) {
      assertEquals("yaml", block.kind());
      assertFalse(DeclaredFunctions.NONE.equals(DeclaredFunctions.parse(block.text())));
    }
  }

  private static List<GuidePage> pages() throws IOException {
    try (var files = Files.list(PAGES)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !OTHERS.contains(file.getFileName().toString()))
          .sorted()
          .map(GuideTest::read)
          .toList();
    }
  }

  private static GuidePage read(Path file) {
    try {
      return GuidePage.parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
