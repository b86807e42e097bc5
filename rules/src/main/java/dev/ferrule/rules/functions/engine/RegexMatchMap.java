package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.types.Type;
import java.util.List;

/** {@code RegexMatchMap}: whether a pattern is found in any, or in all, of several texts. */
final class RegexMatchMap implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "RegexMatchMap",
          List.of(),
          "Patterns",
          "Says whether a pattern is found in any of several texts, or in all of them.",
          List.of(
              Patterns.PATTERN,
              Patterns.CASE_INSENSITIVE,
              Parameter.of("target", Type.listOf(Type.STR), "The texts to search."),
              optionalConstant("mode", Type.STR, "any", "`any` or `all`.")),
          null,
          Type.BOOL,
          Signature.Purity.PURE,
          "AllLinks = RegexMatchMap(target=Words, pattern=r'^https?://', mode='all')");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    var pattern = Patterns.compile(site);
    if (pattern == null) {
      return EngineFunctions.REJECTED;
    }
    String mode = site.text("mode");
    if (!mode.equals("all") && !mode.equals("any")) {
      site.reject(
          "mode must be one of `all` or `any`, not `" + mode + "`", site.spanOf("mode"), "");
    }
    // Any stops at the first text that matches, all at the first that does not.
    boolean decisive = !mode.equals("all");
    return new Prepared.Invoke(
        (event, arguments) -> search(pattern, Arguments.list(arguments, 2), decisive));
  }

  private static boolean search(PythonRegex pattern, List<?> texts, boolean decisive) {
    for (Object text : texts) {
      if (pattern.find((String) text) == decisive) {
        return decisive;
      }
    }
    return !decisive;
  }
}
