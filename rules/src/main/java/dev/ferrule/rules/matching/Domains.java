package dev.ferrule.rules.matching;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Domains and the parts of URLs in text. Stateless; time grows with the text. */
public final class Domains {
  private static final int LONGEST_LABEL = 63;

  private Domains() {}

  /**
   * Adds every domain that stands in the text, with or without a scheme: lower-case, without {@code
   * www.}, each once, in order. A domain has two labels of ASCII letters, digits and hyphens or
   * more, the last of letters alone; its path may hold others, which do not count.
   */
  public static void find(String text, Set<String> found) {
    int at = 0;
    while (at < text.length()) {
      if (!isLabelCharacter(text.charAt(at)) || text.charAt(at) == '-') {
        at++;
        continue;
      }
      var run = Run.from(text, at);
      if (run.domainEnd() > at) {
        found.add(withoutWww(text.substring(at, run.domainEnd()).toLowerCase(Locale.ROOT)));
        at = afterPath(text, run.domainEnd());
      } else {
        at = Math.max(run.end(), at + 1);
      }
    }
  }

  /** The domains of one text. */
  public static Set<String> find(String text) {
    var found = new LinkedHashSet<String>();
    find(text, found);
    return found;
  }

  private static boolean isLabelCharacter(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-';
  }

  private static int afterPath(String text, int domainEnd) {
    int at = domainEnd;
    if (at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == ':')) {
      while (at < text.length() && !Words.isSpace(text.charAt(at))) {
        at++;
      }
    }
    return at;
  }

  /**
   * Labels with dots between them.
   *
   * @param domainEnd where the longest domain from the start ends; the start when there is none
   * @param end where the first thing that is no label ends, before which no other domain starts
   */
  private record Run(int domainEnd, int end) {
    static Run from(String text, int start) {
      int domainEnd = start;
      int label = start;
      int at = start;
      while (true) {
        while (at < text.length() && isLabelCharacter(text.charAt(at))) {
          at++;
        }
        if (!isLabel(text, label, at)) {
          return new Run(domainEnd, at);
        }
        if (label > start && isTopLevel(text, label, at)) {
          domainEnd = at;
        }
        if (at == text.length() || text.charAt(at) != '.') {
          return new Run(domainEnd, at);
        }
        at++;
        label = at;
      }
    }
  }

  private static boolean isLabel(String text, int start, int end) {
    return end > start
        && end - start <= LONGEST_LABEL
        && text.charAt(start) != '-'
        && text.charAt(end - 1) != '-';
  }

  private static boolean isTopLevel(String text, int start, int end) {
    if (end - start < 2) {
      return false;
    }
    for (int at = start; at < end; at++) {
      if ((text.charAt(at) | 0x20) < 'a' || (text.charAt(at) | 0x20) > 'z') {
        return false;
      }
    }
    return true;
  }

  private static String withoutWww(String domain) {
    return domain.startsWith("www.") && domain.indexOf('.', 4) > 0 ? domain.substring(4) : domain;
  }

  /** The last two labels of a domain; the domain itself when it has one. */
  public static String lastTwoLabels(String domain) {
    int last = domain.lastIndexOf('.');
    return last < 0 ? domain : domain.substring(domain.lastIndexOf('.', last - 1) + 1);
  }

  /** The host of a URL, lower-case, without user and port; null when it has none. */
  public static @Nullable String host(String url) {
    int start = authority(url);
    if (start < 0) {
      return null;
    }
    int end = firstOf(url, start, "/?#\\");
    int user = url.lastIndexOf('@', end - 1);
    int from = user >= start ? user + 1 : start;
    int to;
    if (from < end && url.charAt(from) == '[') {
      int bracket = url.indexOf(']', from);
      to = bracket < 0 || bracket >= end ? end : bracket + 1;
    } else {
      int port = url.indexOf(':', from);
      to = port < 0 || port > end ? end : port;
    }
    return to > from ? url.substring(from, to).toLowerCase(Locale.ROOT) : null;
  }

  /** The path of a URL, {@code /} when it has a host and no path; null when it has no host. */
  public static @Nullable String path(String url) {
    int start = authority(url);
    if (start < 0) {
      return null;
    }
    int from = firstOf(url, start, "/?#");
    String path = url.substring(from, firstOf(url, from, "?#"));
    return path.isEmpty() ? "/" : path;
  }

  /** The first parameter of a name in a URL's query, decoded; null when there is none. */
  public static @Nullable String parameter(String url, String name) {
    int start = url.indexOf('?');
    int fragment = url.indexOf('#');
    if (start < 0 || (fragment >= 0 && fragment < start)) {
      return null;
    }
    int end = fragment < 0 ? url.length() : fragment;
    int at = start + 1;
    while (at <= end) {
      int stop = firstOf(url, at, "&#");
      int equals = url.indexOf('=', at);
      boolean has = equals >= 0 && equals < stop;
      if (PercentCode.decode(url.substring(at, has ? equals : stop)).equals(name)) {
        return has ? PercentCode.decode(url.substring(equals + 1, stop)) : "";
      }
      at = stop + 1;
    }
    return null;
  }

  private static int authority(String url) {
    int scheme = url.indexOf("://");
    if (scheme > 0 && scheme < firstOf(url, 0, "/?#")) {
      return scheme + 3;
    }
    return url.startsWith("//") ? 2 : -1;
  }

  private static int firstOf(String url, int from, String stops) {
    int at = from;
    while (at < url.length() && stops.indexOf(url.charAt(at)) < 0) {
      at++;
    }
    return at;
  }
}
