package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.TestCall.list;
import static dev.ferrule.rules.functions.TestCall.literal;
import static dev.ferrule.rules.functions.TestCall.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.RuleValue;
import dev.ferrule.rules.values.TimeDelta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineFunctionsTest {
  private static TestCall call(String name) {
    return new TestCall(EngineFunctions.all(), name);
  }

  @Test
  void importWantsFilesThatExistOnceAndSorted() {
    var good = call("Import").withFile("a.sml").withFile("b.sml");
    assertEquals(
        new Prepared.Import(List.of("a.sml", "b.sml")),
        good.with("rules", list(literal("a.sml"), literal("b.sml"))).prepare());
    assertTrue(good.errors().isEmpty());
    var bad =
        call("Import")
            .withFile("a.sml")
            .with("rules", list(literal("x.sml"), literal("a.sml"), literal("a.sml")))
            .errors();
    assertEquals("imported file: x.sml not found\nimport attempted here", bad.get(0));
    assertEquals(
        "import has a duplicated items for rule: a.sml\nfirst import attempted here", bad.get(1));
    assertTrue(bad.get(2).startsWith("import rules are not sorted\nsort imports"), bad.get(2));
  }

  @Test
  void requireWantsAPathThatSomeFileMatches() {
    var format =
        new Node.FormatText(
            List.of("actions/", name("Action"), ".sml"), "actions/{Action}.sml", TestCall.SPAN);
    assertEquals(
        List.of(), call("Require").withFile("actions/post.sml").with("rule", format).errors());
    assertEquals(
        List.of(
            "required rule: `actions/{Action}.sml` would never match any rule files\n"
                + "require attempted here, glob: `actions/*.sml` matches no sources"),
        call("Require").withFile("main.sml").with("rule", format).errors());
    assertEquals(
        List.of("required rule: `x.sml` not found\nrequire attempted here"),
        call("Require").with("rule", literal("x.sml")).errors());
    assertTrue(
        call("Require")
            .with("rule", name("X"))
            .errors()
            .getFirst()
            .startsWith("a literal string or format string is required here\n"));
  }

  @Test
  void globsAreThoseOfTheShell() {
    assertTrue(new Glob("a/*.sml").matches("a/b/c.sml"));
    assertTrue(new Glob("a?[b-d][!x].sml").matches("a/cy.sml"));
    assertTrue(new Glob("a[").matches("a["));
    assertTrue(!new Glob("*.sml").matches("a.smlx"));
  }

  @Test
  void rulesAreNamedByAGlobalAssignment() {
    var rule = call("Rule").with("description", literal("spam"));
    assertEquals(new Prepared.Rule("Spam"), rule.assignedTo("Spam").prepare());
    assertEquals(
        List.of(
            """
            rules must be stored in non-local features
            this rule is being stored in the local variable `_Spam`
            rules must be in non-local features (eg that don't start with `_`)\
            """),
        call("Rule").with("description", literal("")).assignedTo("_Spam").errors());
    assertEquals(
        List.of("`Rule(...)` must be assigned to a variable"),
        call("Rule").with("description", literal("")).errors());
  }

  @Test
  void descriptionsAreTextThatDoesNotLookLikeAnFString() {
    assertEquals(
        List.of(
            "variable interpolation attempted in non-format string\n"
                + "this string contains what looks like variable interpolation, but is not an"
                + " f-string\nfound: `X`, `Y2`\nconsider prefixing with `f`"),
        call("Rule").with("description", literal("{X} {2} {Y2}")).assignedTo("R").errors());
    assertEquals(
        List.of(
            "argument `description` to `Rule` requires either a string literal or an f-string\n"
                + "got `Name` node, expected `String` or `FormatString` literal"),
        call("Rule").with("description", name("X")).assignedTo("R").errors());
  }

  @Test
  void labelChangesAreSuppressedWhenTheirRuleFailed() {
    var entity = new Entity("User", "u");
    var plain = (Effect.LabelChange) add(call("LabelAdd"), entity);
    assertTrue(plain.applies());
    var failed = (Effect.LabelChange) add(call("LabelAdd").with("apply_if", null), entity);
    assertTrue(failed.suppressed());
    var rule = new RuleValue("R", true, "", Map.of());
    var applied =
        (Effect.LabelChange)
            add(
                call("LabelRemove").with("apply_if", rule).with("expires_after", new TimeDelta(1)),
                entity);
    assertTrue(applied.applies());
    assertEquals(new TimeDelta(1), applied.expiresAfter());
  }

  private static Object add(TestCall call, Entity entity) {
    return java.util.Objects.requireNonNull(
        call.with("entity", entity).with("label", "spammer").value());
  }

  @Test
  void entitiesHaveTextOrIntIds() {
    assertEquals(
        new Entity("User", 1L), call("Entity").with("type", "User").with("id", 1L).value());
    assertEquals(
        Failure.unexpected("TypeError", "Can only have `str` or `int` entities, got `float`"),
        call("Entity").with("type", "User").with("id", 1.5).value());
  }

  @Test
  void optionalsResolveToTheirDefault() {
    assertEquals(1L, call("ResolveOptional").with("optional_value", 1L).value());
    assertEquals(Failure.EXPECTED, call("ResolveOptional").with("optional_value", null).value());
    assertEquals(
        2L, call("ResolveOptional").with("optional_value", null).with("default_value", 2L).value());
    assertEquals(
        Failure.unexpected("ValueError", "optional_value kwarg is None"),
        call("ResolveOptional")
            .with("optional_value", null)
            .with("should_report_error", true)
            .value());
  }

  @Test
  void timeDeltasAddUp() {
    assertEquals(
        new TimeDelta(694_861_000_000L),
        call("TimeDelta")
            .with("weeks", 1L)
            .with("days", 1L)
            .with("hours", 1L)
            .with("minutes", 1L)
            .with("seconds", 1L)
            .value());
    assertEquals(
        "OverflowError",
        ((Failure)
                java.util.Objects.requireNonNull(
                    call("TimeDelta").with("days", 1_000_000_000L).value()))
            .error());
  }

  @Test
  void patternsAreCompiledOnceAndRefusedEarly() {
    assertInstanceOf(Prepared.Search.class, call("RegexMatch").with("pattern", "a+").prepare());
    assertTrue(
        call("RegexMatch")
            .with("pattern", "(")
            .errors()
            .getFirst()
            .startsWith("invalid regex pattern\nerror: "));
    assertTrue(
        call("CountRegexMatches")
            .with("patterns", List.of("a", "("))
            .errors()
            .getFirst()
            .startsWith("invalid regex pattern '(': "));
    assertEquals(
        2L,
        call("CountRegexMatches")
            .with("patterns", List.of("a", "b", "C"))
            .with("case_insensitive", true)
            .with("target", "aac")
            .value());
  }

  @Test
  void mapMatchesAnyOrAll() {
    var texts = List.of("ab", "b");
    assertEquals(true, call("RegexMatchMap").with("pattern", "a").with("target", texts).value());
    assertEquals(
        false,
        call("RegexMatchMap")
            .with("pattern", "a")
            .with("target", texts)
            .with("mode", "all")
            .value());
    assertEquals(
        List.of("mode must be one of `all` or `any`, not `most`"),
        call("RegexMatchMap").with("pattern", "a").with("mode", "most").errors());
  }
}
