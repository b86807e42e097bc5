package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Numbers that describe a text, or how near two are. */
final class MeasureFunctions {
  private static final String CATEGORY = "Measures";
  private static final Parameter S = TextFunctions.S;
  private static final Parameter A = required("a", Type.STR, "A text.");
  private static final Parameter B = required("b", Type.STR, "Another text.");

  /** As the time grows with the product of the lengths. */
  private static final int MOST_COMPARED_CHARS = 2_000;

  private MeasureFunctions() {}

  static List<Function> all() {
    return List.of(
        Addition.named("UpperRatio", CATEGORY)
            .doc(
                "The part of capitals among the letters that have two cases, from 0.0 to 1.0.",
                "Shouting = UpperRatio(s=PostText) > 0.7")
            .with(S)
            .returns(Type.FLOAT)
            .by((_, arguments) ->
                TextMeasures.ratio(
                    Given.text(arguments[0]),
                    c -> Character.isUpperCase(c) || Character.isLowerCase(c),
                    Character::isUpperCase)),
        Addition.named("DigitRatio", CATEGORY)
            .doc(
                "The part of digits among all characters, from 0.0 to 1.0.",
                "Numbered = DigitRatio(s=Handle) > 0.5")
            .with(S)
            .returns(Type.FLOAT)
            .by((_, arguments) ->
                TextMeasures.ratio(Given.text(arguments[0]), _ -> true, Character::isDigit)),
        Addition.named("LetterRatio", CATEGORY)
            .doc(
                "The part of letters among all characters, from 0.0 to 1.0.",
                "Noise = LetterRatio(s=PostText) < 0.3")
            .with(S)
            .returns(Type.FLOAT)
            .by((_, arguments) ->
                TextMeasures.ratio(Given.text(arguments[0]), _ -> true, Character::isLetter)),
        Addition.named("LongestRepeat", CATEGORY)
            .doc(
                "The length of the longest run of one character.",
                "Stretched = LongestRepeat(s=PostText) >= 6")
            .with(S)
            .returns(Type.INT)
            .by((_, arguments) -> TextMeasures.longestRun(Given.text(arguments[0]))),
        Addition.named("Entropy", CATEGORY)
            .doc(
                "How mixed the characters are, in bits for each: 0.0 when all are the same.",
                "Random = Entropy(s=Handle) > 3.5")
            .with(S)
            .returns(Type.FLOAT)
            .by((_, arguments) -> TextMeasures.entropy(Given.text(arguments[0]))),
        Addition.named("EditDistance", CATEGORY)
            .alias("Levenshtein")
            .doc(
                "How many characters to insert, delete or replace to make one text of the other.",
                "Near = EditDistance(a=Handle, b='admin') <= 1")
            .with(A, B)
            .returns(Type.INT)
            .by((_, arguments) -> compare(arguments, (a, b) -> TextMeasures.distance(a, b))),
        Addition.named("TextSimilarity", CATEGORY)
            .doc(
                "How alike two texts are by their edit distance: 1.0 when equal, 0.0 when not at all.",
                "Copy = TextSimilarity(a=PostText, b=LastPostText) > 0.9")
            .with(A, B)
            .returns(Type.FLOAT)
            .by((_, arguments) -> compare(arguments, MeasureFunctions::similarity)));
  }

  private static Object similarity(int[] a, int[] b) {
    int longer = Math.max(a.length, b.length);
    return longer == 0 ? 1.0 : 1.0 - (double) TextMeasures.distance(a, b) / longer;
  }

  private static Object compare(
      @Nullable Object[] arguments, BiFunction<int[], int[], Object> measure) {
    int[] a = Given.text(arguments[0]).codePoints().limit(MOST_COMPARED_CHARS + 1).toArray();
    int[] b = Given.text(arguments[1]).codePoints().limit(MOST_COMPARED_CHARS + 1).toArray();
    if (Math.max(a.length, b.length) > MOST_COMPARED_CHARS) {
      return Failure.unexpected(
          "ValueError",
          "expected texts of at most %d characters, found more".formatted(MOST_COMPARED_CHARS));
    }
    return measure.apply(a, b);
  }
}
