package dev.ferrule.rules.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionsTest {
  private static final String FILE = "rules/two.sml";

  @TempDir private Path directory = Path.of("unset");

  private void fixes(String before, String title, String after) {
    assertEquals(after, new TestSet(directory).fixed(FILE, before, title));
  }

  @Test
  void aNameOfAnotherFileIsImported() {
    fixes(
        "Two = Age + 1\n",
        "Import `Age` from models/user.sml",
        "Import(rules=['models/user.sml'])\n\nTwo = Age + 1\n");
  }

  @Test
  void mistypedWordsAreReplacedByTheClosest() {
    fixes("Two = 2\nX = Tvvo + 1\n", "Replace with `Two`", "Two = 2\nX = Two + 1\n");
    fixes(
        "X: str = JsonDate(path='$.a')\n",
        "Replace with `JsonData`",
        "X: str = JsonData(path='$.a')\n");
    fixes(
        "X: str = JsonData(pth='$.a', path='$.b', requird=True)\n",
        "Replace with `required=`",
        "X: str = JsonData(pth='$.a', path='$.b', required=True)\n");
    fixes(
        "Import(rules=['models/usr.sml'])\n",
        "Replace with `models/user.sml`",
        "Import(rules=['models/user.sml'])\n");
  }

  @Test
  void mistypedLabelsAreReplacedByTheClosest() {
    fixes(
        """
        Import(rules=['models/user.sml'])
        R = Rule(when_all=[], description='')
        WhenRules(rules_any=[R], then=[LabelAdd(entity=User, label="spamer")])
        """,
        "Replace with `spammer`",
        """
        Import(rules=['models/user.sml'])
        R = Rule(when_all=[], description='')
        WhenRules(rules_any=[R], then=[LabelAdd(entity=User, label="spammer")])
        """);
  }

  @Test
  void interpolationGetsItsPrefix() {
    fixes(
        "Two = 2\nR = Rule(when_all=[], description='x {Two}')\n",
        "Make it an f-string",
        "Two = 2\nR = Rule(when_all=[], description=f'x {Two}')\n");
  }

  @Test
  void patternsWithABackspaceBecomeRawStrings() {
    fixes(
        "Two = RegexMatch(target='a', pattern='\\bx\\\\d')\n",
        "Make it a raw string",
        "Two = RegexMatch(target='a', pattern=r'\\bx\\d')\n");
  }

  @Test
  void importsAreSorted() {
    fixes(
        "Import(rules=['models/words.sml', \"models/user.sml\"])\n",
        "Sort the imports",
        "Import(rules=[\"models/user.sml\", 'models/words.sml'])\n");
  }

  @Test
  void unusedLocalsAreDeleted() {
    fixes("_x = 1\nTwo = 2\n", "Delete `_x`", "Two = 2\n");
  }

  @Test
  void missingArgumentsAreAdded() {
    fixes(
        "X = RegexMatch(target='a')\n",
        "Add the missing arguments",
        "X = RegexMatch(pattern=None, target='a')\n");
  }
}
