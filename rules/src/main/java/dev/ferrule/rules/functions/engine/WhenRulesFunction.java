package dev.ferrule.rules.functions.engine;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import java.util.List;

/** {@code WhenRules}: what happens when rules fire. */
final class WhenRulesFunction implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "WhenRules",
          List.of(),
          "Engine",
          "Asks for effects when at least one of the rules fires.",
          List.of(
              Parameter.of(
                  "rules_any",
                  Type.listOf(Type.RULE),
                  "The rules; those that failed are passed over."),
              Parameter.of(
                  "then",
                  Type.listOf(Type.EFFECT),
                  "The effects; those that failed are passed over.")),
          null,
          Type.NONE,
          Signature.Purity.EFFECT,
          "WhenRules(rules_any=[SpamRule], then=[DeclareVerdict(verdict='reject')])");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    for (String parameter : List.of("rules_any", "then")) {
      var list = EngineFunctions.argument(site, parameter);
      if (!(list instanceof Node.ListLiteral)) {
        site.reject(
            "argument `" + parameter + "` to `WhenRules` requires a list literal",
            list.span(),
            "write the items here, as each may fail on its own");
      }
    }
    return new Prepared.WhenRules();
  }
}
