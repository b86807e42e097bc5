package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optional;
import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;
import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.matching.Folding;
import dev.ferrule.rules.matching.PatternSet;
import dev.ferrule.rules.matching.WordSet;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Texts against lists of words and patterns. */
final class WordListFunctions {
  private static final String CATEGORY = "Word lists";

  private static final Parameter LIST =
      constant("list", Type.STR, "Name of a list: the file `lists/<name>.yaml` or `.txt`.");
  private static final Parameter PHRASES =
      required("phrases", Addition.LIST_OF_ANY, "Texts to look in; None is passed over.");
  private static final Parameter CASE_SENSITIVE =
      optionalConstant(
          "case_sensitive", Type.BOOL, false, "Whether capital and small letters differ.");
  private static final Parameter WORD_BOUNDARIES =
      optionalConstant(
          "word_boundaries",
          Type.BOOL,
          true,
          "Whether an entry counts only as a whole word; False finds it inside of words too.");
  private static final Parameter FOLD_ACCENTS =
      optionalConstant(
          "fold_accents",
          Type.BOOL,
          false,
          "Whether accents and compatibility forms do not count; capitals then do not either.");

  private WordListFunctions() {}

  static List<Function> all() {
    return List.of(
        words("ListContains")
            .doc(
                "The first entry of a word list that stands in one of the texts, or None.",
                "Hit: Optional[str] = ListContains(list='slurs', phrases=[PostText])")
            .returns(Type.optional(Type.STR))
            .prepared(site -> inWords(site, WordListFunctions::firstWord)),
        words("ListContainsCount")
            .doc(
                "How many entries of a word list stand in the texts, counted in each text.",
                "Hits = ListContainsCount(list='slurs', phrases=[PostText, Bio])")
            .returns(Type.INT)
            .prepared(site -> inWords(site, WordListFunctions::countWords)),
        words("ListContainsItems")
            .doc(
                "All entries of a word list that stand in one of the texts, in their order.",
                "Words: List[str] = ListContainsItems(list='slurs', phrases=[PostText])")
            .returns(Addition.TEXTS)
            .prepared(site -> inWords(site, WordListFunctions::allWords)),
        simple(),
        patterns("RegexListMatch")
            .alias("RegexListContains")
            .doc(
                "The first pattern of a list that is found in one of the texts, or None.",
                "Hit: Optional[str] = RegexListMatch(list='scams', phrases=[PostText])")
            .returns(Type.optional(Type.STR))
            .prepared(site -> inPatterns(site, WordListFunctions::firstPattern)),
        patterns("RegexListItems")
            .doc(
                "All patterns of a list that are found in one of the texts, in their order.",
                "Hits: List[str] = RegexListItems(list='scams', phrases=[PostText])")
            .returns(Addition.TEXTS)
            .prepared(site -> inPatterns(site, WordListFunctions::allPatterns)),
        Addition.named("InList", CATEGORY)
            .doc(
                "Whether a text is an entry of a list.",
                "Known = InList(list='trusted_domains', value=Domain)")
            .with(LIST, required("value", Type.STR, "The text."), CASE_SENSITIVE)
            .onEvent()
            .prepared(WordListFunctions::inList));
  }

  private static Addition words(String name) {
    return Addition.named(name, CATEGORY)
        .with(LIST, PHRASES, CASE_SENSITIVE, WORD_BOUNDARIES, FOLD_ACCENTS)
        .onEvent();
  }

  private static Addition patterns(String name) {
    return Addition.named(name, CATEGORY).with(LIST, PHRASES, CASE_SENSITIVE).onEvent();
  }

  private static Function simple() {
    return Addition.named("SimpleListContains", CATEGORY)
        .doc(
            "The first word of a list given in the rule that stands in one of the texts, or None.",
            "Hit: Optional[str] = SimpleListContains(list=['sold', 'order'], phrases=[PostText])")
        .with(
            required("list", Addition.TEXTS, "The words."),
            PHRASES,
            optional("cache_name", Type.STR, "", "Has no effect; rules for Osprey give it."),
            CASE_SENSITIVE,
            WORD_BOUNDARIES,
            FOLD_ACCENTS)
        .returns(Type.optional(Type.STR))
        .prepared(site -> {
          var compiled = compiledWords(site);
          return new Prepared.Invoke((_, arguments) ->
              firstWord(compiled.of(Given.texts(arguments[0])), Given.list(arguments[1])));
        });
  }

