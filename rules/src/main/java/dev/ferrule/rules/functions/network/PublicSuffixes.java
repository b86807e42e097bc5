package dev.ferrule.rules.functions.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Public Suffix List: under which names the public can register. Immutable, thread-safe.
 *
 * <p>Source: publicsuffix.org/list, both of its parts. Unlike there, a name under no rule has no
 * suffix.
 */
final class PublicSuffixes {
  private static final String RESOURCE = "public-suffixes.txt";

  private PublicSuffixes() {}

  /** Read when a function first needs it: a rule set may do without. */
  private static final class Loaded {
    static final Label ROOT = load();
  }

  /** One label of a rule, and those that may stand before it. */
  private static final class Label {
    final Map<String, Label> before = new HashMap<>(2);
    @Nullable String exception;
    boolean ends;
  }

  private static Label load() {
    var root = new Label();
    try (var in = Objects.requireNonNull(PublicSuffixes.class.getResourceAsStream(RESOURCE));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty() && !line.startsWith("//")) {
          add(root, line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return root;
  }

  private static void add(Label root, String rule) {
    Label label = root;
    int end = rule.length();
    while (end >= 0) {
      int dot = rule.lastIndexOf('.', end - 1);
      String part = rule.substring(dot + 1, end);
      if (part.startsWith("!")) {
        // The rest of an exception is a suffix in its own right.
        label.exception = part.substring(1);
        break;
      }
      label = label.before.computeIfAbsent(part, name -> new Label());
      end = dot;
    }
    label.ends = true;
  }

  /**
   * The suffix of a URL's host, or of a bare name, as {@code co.uk}; the host itself when it is a
   * suffix; null when it has none.
   */
  static @Nullable String find(String url) {
    String host = host(url);
    if (host == null) {
      return null;
    }
    int length = host.length();
    while (length > 0 && host.charAt(length - 1) == '.') {
      length--;
    }
    String name = host.substring(0, length);
    String suffix = suffix(name);
    return name.equals(suffix) ? host : suffix;
  }

  /** The host of a URL or of a bare name, in lower case; null when there is none. */
  static @Nullable String host(String url) {
    boolean absolute =
        url.startsWith("//") || url.startsWith("http://") || url.startsWith("https://");
    PythonUrl parsed = PythonUrl.parse(absolute ? url : "https://" + url);
    return parsed == null ? null : parsed.host();
  }

  private static @Nullable String suffix(String host) {
    Label label = Loaded.ROOT;
    int start = -1;
    int end = host.length();
    while (end >= 0) {
      int dot = host.lastIndexOf('.', end - 1);
      String part = host.substring(dot + 1, end);
      if (part.equals(label.exception)) {
        break;
      }
      Label next = label.before.get(part);
      if (next == null) {
        next = label.before.get("*");
      }
      if (next == null) {
        break;
      }
      label = next;
      end = dot;
      if (label.ends) {
        start = dot + 1;
      }
    }
    return start < 0 ? null : host.substring(start);
  }
}
