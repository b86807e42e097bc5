package dev.ferrule.model;

/**
 * Converts UTF-16 offsets of one text to code point offsets, which is what the wire carries, so
 * that a Python slice of the same text works. Offsets must be asked for in ascending order for O(n)
 * time in all; going back restarts the count. Confined to one thread.
 */
public final class CodePoints {
  private final String text;
  private int atChars;
  private int atCodePoints;

  public CodePoints(String text) {
    this.text = text;
  }

  /** The code points before {@code offsetChars}. */
  public int at(int offsetChars) {
    if (offsetChars < atChars) {
      atChars = 0;
      atCodePoints = 0;
    }
    atCodePoints += text.codePointCount(atChars, offsetChars);
    atChars = offsetChars;
    return atCodePoints;
  }
}
