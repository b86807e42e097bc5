package dev.ferrule.rules.matching;

import org.jspecify.annotations.Nullable;

/**
 * What a character of a text may stand for when its author hides a word. Immutable.
 *
 * @param letters the code points it may be, at most three
 * @param flags the sum of the constants below
 */
record Roles(int[] letters, int flags) {
  /** May stand between two letters of a word. */
  static final int SEPARATOR = 1;

  /** May stand for any one vowel. */
  static final int VOWEL = 2;

  static final int SPACE = 4;

  /** Is a letter or a number, so that a word does not end beside it. */
  static final int IN_WORD = 8;

  /** Is not seen at all. */
  static final int INVISIBLE = 16;

  private static final int[] NONE = {};
  private static final Roles[] ASCII = new Roles[128];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = ascii(c);
    }
  }

  /** Filled as characters are met; two threads may fill a place alike. */
  private static final @Nullable Roles[] MET = new @Nullable Roles[0x10000];

  static Roles of(int codePoint) {
    if (codePoint < 128) {
      return ASCII[codePoint];
    }
    if (codePoint >= MET.length) {
      return find(codePoint);
    }
    var met = MET[codePoint];
    if (met == null) {
      met = find(codePoint);
      MET[codePoint] = met;
    }
    return met;
  }

  private static Roles find(int codePoint) {
    if (Words.isSpace(codePoint)) {
      return new Roles(NONE, SPACE);
    }
    int letter = Lookalikes.fold(codePoint);
    if (letter < 0) {
      return new Roles(NONE, INVISIBLE);
    }
    var folded = letter < 128 ? ASCII[letter] : new Roles(new int[] {letter}, 0);
    boolean separates = "·•‧・…–—‘’“”«»~´".indexOf(codePoint) >= 0;
    int flags = folded.flags & ~IN_WORD & ~SPACE;
    return new Roles(
        folded.letters,
        flags | (separates ? SEPARATOR : 0) | (Words.isWordCharacter(codePoint) ? IN_WORD : 0));
  }

  private static Roles ascii(int c) {
    String letters = String.valueOf((char) c).toLowerCase(java.util.Locale.ROOT) + leet(c);
    int flags = 0;
    if (Words.isSpace(c)) {
      return new Roles(NONE, SPACE);
    }
    if (Character.isLetterOrDigit(c)) {
      flags |= IN_WORD;
    } else if (c > ' ' && c < 127) {
      flags |= SEPARATOR;
    } else {
      return new Roles(NONE, INVISIBLE);
    }
    if ("*_-".indexOf(c) >= 0) {
      flags |= VOWEL;
    }
    return new Roles(letters.chars().toArray(), flags);
  }

  private static String leet(int c) {
    return switch (c) {
      case '0' -> "o";
      case '1' -> "il";
      case '2' -> "z";
      case '3' -> "e";
      case '4', '@', '^' -> "a";
      case '5', '$' -> "s";
      case '6', '9' -> "g";
      case '7', '+' -> "t";
      case '8' -> "b";
      case '!' -> "i";
      case '|' -> "il";
      case '(', '<', '[', '{' -> "c";
      default -> "";
    };
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  boolean mayBe(int letter) {
    for (int candidate : letters) {
      if (candidate == letter) {
        return true;
      }
    }
    return has(VOWEL) && "aeiou".indexOf(letter) >= 0;
  }
}
