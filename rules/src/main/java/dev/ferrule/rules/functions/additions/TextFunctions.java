package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.Signature.Parameter.optional;
import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;
import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.matching.Emoji;
import dev.ferrule.rules.matching.Folding;
import dev.ferrule.rules.matching.WordSet;
import dev.ferrule.rules.matching.Words;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.types.Type;
import java.util.List;
import java.util.function.IntPredicate;

/** Looking into texts, cutting and cleaning them. */
final class TextFunctions {
  private static final String CATEGORY = "Text";
  static final Parameter S = required("s", Type.STR, "The text.");
  private static final Parameter PHRASES = required("phrases", Addition.TEXTS, "What to look for.");
  private static final Parameter CASE_SENSITIVE =
      optionalConstant(
          "case_sensitive", Type.BOOL, false, "Whether capital and small letters differ.");
  private static final Parameter SUBSTRINGS =
      optionalConstant(
          "substrings", Type.BOOL, false, "Whether it is found inside of longer words too.");

  private TextFunctions() {}

  static List<Function> all() {
    return List.of(
        Addition.named("TextContains", CATEGORY)
            .doc(
                "Whether a text has a phrase as whole words.",
                "Hello = TextContains(text=PostText, phrase='hello')")
            .with(
                required("text", Type.STR, "The text."),
                required("phrase", Type.STR, "What to look for."),
                CASE_SENSITIVE)
            .prepared(site -> phrase(site, WordSet.Place.WHOLE_WORD)),
        Addition.named("StringContains", CATEGORY)
            .doc(
                "Whether a text has a phrase.",
                "Shop = StringContains(s=Bio, phrase='shop', substrings=True)")
            .with(S, required("phrase", Type.STR, "What to look for."), CASE_SENSITIVE, SUBSTRINGS)
            .prepared(site -> phrase(site, place(site))),
        Addition.named("StringContainsAny", CATEGORY)
            .doc(
                "Whether a text has one of the phrases.",
                "Ad = StringContainsAny(s=PostText, phrases=['buy now', 'promo'])")
            .with(S, PHRASES, CASE_SENSITIVE, SUBSTRINGS)
            .prepared(site -> {
              var compiled = compiled(site, place(site));
              return new Prepared.Invoke((_, arguments) ->
                  compiled.of(Given.texts(arguments[1])).first(Given.text(arguments[0])) >= 0);
            }),
        Addition.named("StringContainsAll", CATEGORY)
            .doc(
                "Whether a text has all of the phrases.",
                "Scam = StringContainsAll(s=PostText, phrases=['wallet', 'recover'])")
            .with(S, PHRASES, CASE_SENSITIVE, SUBSTRINGS)
            .prepared(TextFunctions::containsAll),
        Addition.named("SubstrCount", CATEGORY)
            .doc(
                "How often a text stands in another, without overlaps.",
                "Marks = SubstrCount(s=PostText, substr='!')")
            .with(S, required("substr", Type.STR, "What to count."))
            .returns(Type.INT)
            .by((_, arguments) ->
                TextMeasures.count(Given.text(arguments[0]), Given.text(arguments[1]))),
        Addition.named("ForceString", CATEGORY)
            .doc(
                "The text, or `<None>` when there is none.",
                "Link: str = ForceString(s=ExternalLink)")
            .with(required("s", Type.optional(Type.STR), "The text or None."))
            .returns(Type.STR)
            .by((_, arguments) -> arguments[0] == null ? "<None>" : Given.text(arguments[0])),
        Addition.named("CleanString", CATEGORY)
            .doc(
                "The text without what hides its words from filters.",
                "Clean: str = CleanString(s=PostText)")
            .with(
                S,
                optional("zero_width", Type.BOOL, true, "Whether to drop invisible spaces."),
                optional(
                    "underlines", Type.BOOL, true, "Whether to drop marks over and under letters."),
                optional(
                    "space_likes",
                    Type.BOOL,
                    false,
                    "Whether to drop asterisks that part letters."),
                optional("single_quotes", Type.BOOL, false, "Whether to drop single quotes."))
            .returns(Type.STR)
            .by((_, arguments) -> CleanText.clean(arguments)),
        Addition.named("Tokenize", CATEGORY)
            .alias("StringTokenize")
            .doc(
                "The words of a text in small letters: ASCII letters and digits, the rest parts.",
                "Tokens: List[str] = Tokenize(s=PostText)")
            .with(
                S,
                optional(
                    "skip_censor_chars",
                    Type.BOOL,
                    false,
                    "Whether `#`, `*`, `_` and `-` belong to words."),
                optionalConstant(
                    "skip_regex",
                    Type.optional(Type.STR),
                    null,
                    "Pattern of the characters that part words, tried on each by itself."))
            .returns(Addition.TEXTS)
            .prepared(TextFunctions::tokenize),
        Addition.named("Words", CATEGORY)
            .doc(
                "The words of a text as written, in any alphabet.",
                "All: List[str] = Words(s=PostText)")
            .with(S)
            .returns(Addition.TEXTS)
            .by((_, arguments) -> Bounded.list(Words.find(Given.text(arguments[0])))),
        Addition.named("ExtractEmoji", CATEGORY)
            .doc(
                "Every emoji of a text: a flag, a family or a skin tone is one.",
                "Emoji: List[str] = ExtractEmoji(s=PostText)")
            .with(S)
            .returns(Addition.TEXTS)
            .by((_, arguments) -> Bounded.list(Emoji.find(Given.text(arguments[0])))),
        Addition.named("EmojiCount", CATEGORY)
            .doc("How many emoji a text has.", "Count = EmojiCount(s=PostText)")
            .with(S)
            .returns(Type.INT)
            .by((_, arguments) -> (long) Emoji.find(Given.text(arguments[0])).size()),
        Addition.named("RemoveEmoji", CATEGORY)
            .doc(
                "The text with a space for each run of emoji.",
                "Plain: str = RemoveEmoji(s=PostText)")
            .with(S)
            .returns(Type.STR)
            .by((_, arguments) -> Bounded.text(Emoji.remove(Given.text(arguments[0])))));
  }

