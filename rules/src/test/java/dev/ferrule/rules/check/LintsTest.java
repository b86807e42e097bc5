package dev.ferrule.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintsTest {
  @Test
  void aSetWithoutDoubtsHasNoWarnings() {
    assertEquals(
        List.of(),
        Sets.lints(
            "main.sml",
            """
            Import(rules=['models.sml'])
            Require(rule=f'actions/{Action}.sml')
            R = Rule(when_all=[Name == 'x', RegexMatch(target=Name, pattern=r'\\bx\\d')],
                description=f'{Action} of one')
            WhenRules(rules_any=[R], then=[DeclareVerdict(verdict='words')])
            """,
            "models.sml",
            "Action = GetActionName()\nName: str = JsonData(path='$.name')",
            "actions/a.sml",
            "",
            "lists/words.yaml",
            "[a]"));
  }

  @Test
  void aBackspaceInAPatternIsHardlyMeant() {
    assertEquals(
        List.of("backspace-in-pattern"),
        Sets.lints("main.sml", "A = RegexMatch(target='x', pattern='\\bword')"));
    assertEquals(
        List.of("backspace-in-pattern"),
        Sets.lints("main.sml", "P = '\\bword'\nA = RegexMatch(target='x', pattern=P)"));
    assertEquals(
        List.of("backspace-in-pattern"),
        Sets.lints("main.sml", "A = CountRegexMatches(target='x', patterns=['a', '\\bb'])"));
  }

  @Test
  void anEscapeThatIsNoneIsHardlyMeant() {
    assertEquals(List.of("invalid-escape"), Sets.lints("main.sml", "A = 'a\\d'"));
    assertEquals(List.of("invalid-escape"), Sets.lints("main.sml", "A = 1\nB = f'\\.{A}'"));
    assertEquals(List.of(), Sets.lints("main.sml", "A = r'a\\d' 'b\\n\\\\d'"));
  }

  @Test
  void aFileThatNeverRunsIsPointedOut() {
    assertEquals(
        List.of("unused-file"),
        Sets.lints(
            "main.sml", "Require(rule='a.sml')",
            "a.sml", "Import(rules=['b.sml'])",
            "b.sml", "B = 1",
            "c.sml", "Import(rules=['b.sml'])"));
  }

  @Test
  void aRuleWithoutConsequencesIsPointedOut() {
    assertEquals(
        List.of("unused-rule"),
        Sets.lints(
            "main.sml",
            """
            A = Rule(when_all=[True], description='a')
            B = Rule(when_all=[A or False], description='b')
            C = Rule(when_all=[True], description='c')
            WhenRules(rules_any=[B], then=[DeclareVerdict(verdict='x')])
            """));
  }

  @Test
  void aDescriptionThatCanFailIsPointedOut() {
    String rest =
        """
        R = Rule(when_all=[True], description=f'by {Name}')
        WhenRules(rules_any=[R], then=[DeclareVerdict(verdict='x')])
        """;
    assertEquals(
        List.of("fallible-description"),
        Sets.lints("main.sml", "Name: str = JsonData(path='$.n')\n" + rest));
    assertEquals(
        List.of(),
        Sets.lints(
            "main.sml",
            "N: Optional[str] = JsonData(path='$.n')\n"
                + "Name = ResolveOptional(optional_value=N, default_value='?')\n"
                + rest));
  }

  @Test
  void descriptionsOverNamesThatConditionsNeedAreFine() {
    assertEquals(
        List.of(),
        Sets.lints(
            "main.sml",
            """
            Count: int = JsonData(path='$.n')
            _Many = Count + 1 > 3
            R = Rule(when_all=[_Many], description=f'{Count} of them')
            WhenRules(rules_any=[R], then=[DeclareVerdict(verdict='v')])
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 == 1",
        "1 > 2",
        "One == 1.0",
        "'a' in 'abc'",
        "1 not in [1, 2]",
        "One != None",
        "Name == Name",
        "Name != Name",
        "Number < Number",
        "-1 < One"
      })
  void comparisonsThatNeverChangeArePointedOut(String comparison) {
    assertEquals(
        List.of("constant-comparison"),
        Sets.lints(
            "main.sml",
            """
            One = 1
            Name: str = JsonData(path='$.n')
            Number: int = JsonData(path='$.i')
            """
                + "A = "
                + comparison));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Name == 'x'", "Number <= Number", "Name in Name", "Name == None", "Number > 1"})
  void comparisonsThatMayChangeAreNot(String comparison) {
    assertEquals(
        List.of(),
        Sets.lints(
            "main.sml",
            """
            Name: str = JsonData(path='$.n')
            Number: int = JsonData(path='$.i')
            """
                + "A = "
                + comparison));
  }

  @Test
  void aConditionThatIsThereTwiceIsPointedOut() {
    assertEquals(
        List.of("duplicate-condition"),
        Sets.lints(
            "main.sml",
            """
            Name: str = JsonData(path='$.n')
            R = Rule(when_all=[Name == 'x', Name  ==  "x"], description='r')
            WhenRules(rules_any=[R], then=[DeclareVerdict(verdict='x')])
            """));
  }

  @Test
  void anEntityThatCannotBeIsPointedOut() {
    assertEquals(
        List.of("entity-id-type"), Sets.lints("main.sml", "E = Entity(type='User', id=1.5)"));
  }

  @Test
  void aListThatNoCallNamesIsPointedOut() {
    assertEquals(
        List.of("unused-list"),
        Sets.lints("main.sml", "A = 'used'", "lists/used.yaml", "[]", "lists/spare.yaml", "[]"));
  }
}
