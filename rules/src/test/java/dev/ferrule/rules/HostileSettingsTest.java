package dev.ferrule.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.authoring.RuleTests;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.lists.ListFiles;
import dev.ferrule.rules.syntax.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Configuration, lists, test cases and directories that are too much, or lead elsewhere. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileSettingsTest {
  private static final int MANY = 10_000;
  private static final String LIMIT = "expected at most 1000000 values, 200 deep, found ";

  @TempDir private Path directory;

  /** Ten times the line before in each line, by reference. */
  private static String bomb(String indent, String key) {
    return BothEngines.each(
        10,
        i ->
            indent
                + key.formatted(i)
                + " &a"
                + i
                + " ["
                + (i == 0 ? "x" : BothEngines.each(4, ", ", _ -> "*a" + (i - 1)))
                + (i == 0 ? ", x".repeat(9) : "")
                + "]\n");
  }

  static Stream<Arguments> tooMuch() {
    return Stream.of(
        Arguments.of(bomb("", "a%d:"), "more"),
        Arguments.of(bomb("", "-"), "more"),
        Arguments.of("- name: x\n  event:\n    data:\n" + bomb("      ", "a%d:"), "more"),
        Arguments.of("&a [*a]\n", "one that holds itself"),
        Arguments.of("- event:\n    data: &d {a: *d}\n", "one that holds itself"),
        Arguments.of("[".repeat(MANY) + "]".repeat(MANY), "deeper ones"),
        Arguments.of("[".repeat(500_000), "deeper ones"),
        Arguments.of("{a: ".repeat(MANY) + "1" + "}".repeat(MANY), "deeper ones"),
        Arguments.of("- ".repeat(MANY) + "x\n", "deeper ones"),
        Arguments.of(BothEngines.each(1_000, i -> " ".repeat(i) + "a:\n"), "deeper ones"));
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void yamlThatIsTooMuchIsRefused(String text, String found) {
    var config = BothEngines.check(Map.of("main.sml", "A = 1 + 1\n", "config.yaml", text));
    assertEquals("the configuration is no YAML", config.diagnostics().getFirst().message());
    assertEquals(LIMIT + found, config.diagnostics().getFirst().hint());
    var list =
        assertThrows(FerruleException.class, () -> ListFiles.of(Map.of("lists/a.yaml", text)));
    assertEquals(ErrorCode.CONFIG_INVALID, list.code());
    assertEquals(
        "expected YAML in lists/a.yaml, found otherwise: " + LIMIT + found, list.getMessage());
    assertEquals(
        List.of("expected YAML in tests/a.yaml, found otherwise: " + LIMIT + found), cases(text));
  }

  private static List<String> cases(String text) {
    var rules = BothEngines.check("A = 1 + 1\n").rules();
    assertTrue(rules != null);
    return RuleTests.run(rules, List.of(new SourceFile("tests/a.yaml", text))).stream()
        .flatMap(outcome -> outcome.failures().stream())
        .toList();
  }

  @Test
  void longValuesAreShownInPart() {
    String word = "x".repeat(500_000);
    var failures = cases("- " + word + "\n");
    assertEquals(
        List.of("expected a case with name, event and expect, found " + "x".repeat(200) + "..."),
        failures);
    String keys = BothEngines.each(10_000, i -> "k" + i + ": 1\n");
    var thrown =
        assertThrows(FerruleException.class, () -> ListFiles.of(Map.of("lists/a.yaml", keys)));
    assertTrue(String.valueOf(thrown.getMessage()).length() < 300);
  }

  @Test
  void mistakesInListsAreShownByLine() {
    var thrown =
        assertThrows(
            FerruleException.class, () -> ListFiles.of(Map.of("lists/a.yaml", "- a\n- \"\\q\"\n")));
    assertEquals(
        "expected YAML in lists/a.yaml, found otherwise at line 2:"
            + " found unknown escape character q(113)",
        thrown.getMessage());
  }

  @Test
  void largeListsAreReadOrRefused() {
    String words = BothEngines.each(100_000, i -> "- w" + i + "\n");
    var list = ListFiles.of(Map.of("lists/a.yaml", words)).find("a");
    assertTrue(list != null && list.entries().size() == 100_000);
    var thrown =
        assertThrows(
            FerruleException.class,
            () -> ListFiles.of(Map.of("lists/a.yaml", "- abcdefghijk\n".repeat(760_000))));
    assertEquals(
        "expected at most 10485760 bytes in list lists/a.yaml, found more", thrown.getMessage());
  }

  private RuleSet open() {
    return RuleSets.open(directory, StandardFunctions.Options.DEFAULT, null);
  }

  private String openError() {
    var thrown = assertThrows(FerruleException.class, this::open);
    return String.valueOf(thrown.getMessage()).replace(directory.toString(), "DIR");
  }

  @Test
  void linksOutOfTheSetAreRefused() throws IOException {
    Files.writeString(directory.resolve("main.sml"), "A = 1 + 1\n");
    Path lists = Files.createDirectory(directory.resolve("lists"));
    Path outside = Files.createTempFile("outside", ".txt");
    Path link = Files.createSymbolicLink(lists.resolve("x.txt"), outside);
    assertEquals(
        "expected to read DIR/lists, found: expected lists inside the rule set,"
            + " found a link out of it: x.txt",
        openError());
    Files.delete(link);
    Files.delete(lists);
    Path folder = Files.createSymbolicLink(lists, Path.of("/"));
    assertEquals(
        "expected files inside the rule set, found a link out of it: path=lists", openError());
    Files.delete(folder);
    Path zero = Files.createSymbolicLink(directory.resolve("z.sml"), Path.of("/dev/zero"));
    assertEquals(
        "expected files inside the rule set, found a link out of it: path=z.sml", openError());
    Files.delete(zero);
    Path round = Files.createSymbolicLink(directory.resolve("z.sml"), directory.resolve("z.sml"));
    assertEquals(
        "expected a link to a file of the rule set, found one that leads nowhere: path=z.sml",
        openError());
    Files.delete(round);
    Files.createSymbolicLink(directory.resolve("round"), directory);
    try (var set = open()) {
      assertEquals(1, set.sources().rules().size());
    }
    Files.delete(outside);
  }

  @Test
  void filesInOtherEncodingsAreRefused() throws IOException {
    Path main = directory.resolve("main.sml");
    Files.write(main, "A = '\u00e9'\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("expected UTF-8 text, found other bytes: path=main.sml offset=5", openError());
    Files.write(main, "A = 1\n".getBytes(StandardCharsets.UTF_16));
    assertEquals("expected UTF-8 text, found other bytes: path=main.sml offset=0", openError());
  }

  @Test
  void directoriesOfTooManyFilesAreRefused() throws IOException {
    for (int i = 0; i <= MANY; i++) {
      Files.createFile(directory.resolve("f%05d.sml".formatted(i)));
    }
    assertEquals("expected at most 10000 files, found more", openError());
  }
}
