package dev.ferrule.rules.functions.network;

import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses as Python reads them: loosely, as the C library does, to tell the version, then
 * strictly, as its {@code ipaddress} does. Stateless.
 */
final class IpAddresses {
  private static final int GROUPS = 8;

  private IpAddresses() {}

  /**
   * Whether {@code inet_aton} takes the text: one to four numbers, in decimal, octal or
   * hexadecimal, and anything after white space.
   */
  static boolean isLooseV4(String text) {
    int i = 0;
    for (int part = 0; part < 4; part++) {
      if (i >= text.length() || !isDigit(text.charAt(i))) {
        return false;
      }
      int radix = 10;
      if (text.charAt(i) == '0' && i + 1 < text.length()) {
        boolean hex = (text.charAt(i + 1) | 0x20) == 'x' && i + 2 < text.length();
        if (hex && asciiDigit(text.charAt(i + 2), 16) >= 0) {
          radix = 16;
          i += 2;
        } else {
          radix = 8;
        }
      }
      long value = 0;
      while (i < text.length() && asciiDigit(text.charAt(i), radix) >= 0) {
        value = Math.min(value * radix + asciiDigit(text.charAt(i), radix), 1L << 40);
        i++;
      }
      if (i < text.length() && text.charAt(i) == '.') {
        if (value > 255) {
          return false;
        }
        i++;
      } else {
        boolean ends =
            i == text.length()
                || text.charAt(i) == ' '
                || (text.charAt(i) >= '\t' && text.charAt(i) <= '\r');
        return ends && value <= (0xffffffffL >>> (8 * part));
      }
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int asciiDigit(char c, int radix) {
    return c < 0x80 ? Character.digit(c, radix) : -1;
  }

  /** The network of a strict IPv4 address, its last octet 0, or what is wrong with it. */
  static Object v4Network(String text) {
    String quoted = PythonText.repr(text);
    if (text.indexOf('/') >= 0) {
      return invalid("Unexpected '/' in " + quoted);
    }
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return invalid("Expected 4 octets in " + quoted);
    }
    for (String octet : octets) {
      String wrong = wrongInOctet(octet);
      if (wrong != null) {
        return invalid(wrong + " in " + quoted);
      }
    }
    return text.substring(0, text.lastIndexOf('.')) + ".0";
  }

  private static @Nullable String wrongInOctet(String octet) {
    if (octet.isEmpty()) {
      return "Empty octet not permitted";
    }
    String quoted = PythonText.repr(octet);
    for (int i = 0; i < octet.length(); i++) {
      if (!isDigit(octet.charAt(i))) {
        return "Only decimal digits permitted in " + quoted;
      }
    }
    if (octet.length() > 3) {
      return "At most 3 characters permitted in " + quoted;
    }
    if (octet.length() > 1 && octet.charAt(0) == '0') {
      return "Leading zeros are not permitted in " + quoted;
    }
    int value = Integer.parseInt(octet);
    return value > 255 ? "Octet " + value + " (> 255) not permitted" : null;
  }

  private static Failure invalid(String message) {
    return Failure.unexpected("AddressValueError", message);
  }

  /** The eight groups of an IPv6 address, or null when the text is none. */
  static int @Nullable [] parseV6(String text) {
    int[] groups = new int[GROUPS];
    int count = 0;
    int gap = -1;
    int i = 0;
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    } else if (text.startsWith(":")) {
      return null;
    }
    while (i < text.length()) {
      if (count == GROUPS) {
        return null;
      }
      int end = i;
      while (end < text.length() && asciiDigit(text.charAt(end), 16) >= 0) {
        end++;
      }
      if (end < text.length() && text.charAt(end) == '.') {
        return count > GROUPS - 2 ? null : finishWithV4(text, i, groups, count, gap);
      }
      if (end == i || end - i > 4) {
        return null;
      }
      groups[count++] = Integer.parseInt(text, i, end, 16);
      i = end;
      if (i == text.length()) {
        break;
      }
      if (text.charAt(i) != ':' || ++i == text.length()) {
        return null;
      }
      if (text.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        i++;
      }
    }
    return spread(groups, count, gap);
  }

  private static int @Nullable [] finishWithV4(
      String text, int at, int[] groups, int count, int gap) {
    String tail = text.substring(at);
    if (!(v4Network(tail) instanceof String)) {
      return null;
    }
    String[] octets = tail.split("\\.", -1);
    groups[count] = (Integer.parseInt(octets[0]) << 8) | Integer.parseInt(octets[1]);
    groups[count + 1] = (Integer.parseInt(octets[2]) << 8) | Integer.parseInt(octets[3]);
    return spread(groups, count + 2, gap);
  }

  /** Moves the groups after the gap to the end. */
  private static int @Nullable [] spread(int[] groups, int count, int gap) {
    if (gap < 0) {
      return count == GROUPS ? groups : null;
    }
    if (count == GROUPS) {
      return null;
    }
    int[] whole = new int[GROUPS];
    System.arraycopy(groups, 0, whole, 0, gap);
    System.arraycopy(groups, gap, whole, GROUPS - (count - gap), count - gap);
    return whole;
  }

  /** Whether {@code ipaddress} takes the text for an IPv6 address, a scope after % included. */
  static boolean isV6WithScope(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return parseV6(text) != null;
    }
    String scope = text.substring(percent + 1);
    return !scope.isEmpty()
        && scope.indexOf('%') < 0
        && parseV6(text.substring(0, percent)) != null;
  }
}
