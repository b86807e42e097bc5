package dev.ferrule.text.extract;

/** Runs of white space to single spaces. */
final class Whitespace {
  private Whitespace() {}

  /** The text with each run of white space as one space, and none at its ends. */
  static String collapse(CharSequence text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      appendCollapsed(out, text.charAt(i));
    }
    while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  /** Appends a character; white space only where it separates. Keeps line ends already there. */
  static void appendCollapsed(StringBuilder out, char c) {
    if (c == '\u200b' || c == '\ufeff' || c == '\u00ad') {
      return;
    }
    if (!LineIndex.isWhite(c)) {
      out.append(c);
    } else if (!out.isEmpty() && !LineIndex.isWhite(out.charAt(out.length() - 1))) {
      out.append(' ');
    }
  }
}
