package dev.ferrule.rules.functions.engine;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import java.util.List;

/** {@code RegexMatch}: whether a pattern is found in a text. */
final class RegexMatch implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "RegexMatch",
          List.of(),
          "Patterns",
          "Says whether a pattern is found anywhere in a text.",
          List.of(
              Patterns.PATTERN,
              Patterns.CASE_INSENSITIVE,
              Parameter.of("target", Type.STR, "The text to search.")),
          null,
          Type.BOOL,
          Signature.Purity.PURE,
          "HasLink = RegexMatch(target=PostText, pattern=r'https?://')");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    var pattern = Patterns.compile(site);
    return pattern == null ? EngineFunctions.REJECTED : new Prepared.Search(pattern);
  }
}
