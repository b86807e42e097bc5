package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;
import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.matching.CensoredWords;
import dev.ferrule.rules.matching.Lookalikes;
import dev.ferrule.rules.types.Type;
import java.util.List;

/** Words whose letters are hidden, and texts that hide their letters. */
final class CensorFunctions {
  private static final String CATEGORY = "Censored words";

  private static final Parameter LIST =
      constant("list", Type.STR, "Name of a list: the file `lists/<name>.yaml` or `.txt`.");
  private static final Parameter PHRASES =
      required("phrases", Addition.LIST_OF_ANY, "Texts to look in; None is passed over.");
  private static final Parameter PLURALS =
      optionalConstant("plurals", Type.BOOL, false, "Whether a word may have an s at its end.");
  private static final Parameter MUST_BE_CENSORIZED =
      optionalConstant(
          "must_be_censorized",
          Type.BOOL,
          false,
          "Whether a word counts only when its letters are hidden, not when it is written plainly.");
  private static final Parameter SUBSTRINGS =
      optionalConstant(
          "substrings", Type.BOOL, false, "Whether a word is found inside of longer words too.");
  private static final Parameter WORD_BOUNDARIES =
      optionalConstant(
          "word_boundaries",
          Type.BOOL,
          true,
          "Whether an entry counts only as a whole word; False finds it inside of words too.");
  private static final Parameter CASE_SENSITIVE =
      optionalConstant(
          "case_sensitive", Type.BOOL, false, "Has no effect, as capitals hide letters too.");

  private CensorFunctions() {}

  static List<Function> all() {
    return List.of(
        Addition.named("CensorizedListContains", CATEGORY)
            .alias("CensoredListContains")
            .doc(
                "The first word of a list that stands in a text, also with letters hidden, or None.",
                "Hit: Optional[str] = CensorizedListContains(list='slurs', phrases=[PostText])")
            .with(LIST, PHRASES, PLURALS, MUST_BE_CENSORIZED, WORD_BOUNDARIES, CASE_SENSITIVE)
            .returns(Type.optional(Type.STR))
            .onEvent()
            .prepared(site -> first(site, place(site, "word_boundaries", true))),
        Addition.named("CensorizedListMatch", CATEGORY)
            .alias("CensoredListMatch")
            .doc(
                "The first word of a list that stands in a text, also with letters hidden, or None.",
                "Hit: Optional[str] = CensorizedListMatch(list='slurs', phrases=[PostText])")
            .with(LIST, PHRASES, PLURALS, SUBSTRINGS, MUST_BE_CENSORIZED)
            .returns(Type.optional(Type.STR))
            .onEvent()
            .prepared(site -> first(site, place(site, "substrings", false))),
        Addition.named("CensorizedListItems", CATEGORY)
            .alias("CensoredListItems")
            .doc(
                "All words of a list that stand in the texts, also with letters hidden.",
                "Words: List[str] = CensorizedListItems(list='slurs', phrases=[PostText])")
            .with(LIST, PHRASES, PLURALS, SUBSTRINGS, MUST_BE_CENSORIZED)
            .returns(Addition.TEXTS)
            .onEvent()
            .prepared(site -> items(site, place(site, "substrings", false))),
        check(),
        Addition.named("FoldLookalikes", CATEGORY)
            .doc(
                "The text in small letters, with each letter that looks like a Latin one as that.",
                "Plain: str = FoldLookalikes(s=DisplayName)")
            .with(required("s", Type.STR, "The text."))
            .returns(Type.STR)
            .by((_, arguments) -> Bounded.text(Lookalikes.fold(Given.text(arguments[0])))),
        Addition.named("MixesAlphabets", CATEGORY)
            .doc(
                "Whether one word has letters of Latin and of Cyrillic, Greek or Armenian.",
                "Fake = MixesAlphabets(s=DisplayName)")
            .with(required("s", Type.STR, "The text."))
            .by((_, arguments) -> TextMeasures.mixesAlphabets(Given.text(arguments[0]))));
  }

  private static Function check() {
    return Addition.named("CheckCensorized", CATEGORY)
        .alias("CheckCensored")
        .doc(
            "Whether a word stands in a text, also with letters hidden: `b4d`, `b.a.d`, `baaad`.",
            "Hit = CheckCensorized(s=PostText, pattern='bad', plurals=True)")
        .with(
            required("s", Type.STR, "The text to look in."),
            required("pattern", Type.STR, "The word."),
            PLURALS,
            SUBSTRINGS,
            MUST_BE_CENSORIZED)
        .prepared(site -> {
          var compiled = compiled(site, place(site, "substrings", false));
          return new Prepared.Invoke((_, arguments) ->
              compiled.of(List.of(Given.text(arguments[1]))).first(Given.text(arguments[0])) >= 0);
        });
  }

  private static CensoredWords.Place place(CallSite site, String parameter, boolean whole) {
    return Given.flag(site.constant(parameter)) == whole
        ? CensoredWords.Place.WHOLE_WORD
        : CensoredWords.Place.ANYWHERE;
  }

  private static LastCompiled<CensoredWords> compiled(CallSite site, CensoredWords.Place place) {
    var plain =
        Given.flag(site.constant("must_be_censorized"))
            ? CensoredWords.Plain.IGNORED
            : CensoredWords.Plain.COUNTS;
    var plurals =
        Given.flag(site.constant("plurals"))
            ? CensoredWords.Plurals.FOUND
            : CensoredWords.Plurals.NOT_FOUND;
    return new LastCompiled<>(entries -> CensoredWords.of(entries, place, plain, plurals));
  }

  private static Prepared first(CallSite site, CensoredWords.Place place) {
    var list = NamedList.find(site);
    if (list == null) {
      return Addition.rejected();
    }
    var compiled = compiled(site, place);
    return new Prepared.Invoke((_, arguments) -> {
      var words = compiled.of(list.entries());
      return WordListFunctions.first(words.words(), Given.list(arguments[1]), words::first);
    });
  }

  private static Prepared items(CallSite site, CensoredWords.Place place) {
    var list = NamedList.find(site);
    if (list == null) {
      return Addition.rejected();
    }
    var compiled = compiled(site, place);
    return new Prepared.Invoke((_, arguments) -> {
      var words = compiled.of(list.entries());
      return WordListFunctions.all(words.words(), Given.list(arguments[1]), words::all);
    });
  }
}
