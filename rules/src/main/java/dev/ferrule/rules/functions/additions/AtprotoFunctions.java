package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The AT protocol's addresses, and what its records mark in their text. */
final class AtprotoFunctions {
  private static final String CATEGORY = "AT protocol";
  private static final JsonPath FACETS = JsonPath.parse("$.operation.record.facets");

  /** The repository of an {@code at://} URI; each part is of its own characters, so linear. */
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "(?:at://)?(did:[a-z0-9:%-]++|[a-z0-9][a-z0-9.:-]*+)(?:/[^?#\\s]*+)?"
              + "(?:\\?[^#\\s]++)?(?:#\\S++)?",
          Pattern.CASE_INSENSITIVE);

  private AtprotoFunctions() {}

  static List<Function> all() {
    return List.of(
        Addition.named("DidFromUri", CATEGORY)
            .doc(
                "The repository of an `at://` URI, as `did:plc:...`, or None for None.",
                "Did: Optional[str] = DidFromUri(uri=Subject)")
            .with(required("uri", Type.optional(Type.STR), "The URI or None."))
            .returns(Type.optional(Type.STR))
            .by((_, arguments) -> repository(arguments[0])),
        facets("LinksFromFacets", "link", "uri", "The links", "Links"),
        facets("MentionsFromFacets", "mention", "did", "The mentioned accounts", "Dids"),
        facets("TagsFromFacets", "tag", "tag", "The tags", "Tags"));
  }

  private static @Nullable Object repository(@Nullable Object uri) {
    if (uri == null) {
      return null;
    }
    var matcher = REPOSITORY.matcher(Given.text(uri));
    return matcher.matches()
        ? matcher.group(1)
        : Failure.unexpected("ValueError", "expected an at:// URI, found another text");
  }

  private static Function facets(
      String name, String kind, String key, String what, String feature) {
    String type = "app.bsky.richtext.facet#" + kind;
    return Addition.named(name, CATEGORY)
        .doc(
            what + " that the facets of the event's record mark, in small letters.",
            "%s: List[str] = %s()".formatted(feature, name))
        .returns(Addition.TEXTS)
        .onEvent()
        .prepared(_ ->
            new Prepared.Invoke(
                (event, _) -> marked(event.json(FACETS), type, key), List.of(FACETS)));
  }

  private static Object marked(@Nullable Object facets, String type, String key) {
    var found = new ArrayList<String>();
    for (var facet : Given.list(facets)) {
      // As rules for Osprey know it: a facet without features ends the search.
      if (!(facet instanceof Map<?, ?> map) || !(map.get("features") instanceof List<?> features)) {
        break;
      }
      for (var feature : features) {
        if (feature instanceof Map<?, ?> fields
            && type.equals(fields.get("$type"))
            && fields.get(key) instanceof String value) {
          found.add(value.toLowerCase(Locale.ROOT));
        }
      }
    }
    return Bounded.list(found);
  }
}
