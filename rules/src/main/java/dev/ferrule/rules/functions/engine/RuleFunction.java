package dev.ferrule.rules.functions.engine;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code Rule}: conditions under a name. */
final class RuleFunction implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "Rule",
          List.of(),
          "Engine",
          "Fires when all its conditions hold.",
          List.of(
              Parameter.of("when_all", Type.listOf(Type.BOOL), "The conditions."),
              Parameter.of(
                  "description",
                  Type.STR,
                  "What the rule is about: text, or an f-string. If a name in it failed, the rule"
                      + " does not fire.")),
          null,
          Type.RULE,
          Signature.Purity.EVENT,
          "SpamRule = Rule(when_all=[LinkCount > 3], description=f'{LinkCount} links')");

  /** What an author writes who forgets the f before the quote. */
  private static final Pattern INTERPOLATION =
      Pattern.compile("\\{([^\\d\\W]\\w*)}", Pattern.UNICODE_CHARACTER_CLASS);

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    checkDescription(site);
    var assignment = site.assignment();
    if (assignment == null) {
      site.rejectUnassigned("`Rule(...)` must be assigned to a variable", "SomeRule");
      return new Prepared.Rule("");
    }
    String name = assignment.target().identifier();
    if (assignment.target().isLocal()) {
      site.reject(
          "rules must be stored in non-local features",
          assignment.span(),
          """
          this rule is being stored in the local variable `%s`
          rules must be in non-local features (eg that don't start with `_`)\
          """
              .formatted(name));
    }
    return new Prepared.Rule(name);
  }

  private static void checkDescription(CallSite site) {
    Node.Expression description = EngineFunctions.argument(site, "description");
    switch (description) {
      case Node.FormatText _ -> {}
      case Node.TextLiteral(String text, var span) -> {
        String found =
            INTERPOLATION
                .matcher(text)
                .results()
                .map((MatchResult match) -> "`" + match.group(1) + "`")
                .collect(Collectors.joining(", "));
        if (!found.isEmpty()) {
          site.reject(
              "variable interpolation attempted in non-format string",
              span,
              """
              this string contains what looks like variable interpolation, but is not an f-string
              found: %s
              consider prefixing with `f`\
              """
                  .formatted(found));
        }
      }
      case Node.Expression other ->
          site.reject(
              "argument `description` to `Rule` requires either a string literal or an f-string",
              other.span(),
              "got `%s` node, expected `String` or `FormatString` literal"
                  .formatted(nodeName(other)));
    }
  }

  private static String nodeName(Node.Expression expression) {
    return switch (expression) {
      case Node.TextLiteral _ -> "String";
      case Node.NumberLiteral _ -> "Number";
      case Node.BoolLiteral _ -> "Boolean";
      case Node.NoneLiteral _ -> "None_";
      case Node.ListLiteral _ -> "List";
      case Node.FormatText _ -> "FormatString";
      case Node.Name _ -> "Name";
      case Node.Attribute _ -> "Attribute";
      case Node.Call _ -> "Call";
      case Node.Binary _ -> "BinaryOperation";
      case Node.Unary _ -> "UnaryOperation";
      case Node.Compare _ -> "BinaryComparison";
      case Node.Logical _ -> "BooleanOperation";
    };
  }
}
