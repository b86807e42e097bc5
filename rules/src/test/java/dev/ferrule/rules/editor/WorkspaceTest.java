package dev.ferrule.rules.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.syntax.Diagnostic.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  private final Path directory;
  private final TestSet set;

  WorkspaceTest(@TempDir Path directory) {
    this.directory = directory;
    this.set = new TestSet(directory);
  }

  @Test
  void aValidSetHasNoErrors() {
    set.workspace()
        .check()
        .forEach((path, found) ->
            found.forEach(each -> assertEquals("WARNING", each.severity().name(), path + each)));
  }

  @Test
  void openTextsCountInsteadOfThoseOnDisk() {
    set.open("models/user.sml", "Name: str = JsonData(path='$.name')\n");
    assertEquals(List.of("unknown identifier", "unknown identifier"), set.messages("main.sml"));
    set.workspace().close("models/user.sml");
    assertFalse(set.messages("main.sml").contains("unknown identifier"));
  }

  @Test
  void filesThatChangeOnDiskAreSeenAfterAReload() {
    set.write("models/user.sml", "Name = 1\nUser = 2\n");
    assertFalse(set.messages("main.sml").contains("unknown identifier"));
    set.workspace().reload();
    assertTrue(set.messages("main.sml").contains("unknown identifier"));
  }

  @Test
  void aHalfWrittenStatementHidesNeitherTheOthersNorWhatUsesIt() {
    set.open(
        "models/user.sml",
        """
        Name: str = JsonData(path='$.name'
        Age: int = JsonData(path='$.age')
        User: Entity[str] = EntityJson(type='User', path='$.name')
        X = Spa
        """);
    assertEquals(List.of("'(' was never closed"), set.messages("models/user.sml"));
    assertEquals(List.of(), set.messages("main.sml"));
    assertEquals(
        List.of("Age", "User", "X"),
        set.workspace().symbols("models/user.sml").stream().map(Symbol::label).toList());
  }

  @Test
  void everyBrokenStatementIsReported() {
    set.open("rules/two.sml", "A = (1\nB = 2\nC = = 3\nD = 4 5\n");
    assertEquals(
        List.of("'(' was never closed", "invalid syntax", "invalid syntax"),
        set.messages("rules/two.sml"));
  }

  @Test
  void aDirectoryWithoutAnEntryFileIsReadButNotChecked() {
    var alone = new Workspace(directory.resolve("models"), () -> TestSet.FUNCTIONS);
    alone.open("new.sml", "A = (\nB = 1\n");
    assertEquals(1, alone.check().getOrDefault("new.sml", List.of()).size());
    assertEquals("B", alone.symbols("new.sml").getFirst().label());
  }

  @Test
  void namesAreOfferedWithTheImportTheyNeed() {
    var found = set.complete("rules/two.sml", "Two = A¦");
    var age = found.stream().filter(each -> each.label().equals("Age")).findFirst().orElseThrow();
    assertEquals(
        "Import(rules=['models/user.sml'])\n\nTwo = A", set.after("rules/two.sml", age.more()));
    var labels = found.stream().map(Completion::label).toList();
    assertFalse(labels.contains("_half"));
    assertFalse(labels.contains("Two"));
    assertFalse(labels.contains("Import"));
    assertTrue(labels.contains("JsonData"));
  }

  @Test
  void aFileThatWouldBeImportedInACycleIsNotOffered() {
    assertFalse(set.labels("models/user.sml", "X = ¦").contains("Spam"));
  }

  @Test
  void importsStaySorted() {
    for (var text :
        List.of(
            "Import(rules=['models/user.sml'])\nA = W¦",
            "Import(\n  rules=[\n    'models/user.sml',\n  ],\n)\nA = W¦",
            "Import(rules=['z.sml'])\nA = W¦")) {
      var words =
          set.complete("rules/two.sml", text).stream()
              .filter(each -> each.label().equals("Words"))
              .findFirst()
              .orElseThrow();
      var after = set.after("rules/two.sml", words.more());
      assertTrue(
          after.startsWith("Import(rules=['models/user.sml', 'models/words.sml'])")
              || after.startsWith(
                  "Import(\n  rules=[\n    'models/user.sml',\n    'models/words.sml',\n  ],\n)")
              || after.startsWith("Import(rules=['models/words.sml', 'z.sml'])"),
          after);
    }
  }

  @Test
  void completionWorksInsideUnfinishedCalls() {
    assertEquals(
        List.of("description="), set.labels("rules/two.sml", "R = Rule(when_all=[A == 1], ¦"));
    assertTrue(set.labels("rules/one.sml", "Two = 2\nR = Rule(when_all=[Tw¦").contains("Two"));
    assertTrue(
        set.labels("rules/one.sml", "Two = 2\nR = Rule(\n  when_all=[\n    ¦\nX = 3\n")
            .contains("Two"));
    assertTrue(set.labels("rules/one.sml", "Two = 2\nR = f'{T¦").contains("Two"));
    assertEquals(List.of(), set.labels("rules/one.sml", "A = 1 # T¦"));
    assertEquals(List.of(), set.labels("rules/one.sml", "A = 12¦"));
  }

  @Test
  void functionsAreSnippetsOfTheirRequiredArguments() {
    var found =
        set.complete("rules/two.sml", "A = Reg¦").stream()
            .filter(each -> each.label().equals("RegexMatch"))
            .findFirst()
            .orElseThrow();
    assertEquals("RegexMatch(pattern='$1', target=$2)", found.text());
    assertTrue(found.snippet());
    assertEquals("Reg".length(), found.replaced().endChars() - found.replaced().startChars());
  }

  @Test
  void statementsBeginWithFunctionsThatReturnNothing() {
    var labels = set.labels("rules/two.sml", "¦");
    assertTrue(labels.containsAll(List.of("Import", "Require", "WhenRules")), labels::toString);
    assertFalse(labels.contains("JsonData"));
  }

  @Test
  void textsAreCompletedByWhatTheyName() {
    assertEquals(
        List.of("main.sml", "models/user.sml", "models/words.sml", "rules/one.sml"),
        set.labels("rules/two.sml", "Import(rules=['mo¦"));
    assertEquals(
        List.of("main.sml", "models/user.sml", "models/words.sml", "rules/one.sml"),
        set.labels("rules/two.sml", "Require(rule='¦')"));
    assertEquals(
        List.of("spammer"), set.labels("rules/two.sml", "A = LabelAdd(entity=U, label='sp¦'"));
    assertEquals(
        List.of("slurs"), set.labels("rules/two.sml", "A = ListContains(phrases=x, list='¦"));
    assertEquals(List.of(), set.labels("rules/two.sml", "A = 'x¦"));
  }

  @Test
  void typesAreOfferedAfterTheColon() {
    assertTrue(set.labels("rules/two.sml", "A: ¦").contains("Optional"));
    assertTrue(set.labels("rules/two.sml", "A: List[i¦").contains("int"));
    assertFalse(set.labels("rules/two.sml", "A: int = ¦").contains("Optional"));
  }

  @Test
  void hoversSayTypesSignaturesAndTexts() {
    int at = set.open("rules/one.sml", "Import(rules=['models/user.sml'])\n\nOld = A¦ge > 90\n");
    set.workspace().check();
    var name = markdown(set.workspace().hover("rules/one.sml", at));
    assertTrue(name.contains("Age: int"), name);
    assertTrue(name.contains("Age: int = JsonData(path='$.age')"), name);
    assertTrue(name.contains("models/user.sml"), name);
    at = set.open("rules/one.sml", "A: str = Json¦Data(path='$.x')\n");
    var function = markdown(set.workspace().hover("rules/one.sml", at));
    assertTrue(function.contains("JsonData(path: str"), function);
    assertTrue(function.contains("- `path`: "), function);
    at = set.open("rules/one.sml", "A: str = JsonData(pa¦th='$.x')\n");
    assertTrue(
        markdown(set.workspace().hover("rules/one.sml", at)).startsWith("```sml\npath: str"));
    at = set.open("rules/one.sml", "A = LabelAdd(entity=X, label='spa¦mmer')\n");
    assertTrue(markdown(set.workspace().hover("rules/one.sml", at)).contains("Sends spam."));
    at = set.open("rules/one.sml", "A = 1 + 2¦.5\n");
    set.workspace().check();
    assertTrue(markdown(set.workspace().hover("rules/one.sml", at)).contains("float"));
    at = set.open("rules/one.sml", "¦# nothing\n");
    assertNull(set.workspace().hover("rules/one.sml", at));
  }

  private static String markdown(@org.jspecify.annotations.Nullable Hover hover) {
    assertNotNull(hover);
    return hover.markdown();
  }

  @Test
  void signatureHelpFollowsTheArgument() {
    int at = set.open("rules/two.sml", "A = RegexMatch(target=X, pattern=r'a(¦");
    var help = set.workspace().signatureHelp("rules/two.sml", at);
    assertNotNull(help);
    assertEquals(0, help.active());
    var active = help.parameters().get(help.active());
    assertEquals("pattern: str", help.label().substring(active.start(), active.end()));
    at = set.open("rules/two.sml", "A = Entity(id=RegexMatch(target=X), ¦");
    var outer = set.workspace().signatureHelp("rules/two.sml", at);
    assertNotNull(outer);
    assertTrue(outer.label().startsWith("Entity("));
    assertEquals(-1, outer.active());
  }

  @Test
  void definitionsAreInOtherFilesAndBehindPaths() {
    int at = set.open("rules/one.sml", "Import(rules=['models/user.sml'])\nOld = f'{Ag¦e}'\n");
    assertEquals(
        List.of("models/user.sml: Age"),
        set.texts(set.workspace().definitions("rules/one.sml", at)));
    at = set.open("rules/one.sml", "Import(rules=['models/us¦er.sml'])\n");
    assertEquals(
        List.of(new Place("models/user.sml", 0, 0)),
        set.workspace().definitions("rules/one.sml", at));
    at = set.open("main.sml", "Require(rule=f'rules/¦{X}.sml')\n");
    assertEquals(
        List.of("rules/one.sml", "rules/two.sml"),
        set.workspace().definitions("main.sml", at).stream().map(Place::path).toList());
  }

  @Test
  void referencesAreInAllFiles() {
    int at = set.open("models/user.sml", "Name = 'x'\nA¦ge = 1\n_age = Age\nB = _age\n");
    assertEquals(
        List.of(
            "main.sml: Age", "models/user.sml: Age", "models/user.sml: Age", "rules/one.sml: Age"),
        set.texts(
            set.workspace().references("models/user.sml", at, Workspace.Declaration.INCLUDED)));
    assertEquals(
        3,
        set.workspace().references("models/user.sml", at, Workspace.Declaration.LEFT_OUT).size());
  }

  @Test
  void renamesReachAllFilesAndFormatStrings() {
    int at = set.open("models/user.sml", "Na¦me = 'x'\nAge = 1\n_age = Age\nB = f'é {Name}'\n");
    var edits = set.workspace().rename("models/user.sml", at, "FullName");
    assertEquals(
        "FullName = 'x'\nAge = 1\n_age = Age\nB = f'é {FullName}'\n",
        set.after("models/user.sml", edits));
    assertTrue(set.after("main.sml", edits).contains("f'young {FullName}'"));
    assertTrue(set.after("main.sml", edits).contains("f'rules/{FullName}.sml'"));
  }

  @Test
  void renamesRefuseNamesThatCannotBe() {
    int at = set.open("models/user.sml", "Name = 'x'\nA¦ge = 1\n_age = Age\nB = _age\n");
    refuses(at, "in", "expected a name that is no keyword, found `in`");
    refuses(at, "a b", "expected a name that is no keyword, found `a b`");
    refuses(at, "Words", "expected a name that is free, found `Words` in models/words.sml line 1");
    refuses(
        at,
        "_x",
        "expected a name that does not start with `_`, as `Age` is of all files, found `_x`");
    int local = set.open("models/user.sml", "Name = 'x'\nAge = 1\n_a¦ge = Age\nB = _age\n");
    refuses(
        local,
        "X",
        "expected a name that starts with `_`, as `_age` is of this file alone, found `X`");
    set.open("rules/one.sml", "X = (");
    refuses(at, "Fine", "expected files without syntax errors, found one in rules/one.sml line 1");
  }

  private void refuses(int at, String name, String message) {
    var refused =
        assertThrows(
            FerruleException.class, () -> set.workspace().rename("models/user.sml", at, name));
    assertEquals(ErrorCode.RULE_INVALID, refused.code());
    assertEquals(message, refused.getMessage());
  }

  @Test
  void formattingChangesOnlyTheLinesThatDiffer() {
    set.open("rules/two.sml", "A = 1\nB=2\nC = 3\n");
    var edits = set.workspace().format("rules/two.sml");
    assertEquals(1, edits.size());
    assertEquals("B = 2\n", edits.getFirst().text());
    assertEquals("A = 1\nB = 2\nC = 3\n", set.after("rules/two.sml", edits));
    set.open("rules/two.sml", "A=(\n");
    assertEquals(List.of(), set.workspace().format("rules/two.sml"));
    set.open("rules/two.sml", "A = 1\r\nB=2\r\n");
    assertEquals(
        "A = 1\nB = 2\n", set.after("rules/two.sml", set.workspace().format("rules/two.sml")));
  }

  @Test
  void aSetOfAThousandRulesIsCheckedBetweenTwoKeystrokes() throws Exception {
    var large = directory.resolve("large");
    var requires = new StringBuilder("Import(rules=['user.sml'])\n");
    Files.createDirectories(large.resolve("rules"));
    for (int file = 0; file < 100; file++) {
      Files.writeString(large.resolve("rules/f" + file + ".sml"), tenRules(file));
      requires.append("Require(rule='rules/f%d.sml')\n".formatted(file));
    }
    Files.writeString(large.resolve("main.sml"), requires);
    Files.writeString(
        large.resolve("user.sml"),
        "Name: str = JsonData(path='$.name')\nAge: int = JsonData(path='$.age')\n");
    var workspace = new Workspace(large, () -> TestSet.FUNCTIONS);
    long bestNanos = Long.MAX_VALUE;
    for (int i = 0; i < 60; i++) {
      long started = System.nanoTime();
      workspace.open("rules/f50.sml", tenRules(50) + "X%d = Age + 1\n".formatted(i));
      var found = workspace.check();
      bestNanos = Math.min(bestNanos, System.nanoTime() - started);
      assertTrue(
          found.values().stream()
              .allMatch(all -> all.stream().allMatch(each -> each.severity() == Severity.WARNING)));
    }
    long millis = bestNanos / 1_000_000;
    assertTrue(millis < 50, "took " + millis + " ms");
  }

  private static String tenRules(int file) {
    var text = new StringBuilder("Import(rules=['user.sml'])\n");
    for (int i = 0; i < 10; i++) {
      text.append(
          """
          Rule_%1$d_%2$d = Rule(
            when_all=[Age > %2$d, RegexMatch(target=Name, pattern=r'spam[%2$d]+'), Name != 'x%1$d'],
            description='rule %2$d',
          )
          WhenRules(rules_any=[Rule_%1$d_%2$d], then=[DeclareVerdict(verdict='reject')])
          """
              .formatted(file, i));
    }
    return text.toString();
  }
}
