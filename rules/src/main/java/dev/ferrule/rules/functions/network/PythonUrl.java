package dev.ferrule.rules.functions.network;

import dev.ferrule.rules.functions.text.PythonStrings;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL as Python's {@code urllib.parse.urlsplit} finds them. Immutable.
 *
 * @param scheme lower case; empty when there is none
 * @param authority what stands between {@code //} and the next slash, question mark or hash
 * @param query empty when there is none
 * @param fragment empty when there is none
 */
record PythonUrl(String scheme, String authority, String path, String query, String fragment) {
  /** The parts, or null where Python finds the URL malformed. */
  static @Nullable PythonUrl parse(String text) {
    String rest = clean(text);
    String scheme = "";
    int colon = rest.indexOf(':');
    if (colon > 0 && isScheme(rest, colon)) {
      scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
      rest = rest.substring(colon + 1);
    }
    String authority = "";
    if (rest.startsWith("//")) {
      int end = endOfAuthority(rest);
      authority = rest.substring(2, end);
      rest = rest.substring(end);
      if (!bracketsAreSound(authority)) {
        return null;
      }
    }
    String fragment = "";
    int hash = rest.indexOf('#');
    if (hash >= 0) {
      fragment = rest.substring(hash + 1);
      rest = rest.substring(0, hash);
    }
    String query = "";
    int mark = rest.indexOf('?');
    if (mark >= 0) {
      query = rest.substring(mark + 1);
      rest = rest.substring(0, mark);
    }
    return normalFormIsSound(authority)
        ? new PythonUrl(scheme, authority, rest, query, fragment)
        : null;
  }

  /** Without control characters at the start, nor tabs and line ends anywhere. */
  private static String clean(String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) <= ' ') {
      start++;
    }
    String rest = text.substring(start);
    for (String unsafe : new String[] {"\t", "\r", "\n"}) {
      rest = rest.replace(unsafe, "");
    }
    return rest;
  }

  private static boolean isScheme(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !other)) {
        return false;
      }
    }
    return true;
  }

  private static int endOfAuthority(String text) {
    for (int i = 2; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return text.length();
  }

  private static boolean bracketsAreSound(String authority) {
    int open = authority.indexOf('[');
    int close = authority.indexOf(']');
    if (open < 0 && close < 0) {
      return true;
    }
    if (open < 0 || close < 0) {
      return false;
    }
    int end = authority.indexOf(']', open);
    String host = authority.substring(open + 1, end < 0 ? authority.length() : end);
    return host.startsWith("v") ? isFutureAddress(host) : IpAddresses.isV6WithScope(host);
  }

  /** {@code v[a-fA-F0-9]+\..+} */
  private static boolean isFutureAddress(String host) {
    int i = 1;
    while (i < host.length() && Character.digit(host.charAt(i), 16) >= 0 && host.charAt(i) < 128) {
      i++;
    }
    return i > 1 && i + 1 < host.length() && host.charAt(i) == '.' && host.indexOf('\n', i + 1) < 0;
  }

  /** No character may turn into a delimiter when it is normalised. */
  private static boolean normalFormIsSound(String authority) {
    boolean ascii = authority.chars().allMatch(c -> c < 0x80);
    if (ascii || Normalizer.isNormalized(authority, Normalizer.Form.NFKC)) {
      return true;
    }
    var plain = new StringBuilder();
    authority.chars().filter(c -> "@:#?".indexOf(c) < 0).forEach(c -> plain.append((char) c));
    String normal = Normalizer.normalize(plain, Normalizer.Form.NFKC);
    return normal.contentEquals(plain) || normal.chars().noneMatch(c -> "/?#@:".indexOf(c) >= 0);
  }

  /** The host in lower case without user and port, or null when there is none. */
  @Nullable String host() {
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int open = host.indexOf('[');
    if (open >= 0) {
      int close = host.indexOf(']', open);
      host = host.substring(open + 1, close < 0 ? host.length() : close);
    } else {
      int colon = host.indexOf(':');
      host = colon < 0 ? host : host.substring(0, colon);
    }
    if (host.isEmpty()) {
      return null;
    }
    int zone = host.indexOf('%');
    return zone < 0
        ? PythonStrings.lower(host)
        : PythonStrings.lower(host.substring(0, zone)) + host.substring(zone);
  }

  /**
   * The URL as text again, as {@code urlunparse} makes it of what {@code urlparse} found: without
   * empty parts.
   */
  String text() {
    var out = new StringBuilder();
    if (!scheme.isEmpty()) {
      out.append(scheme).append(':');
    }
    String plainPath = withoutEmptyParameters();
    if (!authority.isEmpty()) {
      out.append("//").append(authority);
      if (!plainPath.isEmpty() && plainPath.charAt(0) != '/') {
        out.append('/');
      }
    }
    out.append(plainPath);
    if (!query.isEmpty()) {
      out.append('?').append(query);
    }
    if (!fragment.isEmpty()) {
      out.append('#').append(fragment);
    }
    return out.toString();
  }

  /** The first semicolon of the last segment goes when nothing follows it. */
  private String withoutEmptyParameters() {
    int semicolon = path.indexOf(';', Math.max(0, path.lastIndexOf('/')));
    return semicolon >= 0 && semicolon == path.length() - 1 ? path.substring(0, semicolon) : path;
  }
}
