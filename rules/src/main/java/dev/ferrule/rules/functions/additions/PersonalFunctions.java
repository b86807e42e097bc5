package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;
import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.personal.PersonalFinder;
import dev.ferrule.rules.personal.PersonalKind;
import dev.ferrule.rules.types.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Personal identifiers in texts. */
final class PersonalFunctions {
  private static final String CATEGORY = "Personal data";
  private static final Parameter TEXT = required("text", Type.STR, "The text.");
  private static final List<String> ALL =
      Stream.of(PersonalKind.values()).map(PersonalKind::text).toList();

  private PersonalFunctions() {}

  static List<Function> all() {
    return List.of(
        Addition.named("FindPersonal", CATEGORY)
            .doc(
                "Which kinds of personal identifiers stand in a text, each once: email, phone, card"
                    + " (with its check digit), iban (with its check digits), ip.",
                "Kinds: List[str] = FindPersonal(text=PostText)")
            .with(TEXT)
            .returns(Addition.TEXTS)
            .by((_, arguments) ->
                PersonalFinder.kinds(Given.text(arguments[0])).stream()
                    .map(PersonalKind::text)
                    .toList()),
        Addition.named("MaskPersonal", CATEGORY)
            .doc(
                "The text with `[email]`, `[card]` and so on in the place of personal identifiers.",
                "Masked = MaskPersonal(text=PostText, kinds=['email', 'card'])")
            .with(
                TEXT,
                optionalConstant(
                    "kinds", Addition.TEXTS, ALL, "Which kinds to mask; all by default."))
            .returns(Type.STR)
            .prepared(PersonalFunctions::mask));
  }

  private static Prepared mask(CallSite site) {
    var kinds = EnumSet.noneOf(PersonalKind.class);
    for (String name : Given.texts(site.constant("kinds"))) {
      if (!ALL.contains(name)) {
        site.rejectArgument(
            "kinds", "expected one of %s, found `%s`".formatted(String.join(", ", ALL), name));
        return Addition.rejected();
      }
      kinds.add(PersonalKind.valueOf(name.toUpperCase(java.util.Locale.ROOT)));
    }
    return new Prepared.Invoke((_, arguments) -> masked(Given.text(arguments[0]), kinds));
  }

  private static @Nullable Object masked(String text, EnumSet<PersonalKind> kinds) {
    return Bounded.text(PersonalFinder.mask(text, kinds));
  }
}
