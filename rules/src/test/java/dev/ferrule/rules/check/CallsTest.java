package dev.ferrule.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.syntax.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {
  @Test
  void functionsThatAreNotThereAreRefused() {
    assertEquals(List.of("unknown-function"), Sets.codes("main.sml", "A = Nothing(x=1)"));
  }

  @Test
  void unknownAndMissingArgumentsAreRefused() {
    assertEquals(
        """
        2 errors occurred while validating:
        [1/2] error: 1 missing keyword argument(s)
        --> main.sml:1:4
             |
           1 | A = DeclareVerdict(word='x')
             |     ^ the following keyword arguments were not provided: [`verdict`]
        [2/2] error: unknown keyword argument: `word`
        --> main.sml:1:24
             |
           1 | A = DeclareVerdict(word='x')
             |                         ^ valid keyword arguments are: [`verdict`]\
        """,
        Sets.rendered("A = DeclareVerdict(word='x')"));
  }

  @Test
  void anArgumentCannotBeGivenTwice() {
    assertEquals(
        List.of("repeated-argument"),
        Sets.codes("main.sml", "A = DeclareVerdict(verdict='x', verdict='y')"));
  }

  @Test
  void attributesAreRefusedWhereverTheyStand() {
    assertEquals(List.of("unsupported-attribute"), Sets.codes("main.sml", "A = 1\nB = A.b(c=1)"));
    assertEquals(List.of("unsupported-attribute"), Sets.codes("main.sml", "A = 1\nB = A.b"));
    assertEquals(
        List.of("unsupported-attribute"),
        Sets.codes("main.sml", "A = 1\nB = Entity(type='User', id=A.b)"));
  }

  @Test
  void constantsAreLiteralsOrNamesOfLiterals() {
    Sets.rules("main.sml", "P = '$.a'\nA: int = JsonData(path=P)");
    Sets.rules("main.sml", "_p = '$.a'\nA: int = JsonData(path=_p)");
    assertEquals(List.of("invalid-constant"), Sets.codes("main.sml", "A: int = JsonData(path=1)"));
    assertEquals(
        List.of("invalid-constant", "unresolved-constant"),
        Sets.codes("main.sml", "A: int = JsonData(path=Missing)"));
  }

  @Test
  void aNegativeConstantMeansTheSameWhereverItIsUsed() {
    assertEquals(
        2,
        Sets.codes(
                "main.sml",
                """
                V = -1
                E = Entity(type='User', id='x')
                A = Experiment(entity=E, buckets=['control'], bucket_sizes=[1.0], version=V, revision=0)
                B = Experiment(entity=E, buckets=['control'], bucket_sizes=[1.0], version=V, revision=0)
                """)
            .size());
  }

  @Test
  void aConstantOfTheWrongKindOfNumberIsAnErrorOfTypes() {
    assertEquals(
        List.of("incompatible-argument"),
        Sets.codes(
            "main.sml",
            """
            E = Entity(type='User', id='x')
            A = Experiment(entity=E, buckets=['control'], bucket_sizes=[1.0], version=1.5, revision=0)
            """));
  }

  @Test
  void resultsAreUsedAndOnlyWhereThereAreAny() {
    assertEquals(List.of("unused-result"), Sets.codes("main.sml", "DeclareVerdict(verdict='x')"));
    assertEquals(List.of("no-result"), Sets.codes("main.sml", "A = Require(rule='main.sml')"));
    assertEquals(List.of("no-result"), Sets.codes("main.sml", "A = [Require(rule='main.sml')]"));
  }

  @Test
  void dynamicResultsNeedANameWithAType() {
    assertEquals(
        List.of("unannotated-dynamic-result"), Sets.codes("main.sml", "A = JsonData(path='$.a')"));
    var finding =
        Sets.check("main.sml", "A = Entity(type='User', id=JsonData(path='$.a'))")
            .diagnostics()
            .getFirst();
    assertEquals("unassigned-dynamic-result", finding.code());
    assertEquals(
        """
        assign it to a variable before using it:
        `SomeVariable: str = JsonData(path='$.a')`
        `A = Entity(type='User', id=SomeVariable)`\
        """,
        finding.hint());
  }

  @Test
  void callsArePrepared() {
    var rules = Sets.rules("main.sml", "A = Rule(when_all=[True], description='x')");
    var assign = (Node.Assign) rules.files().getFirst().statements().getFirst();
    var call = (Node.Call) assign.value();
    assertEquals(new Prepared.Rule("A"), rules.preparedFor(call));
    assertEquals("Rule", rules.signatureOf(call).name());
    assertTrue(rules.ruleDescriptions().containsKey("A"));
  }

  @Test
  void entityTypesAreKnownByFeature() {
    var rules =
        Sets.rules(
            "main.sml",
            "Kind = 'User'\nA = Entity(type=Kind, id='x')\n"
                + "B: Entity[int] = EntityJson(type='Post', path='$.p')");
    assertEquals("User", rules.entityTypes().get("A"));
    assertEquals("Post", rules.entityTypes().get("B"));
  }
}
