package dev.ferrule.rules.personal;

/** Addresses of mail and hosts. Each method gives the end of one that begins at a place, or 0. */
final class Addresses {
  private static final int MOST_LOCAL_CHARS = 64;
  private static final int MOST_DOMAIN_CHARS = 253;
  private static final int MOST_IP_CHARS = 45;

  private Addresses() {}

  /** An address of mail in its everyday form; the local part may be of any script. */
  static int email(String text, int start) {
    int at = start;
    while (at < text.length() && at - start <= MOST_LOCAL_CHARS && isLocal(text.charAt(at))) {
      at++;
    }
    if (at == start || at >= text.length() || !isAt(text.charAt(at))) {
      return 0;
    }
    int end = at + 1;
    int best = 0;
    int letters = 0;
    boolean dotted = false;
    while (end < text.length() && end - at <= MOST_DOMAIN_CHARS) {
      char c = text.charAt(end);
      if (c == '.' && text.charAt(end - 1) != '.' && end > at + 1) {
        letters = 0;
        dotted = true;
      } else if (Character.isLetter(c)) {
        letters++;
        best = letters >= 2 && dotted ? end + 1 : best;
      } else if (Character.isDigit(c) || c == '-') {
        letters = 0;
      } else {
        break;
      }
      end++;
    }
    return best;
  }

  private static boolean isAt(char c) {
    return c == '@' || c == '\uff20';
  }

  private static boolean isLocal(char c) {
    return Character.isLetterOrDigit(c) || "._%+-'".indexOf(c) >= 0;
  }

  /** IPv4 as four numbers, or IPv6 in any of its forms but the one that ends in IPv4. */
  static int ip(String text, int start) {
    if (start > 1 && text.charAt(start - 1) == '.' && Character.isDigit(text.charAt(start - 2))) {
      return 0; // inside of a longer number of a version
    }
    int end = start;
    int dots = 0;
    int colons = 0;
    while (end < text.length() && end - start <= MOST_IP_CHARS) {
      char c = text.charAt(end);
      if (c == '.') {
        dots++;
      } else if (c == ':') {
        colons++;
      } else if (Character.digit(c, 16) < 0 || c > 127) {
        break;
      }
      end++;
    }
    if (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      return 0;
    }
    while (end > start
        && isStop(text, start, end)) { // the end of a sentence is none of the address
      end--;
      dots -= text.charAt(end) == '.' ? 1 : 0;
      colons -= text.charAt(end) == ':' ? 1 : 0;
    }
    String found = text.substring(start, end);
    boolean is = dots == 3 && colons == 0 ? isV4(found) : dots == 0 && colons >= 2 && isV6(found);
    return is ? end : 0;
  }

  private static boolean isStop(String text, int start, int end) {
    char last = text.charAt(end - 1);
    return last == '.' || (last == ':' && !(end - 2 >= start && text.charAt(end - 2) == ':'));
  }

  private static boolean isV4(String text) {
    for (String part : text.split("\\.", -1)) {
      if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isV6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    int groups = 0;
    boolean hasDigit = false;
    for (String group : text.split(":", -1)) {
      if (group.length() > 4) {
        return false;
      }
      groups += group.isEmpty() ? 0 : 1;
      hasDigit |= group.chars().anyMatch(Character::isDigit);
    }
    // A time as 07:00:30 has too few groups, and a::b of a program has no digit.
    return hasDigit && (gap >= 0 ? groups <= 7 : groups == 8);
  }
}
