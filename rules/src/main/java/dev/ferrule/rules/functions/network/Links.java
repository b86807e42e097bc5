package dev.ferrule.rules.functions.network;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.functions.text.PythonStrings;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The links of a text, each once, in the order in which they first stand there. */
final class Links {
  private static final Parameter S =
      Parameter.of("s", Type.STR, "The text; links start with http:// or https://.");

  private Links() {}

  static Function domains() {
    return DomainFunctions.pure(
        "StringExtractDomains",
        "Domains",
        "Returns the host of each link in a text.",
        List.of(S),
        Type.listOf(Type.STR),
        "LinkHosts = StringExtractDomains(s=PostText)",
        (event, arguments) -> {
          Set<String> hosts = new LinkedHashSet<>();
          for (PythonUrl link : find(Arguments.text(arguments, 0))) {
            hosts.add(withoutPort(link.authority()));
          }
          return List.copyOf(hosts);
        });
  }

  static Function urls() {
    return DomainFunctions.pure(
        "StringExtractURLs",
        "Domains",
        "Returns each link in a text.",
        List.of(S),
        Type.listOf(Type.STR),
        "Links = StringExtractURLs(s=PostText)",
        (event, arguments) -> {
          Set<String> urls = new LinkedHashSet<>();
          for (PythonUrl link : find(Arguments.text(arguments, 0))) {
            urls.add(link.text());
          }
          return List.copyOf(urls);
        });
  }

  private static String withoutPort(String authority) {
    if (authority.startsWith("[")) {
      int close = authority.indexOf(']');
      if (close >= 0) {
        return authority.substring(0, close + 1);
      }
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  private static List<PythonUrl> find(String s) {
    var links = new ArrayList<PythonUrl>();
    int at = s.indexOf("http");
    while (at >= 0) {
      int end = endOfLink(s, at);
      if (end > 0) {
        PythonUrl link = PythonUrl.parse(s.substring(at, end));
        if (link != null && !link.authority().isEmpty()) {
          links.add(link);
        }
      }
      at = s.indexOf("http", Math.max(end, at + 1));
    }
    return links;
  }

  /** Where the link that may start here ends, or -1 when none does. */
  private static int endOfLink(String s, int start) {
    int i = start + "http".length();
    if (i < s.length() && s.charAt(i) == 's') {
      i++;
    }
    if (!s.startsWith("://", i)) {
      return -1;
    }
    i += 3;
    if (i >= s.length() || s.charAt(i) == '/' || PythonStrings.isSpace(s.charAt(i))) {
      return -1;
    }
    i += Character.charCount(s.codePointAt(i));
    int end = i;
    while (end < s.length() && isWithinLink(s.charAt(end))) {
      end++;
    }
    return end > i ? end : -1;
  }

  private static boolean isWithinLink(char c) {
    return c != ')' && c != '>' && !PythonStrings.isSpace(c);
  }
}
