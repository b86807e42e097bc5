package dev.ferrule.rules.functions.engine;

import java.util.regex.Pattern;

/**
 * A shell pattern of {@code *}, {@code ?} and {@code [set]}, where slashes are like any character.
 * Immutable, thread-safe.
 *
 * <p>Source: the fnmatch module of Python 3.11.
 */
final class Glob {
  private final Pattern pattern;

  Glob(String glob) {
    var out = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int end = c == '[' ? endOfSet(glob, i) : -1;
      if (end > 0) {
        appendSet(out, glob.substring(i + 1, end));
        i = end;
      } else {
        switch (c) {
          case '*' -> out.append(".*");
          case '?' -> out.append('.');
          default -> out.append(Pattern.quote(String.valueOf(c)));
        }
      }
    }
    pattern = Pattern.compile(out.toString(), Pattern.DOTALL);
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** Where the bracket closes, or -1 when it stands for itself. */
  private static int endOfSet(String glob, int open) {
    int first = open + 1;
    if (first < glob.length() && glob.charAt(first) == '!') {
      first++;
    }
    // A closing bracket right at the start is a member of the set.
    return glob.indexOf(']', first + 1);
  }

  private static void appendSet(StringBuilder out, String set) {
    out.append('[');
    for (int i = 0; i < set.length(); i++) {
      char c = set.charAt(i);
      if (i == 0 && c == '!') {
        out.append('^');
      } else if (c == '-' && i > 0 && i < set.length() - 1) {
        out.append('-');
      } else {
        out.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
      }
    }
    out.append(']');
  }
}
