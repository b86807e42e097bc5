package dev.ferrule.rules.functions.network;

import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Cookie header as Python's {@code http.cookies.BaseCookie} reads it, which leaves the quotes of
 * a value as they are. Stateless.
 */
final class Cookies {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "expires",
          "path",
          "comment",
          "domain",
          "max-age",
          "secure",
          "httponly",
          "version",
          "samesite");

  private static final Set<String> FLAGS = Set.of("secure", "httponly");

  private static final String KEY_CHARS = "\\w!#%&'~`><@,:/$*+\\-.^|)(?}{=";

  private static final Pattern COOKIE =
      Pattern.compile(
          "\\s*(?<key>["
              + KEY_CHARS
              + "]+?)(?:\\s*=\\s*(?<value>\"[^\\\\\"]*+(?:\\\\.[^\\\\\"]*+)*+\""
              + "|\\w{3},\\s[\\w\\s-]{9,11}\\s[\\d:]{8}\\sGMT"
              + "|["
              + KEY_CHARS
              + "\\[\\]]*))?\\s*(?:\\s+|;|$)",
          Pattern.UNIX_LINES);

  private static final Pattern LEGAL_KEY = Pattern.compile("[\\w!#$%&'*+\\-.^`|~:]+");

  private Cookies() {}

  /** The value of a cookie, the last one of that name; a Failure when there is none. */
  static Object find(String header, String name) {
    Matcher matcher = COOKIE.matcher(header);
    String found = null;
    String illegal = null;
    boolean seen = false;
    int at = 0;
    while (at < header.length() && matcher.region(at, header.length()).lookingAt()) {
      String key = matcher.group("key");
      String value = matcher.group("value");
      at = matcher.end();
      if (key.startsWith("$")) {
        illegal = seen && illegal == null ? wrongAttribute(key) : illegal;
        continue;
      }
      String lower = key.toLowerCase(Locale.ROOT);
      if (ATTRIBUTES.contains(lower)) {
        if (!seen || (value == null && !FLAGS.contains(lower))) {
          return Failure.EXPECTED;
        }
        continue;
      }
      if (value == null) {
        return Failure.EXPECTED;
      }
      seen = true;
      if (illegal == null && !LEGAL_KEY.matcher(key).matches()) {
        illegal = "Illegal key " + PythonText.repr(key);
      }
      if (key.equals(name)) {
        found = value;
      }
    }
    if (illegal != null) {
      return Failure.unexpected("CookieError", illegal);
    }
    return found == null ? Failure.EXPECTED : found;
  }

  private static @Nullable String wrongAttribute(String key) {
    String attribute = key.substring(1).toLowerCase(Locale.ROOT);
    return ATTRIBUTES.contains(attribute)
        ? null
        : "Invalid attribute " + PythonText.repr(attribute);
  }
}
