package dev.ferrule.server.answer;

import java.util.regex.Pattern;

/** Takes Markdown's marks out of a sentence, so that an answer reads as words. */
final class PlainWords {
  private static final Pattern BULLET = Pattern.compile("^\\s*(?:[-*+•]|\\d{1,3}[.)])\\s+");
  private static final Pattern HEADING = Pattern.compile("^\\s*#{1,6}\\s+");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]{1,200})\\]\\([^)\\s]{1,500}\\)");
  private static final Pattern EMPHASIS =
      Pattern.compile("\\*\\*|__|`|(?<!\\w)[*_](?=\\w)|(?<=\\w)[*_](?!\\w)");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private PlainWords() {}

  static String of(String sentence) {
    String plain = HEADING.matcher(BULLET.matcher(sentence).replaceFirst("")).replaceFirst("");
    plain = EMPHASIS.matcher(LINK.matcher(plain).replaceAll("$1")).replaceAll("");
    plain = SPACE.matcher(plain).replaceAll(" ").strip();
    if (plain.startsWith("|") || plain.contains(" | ")) {
      plain = plain.replaceAll("^\\|\\s*|\\s*\\|$", "").replaceAll("\\s*\\|\\s*", ", ");
    }
    return plain;
  }
}
