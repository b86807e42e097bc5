package dev.ferrule.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void aFeatureIsUniqueInTheWholeSet() {
    assertEquals(
        List.of("duplicate-feature"), Sets.codes("main.sml", "A = 1", "other.sml", "A = 2"));
  }

  @Test
  void aRepeatedFeatureShowsEveryPlace() {
    assertEquals(
        """
        error: features must be unique across all rule files
        --> main.sml:1:0
             |
           1 | A = 1
             | ^ this feature is defined in multiple locations
        ~~~ such as:
        --> (1) main.sml:2:0
             |
           2 | A = 2
             | ^\
        """,
        Sets.rendered("A = 1\nA = 2"));
  }

  @Test
  void aLocalIsUniqueInItsFileOnly() {
    assertEquals(List.of("duplicate-local"), Sets.codes("main.sml", "_a = 1\n_a = 2\nB = _a"));
    Sets.rules("main.sml", "_a = 1\nB = _a", "other.sml", "_a = 2\nC = _a");
  }

  @Test
  void aLocalThatIsNeverReadIsRefused() {
    assertEquals(List.of("unused-local"), Sets.codes("main.sml", "_a = 1"));
  }

  @Test
  void aNameIsKnownFromTheFilesThatAreImportedThemselves() {
    Sets.rules("main.sml", "Import(rules=['a.sml'])\nB = A + 1", "a.sml", "A = 1");
    assertEquals(
        List.of("unknown-name"),
        Sets.codes(
            "main.sml", "Import(rules=['b.sml'])\nC = A + 1",
            "b.sml", "Import(rules=['a.sml'])\nB = A + 1",
            "a.sml", "A = 1"));
  }

  @Test
  void aNameIsNotKnownBeforeItIsAssigned() {
    assertEquals(List.of("unknown-name"), Sets.codes("main.sml", "B = A + 1\nA = 1"));
  }

  @Test
  void aMistypedNameIsToldWhatIsLikeIt() {
    var result = Sets.check("main.sml", "UserName = 'x'\nB = UsrName + 'y'");
    var finding = result.diagnostics().getFirst();
    assertEquals("this identifier not found", finding.hint());
    assertEquals(
        "however, a similar in-scope identifier was found here:", finding.relatedMessage());
    assertNull(result.rules());
  }

  @Test
  void anAssignmentCannotReadItself() {
    assertEquals(List.of("self-reference"), Sets.codes("main.sml", "A = A"));
  }

  @Test
  void theClosestNameIsTheFirstWithTheFewestEdits() {
    var closest = new Closest();
    assertEquals("Foot", closest.find("foox", List.of("Foot", "Fool", "x")));
    assertEquals("fooxy", closest.find("FOOX", List.of("other", "fooxy")));
    assertNull(closest.find("abc", List.of("abd")));
    assertNull(closest.find("abcd", List.of("wxyz")));
  }

  @Test
  void definitionsSayWhatTheResultShows() {
    var rules =
        Sets.rules(
            "main.sml",
            """
            Literal = 1
            Shown: ExtractLiteral[int] = 2
            Negative = -3
            Computed = Literal + 1
            _local = Literal + 2
            Used = _local + 1
            Hidden: Secret[str] = JsonData(path='$.a')
            Bared: ExtractSecret[str] = JsonData(path='$.a')
            Listed = [1, 2]
            """);
    assertEquals(
        Map.of(
            "Literal", false,
            "Shown", true,
            "Negative", true,
            "Computed", true,
            "_local", false,
            "Used", true,
            "Hidden", false,
            "Bared", true,
            "Listed", false),
        rules.files().getFirst().statements().stream()
            .map(statement -> rules.definedBy((Node.Assign) statement))
            .collect(java.util.stream.Collectors.toMap(Definition::name, Definition::extracted)));
    var hidden = rules.definedBy((Node.Assign) rules.files().getFirst().statements().get(6));
    assertTrue(hidden.secret());
    assertEquals(Type.STR, hidden.type());
  }

  @Test
  void aUseLeadsToItsDefinition() {
    var rules = Sets.rules("main.sml", "A = 1\nB = A");
    var first = (Node.Assign) rules.files().getFirst().statements().getFirst();
    var second = (Node.Assign) rules.files().getFirst().statements().getLast();
    assertEquals(first, rules.definitionOf((Node.Name) second.value()).statement());
    assertFalse(rules.unwraps(second.value()));
  }
}
