package dev.ferrule.rules.personal;

/** Identifiers made of digits. Each method gives the end of one that begins at a place, or 0. */
final class Numbers {
  private static final int FEWEST_CARD_DIGITS = 13;
  private static final int MOST_CARD_DIGITS = 19;
  private static final int FEWEST_IBAN_CHARS = 15;
  private static final int MOST_IBAN_CHARS = 34;
  private static final int FEWEST_PHONE_DIGITS = 9;
  private static final int MOST_PHONE_DIGITS = 15;
  private static final int MOST_PHONE_CHARS = 40;

  private Numbers() {}

  /** 13 to 19 digits in groups, whose check digit fits (Luhn; ISO/IEC 7812-1, annex B). */
  static int card(String text, int start) {
    int first = digit(text, start);
    if (first < 2 || first > 6) { // what payment cards begin with
      return 0;
    }
    /* A date may follow, so each end of a group is tried, and the longest that fits is it. */
    var digits = new int[MOST_CARD_DIGITS];
    int count = 0;
    int best = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = digit(text, i);
      if (digit >= 0) {
        if (count == MOST_CARD_DIGITS) {
          break;
        }
        digits[count++] = digit;
        boolean ends = i + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(i + 1));
        if (ends && count >= FEWEST_CARD_DIGITS && passesLuhn(digits, count)) {
          best = i + 1;
        }
      } else if (!separates(text, i, " -")) {
        break;
      }
    }
    return best;
  }

  private static boolean passesLuhn(int[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i];
      int weighed = i % 2 == 0 ? digit : digit * 2;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }

  /** Two letters, two check digits, and up to 30 more (ISO 13616), in groups or not. */
  static int iban(String text, int start) {
    if (start + 4 > text.length()
        || !isAsciiLetter(text.charAt(start))
        || !isAsciiLetter(text.charAt(start + 1))
        || digit(text, start + 2) < 0
        || digit(text, start + 3) < 0) {
      return 0;
    }
    /* A word may follow a blank, so each end of a group is tried, and the longest that fits is it. */
    var plain = new StringBuilder();
    int best = 0;
    for (int i = start; i < text.length() && plain.length() < MOST_IBAN_CHARS; i++) {
      char c = text.charAt(i);
      int digit = digit(text, i);
      if (digit >= 0 || isAsciiLetter(c)) {
        plain.append(digit >= 0 ? (char) ('0' + digit) : Character.toUpperCase(c));
        boolean ends = i + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(i + 1));
        if (ends && plain.length() >= FEWEST_IBAN_CHARS && passesMod97(plain)) {
          best = i + 1;
        }
      } else if (!separates(text, i, " -")) {
        break;
      }
    }
    return best;
  }

  private static boolean passesMod97(CharSequence plain) {
    int rest = 0;
    for (int i = 0; i < plain.length(); i++) {
      int value = Character.digit(plain.charAt((i + 4) % plain.length()), 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
  }

  /** 9 to 15 digits after a plus, a zero or a bracket, in groups or not. */
  static int phone(String text, int start) {
    char first = text.charAt(start);
    if (first != '+' && first != '(' && digit(text, start) != 0) {
      return 0;
    }
    int count = 0;
    int end = 0;
    for (int i = start; i < Math.min(text.length(), start + MOST_PHONE_CHARS); i++) {
      if (digit(text, i) >= 0) {
        count++;
        end = i + 1;
      } else if (i > start && !separates(text, i, " -()./")) {
        break;
      }
    }
    boolean goesOn = end < text.length() && Character.isLetter(text.charAt(end));
    return count >= FEWEST_PHONE_DIGITS && count <= MOST_PHONE_DIGITS && !goesOn ? end : 0;
  }

  /** One of these between digits or brackets, where no other stands before it but a bracket. */
  private static boolean separates(String text, int at, String separators) {
    char c = text.charAt(at);
    char before = at == 0 ? ' ' : text.charAt(at - 1);
    return separators.indexOf(c) >= 0
        && (Character.isLetterOrDigit(before) || before == ')' || c == '(' || before == '(');
  }

  /** The value of a digit of any script, or -1. */
  private static int digit(String text, int at) {
    char c = text.charAt(at);
    return c >= '0' && c <= '9' ? c - '0' : c < 128 ? -1 : Character.digit(c, 10);
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
