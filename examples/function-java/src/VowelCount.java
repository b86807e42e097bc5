import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.spi.FunctionProvider;
import dev.ferrule.rules.types.Type;
import java.util.List;

/** One function: {@code Vowels = VowelCount(s=PostText)}. */
public final class VowelCount implements FunctionProvider {
  @Override
  public List<Function> functions() {
    var signature =
        new Signature(
            "VowelCount",
            List.of(),
            "Text",
            "How many vowels a text has.",
            List.of(Parameter.of("s", Type.STR, "The text.")),
            null,
            Type.INT,
            Signature.Purity.PURE,
            "Vowels = VowelCount(s=PostText)");
    return List.of(new PlainFunction(signature, (event, arguments) -> count((String) arguments[0])));
  }

  private static long count(String text) {
    return text.toLowerCase().chars().filter(c -> "aeiou".indexOf(c) >= 0).count();
  }
}
