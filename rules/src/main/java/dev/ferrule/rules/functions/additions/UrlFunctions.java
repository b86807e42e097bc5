package dev.ferrule.rules.functions.additions;

import static dev.ferrule.rules.functions.additions.Addition.required;

import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.matching.Domains;
import dev.ferrule.rules.types.Type;
import java.util.LinkedHashSet;
import java.util.List;

/** Domains in texts, and the parts of URLs. */
final class UrlFunctions {
  private static final String CATEGORY = "URLs";
  private static final Parameter URL = required("url", Type.STR, "The URL.");

  private UrlFunctions() {}

  static List<Function> all() {
    return List.of(
        Addition.named("ExtractDomains", CATEGORY)
            .doc(
                "Every domain in a text, with or without `https://`, in small letters, each once.",
                "Domains: List[str] = ExtractDomains(s=PostText)")
            .with(TextFunctions.S)
            .returns(Addition.TEXTS)
            .by((_, arguments) -> Bounded.list(Domains.find(Given.text(arguments[0])))),
        Addition.named("ExtractListDomains", CATEGORY)
            .doc(
                "Every domain in the texts of a list, each once.",
                "Domains: List[str] = ExtractListDomains(list=Links)")
            .with(required("list", Addition.TEXTS, "The texts."))
            .returns(Addition.TEXTS)
            .by((_, arguments) -> {
              var found = new LinkedHashSet<String>();
              Given.texts(arguments[0]).forEach(text -> Domains.find(text, found));
              return Bounded.list(found);
            }),
        Addition.named("RootDomain", CATEGORY)
            .doc(
                "The last two labels of a domain, whatever suffix it is under.",
                "Root: str = RootDomain(domain='news.example.com')")
            .with(required("domain", Type.STR, "The domain."))
            .returns(Type.STR)
            .by((_, arguments) -> Domains.lastTwoLabels(Given.text(arguments[0]))),
        Addition.named("UrlHost", CATEGORY)
            .doc(
                "The host of a URL in small letters, without user and port, or None.",
                "Host: Optional[str] = UrlHost(url=Link)")
            .with(URL)
            .returns(Type.optional(Type.STR))
            .by((_, arguments) -> Domains.host(Given.text(arguments[0]))),
        Addition.named("UrlPath", CATEGORY)
            .doc(
                "The path of a URL, `/` when it has none, or None when it has no host.",
                "Path: Optional[str] = UrlPath(url=Link)")
            .with(URL)
            .returns(Type.optional(Type.STR))
            .by((_, arguments) -> Domains.path(Given.text(arguments[0]))),
        Addition.named("UrlParameter", CATEGORY)
            .doc(
                "The first value of a parameter in a URL's query, decoded, or None.",
                "Ref: Optional[str] = UrlParameter(url=Link, name='ref')")
            .with(URL, required("name", Type.STR, "The name of the parameter."))
            .returns(Type.optional(Type.STR))
            .by((_, arguments) ->
                Domains.parameter(Given.text(arguments[0]), Given.text(arguments[1]))));
  }
}