  private static WordSet.Place place(CallSite site) {
    return Given.flag(site.constant("substrings"))
        ? WordSet.Place.ANYWHERE
        : WordSet.Place.WHOLE_WORD;
  }

  private static LastCompiled<WordSet> compiled(CallSite site, WordSet.Place place) {
    var folding = folding(site);
    return new LastCompiled<>(entries -> WordSet.of(entries, folding, place));
  }

  private static Folding folding(CallSite site) {
    return Given.flag(site.constant("case_sensitive")) ? Folding.EXACT : Folding.CASE;
  }

  private static Prepared phrase(CallSite site, WordSet.Place place) {
    var compiled = compiled(site, place);
    return new Prepared.Invoke((_, arguments) -> {
      String phrase = Given.text(arguments[1]);
      return phrase.isEmpty() || compiled.of(List.of(phrase)).first(Given.text(arguments[0])) >= 0;
    });
  }

  private static Prepared containsAll(CallSite site) {
    var compiled = compiled(site, place(site));
    var folding = folding(site);
    return new Prepared.Invoke((_, arguments) -> {
      // Each once, so that each has a number of its own.
      var phrases =
          Given.texts(arguments[1]).stream()
              .map(folding::fold)
              .filter(phrase -> !phrase.isEmpty())
              .distinct()
              .toList();
      return compiled.of(phrases).all(Given.text(arguments[0])).cardinality() == phrases.size();
    });
  }

  private static Prepared tokenize(CallSite site) {
    IntPredicate given;
    if (site.constant("skip_regex") instanceof String pattern) {
      try {
        var regex = PythonRegex.compile(pattern, PythonRegex.Case.SENSITIVE);
        given = c -> regex.find(Character.toString(c));
      } catch (FerruleException e) {
        if (e.code() != ErrorCode.RULE_REGEX) {
          throw e;
        }
        site.rejectArgument("skip_regex", "invalid regex pattern: " + e.getMessage());
        return Addition.rejected();
      }
    } else {
      given = c -> !isTokenCharacter(c);
    }
    return new Prepared.Invoke((_, arguments) -> {
      boolean keepsCensoring = Given.flag(arguments[1]);
      IntPredicate separates =
          keepsCensoring ? c -> !isTokenCharacter(c) && "#*_-".indexOf(c) < 0 : given;
      return Bounded.list(Words.cut(Given.text(arguments[0]), separates));
    });
  }

  private static boolean isTokenCharacter(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }
}
