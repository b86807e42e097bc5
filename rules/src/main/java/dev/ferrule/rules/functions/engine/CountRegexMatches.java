package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.PythonText;
import java.util.ArrayList;
import java.util.List;

/** {@code CountRegexMatches}: how many of several patterns are found in a text. */
final class CountRegexMatches implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "CountRegexMatches",
          List.of(),
          "Patterns",
          "Counts the patterns that are found anywhere in a text.",
          List.of(
              constant(
                  "patterns",
                  Type.listOf(Type.STR),
                  "Regular expressions in Python's dialect, each counted at most once."),
              Parameter.of("target", Type.STR, "The text to search."),
              Patterns.CASE_INSENSITIVE),
          null,
          Type.INT,
          Signature.Purity.PURE,
          "Signs = CountRegexMatches(patterns=[r'free', r'win', r'\\d+%'], target=PostText)");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    var patterns = new ArrayList<PythonRegex>();
    for (Object pattern : EngineFunctions.list(site, "patterns")) {
      try {
        patterns.add(PythonRegex.compile((String) pattern, Patterns.letters(site)));
      } catch (FerruleException e) {
        site.reject(
            "invalid regex pattern %s: %s".formatted(PythonText.repr(pattern), e.getMessage()),
            site.spanOf("patterns"),
            "");
      }
    }
    var compiled = patterns.toArray(PythonRegex[]::new);
    return new Prepared.Invoke((event, arguments) -> count(compiled, Arguments.text(arguments, 1)));
  }

  private static Long count(PythonRegex[] patterns, String text) {
    long found = 0;
    for (var pattern : patterns) {
      if (pattern.find(text)) {
        found++;
      }
    }
    return found;
  }
}