  private static LastCompiled<WordSet> compiledWords(CallSite site) {
    var folding =
        Given.flag(site.constant("fold_accents"))
            ? Folding.CASE_AND_ACCENTS
            : Given.flag(site.constant("case_sensitive")) ? Folding.EXACT : Folding.CASE;
    var place =
        Given.flag(site.constant("word_boundaries"))
            ? WordSet.Place.WHOLE_WORD
            : WordSet.Place.ANYWHERE;
    return new LastCompiled<>(
        // Osprey shows the entry that it found in small letters unless case counts.
        entries -> WordSet.of(lowered(entries, folding), folding, place));
  }

  private static List<String> lowered(List<String> entries, Folding folding) {
    return folding == Folding.EXACT
        ? entries
        : entries.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).toList();
  }

  /** What to do with the entries and the texts. */
  private interface Search<T> {
    @Nullable Object in(T compiled, List<?> phrases);
  }

  private static Prepared inWords(CallSite site, Search<WordSet> search) {
    var list = NamedList.find(site);
    if (list == null) {
      return Addition.rejected();
    }
    var compiled = compiledWords(site);
    return new Prepared.Invoke(
        (_, arguments) -> search.in(compiled.of(list.entries()), Given.list(arguments[1])));
  }

  private static Prepared inPatterns(CallSite site, Search<PatternSet> search) {
    var list = NamedList.find(site);
    if (list == null) {
      return Addition.rejected();
    }
    var letters =
        Given.flag(site.constant("case_sensitive"))
            ? PythonRegex.Case.SENSITIVE
            : PythonRegex.Case.INSENSITIVE;
    var compiled = new LastCompiled<PatternSet>(entries -> PatternSet.of(entries, letters));
    var problems = compiled.of(list.entries()).problems();
    if (!problems.isEmpty()) {
      site.rejectArgument(
          "list",
          "list `%s` has bad patterns: %s".formatted(site.text("list"), problems.getFirst()));
    }
    return new Prepared.Invoke((_, arguments) -> {
      try {
        return search.in(compiled.of(list.entries()), Given.list(arguments[1]));
      } catch (FerruleException e) {
        return Failure.unexpected("TimeoutError", String.valueOf(e.getMessage()));
      }
    });
  }

  private static @Nullable Object firstWord(WordSet words, List<?> phrases) {
    return first(words.words(), phrases, words::first);
  }

  private static @Nullable Object firstPattern(PatternSet patterns, List<?> phrases) {
    return first(patterns.patterns(), phrases, patterns::first);
  }

  static @Nullable Object first(List<String> entries, List<?> phrases, ToIntFunction<String> find) {
    for (var phrase : phrases) {
      int found = phrase == null ? -1 : find.applyAsInt(Given.text(phrase));
      if (found >= 0) {
        return entries.get(found);
      }
    }
    return null;
  }

  private static Object countWords(WordSet words, List<?> phrases) {
    long count = 0;
    for (var phrase : phrases) {
      count += phrase == null ? 0 : words.all(Given.text(phrase)).cardinality();
    }
    return count;
  }

  private static Object allWords(WordSet words, List<?> phrases) {
    return all(words.words(), phrases, words::all);
  }

  private static Object allPatterns(PatternSet patterns, List<?> phrases) {
    return all(patterns.patterns(), phrases, patterns::all);
  }

  static Object all(
      List<String> entries, List<?> phrases, java.util.function.Function<String, BitSet> find) {
    var found = new BitSet();
    for (var phrase : phrases) {
      if (phrase != null) {
        found.or(find.apply(Given.text(phrase)));
      }
    }
    var items = new ArrayList<String>();
    found.stream().forEach(number -> items.add(entries.get(number)));
    return Bounded.list(items);
  }

  private static Prepared inList(CallSite site) {
    var list = NamedList.find(site);
    if (list == null) {
      return Addition.rejected();
    }
    var folding = Given.flag(site.constant("case_sensitive")) ? Folding.EXACT : Folding.CASE;
    var compiled = new LastCompiled<Set<String>>(entries -> Set.copyOf(folded(entries, folding)));
    Body body =
        (_, arguments) ->
            compiled.of(list.entries()).contains(folding.fold(Given.text(arguments[1])));
    return new Prepared.Invoke(body);
  }

  private static List<String> folded(List<String> entries, Folding folding) {
    return entries.stream().map(folding::fold).toList();
  }
}
