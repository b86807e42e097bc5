package dev.ferrule.model.json;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Steps over JSON and checks all of it: each method takes the position of a value's first byte, or
 * the one the method's comment names, and returns the position after it. Confined.
 *
 * <p>What is accepted is what Python's {@code json.loads} accepts of bytes: {@code NaN}, {@code
 * Infinity} and {@code -Infinity} are numbers, control characters in strings are errors, an integer
 * has at most 4,300 digits. It differs in that UTF-8 is the only encoding, and a surrogate that
 * stands in it as three bytes is an error.
 */
final class JsonScanner {
  /*
   * Eight bytes at a time: strings are most of a document, and in them every byte must be looked at
   * for four things. With the high bit of each byte as its flag, (x ^ 2) - 0x21 borrows for a
   * control character and for the quote in one subtraction, (x ^ '\\') - 1 for the backslash, and x
   * itself has the bit where UTF-8 begins. A borrow can reach only into later bytes, so the lowest
   * flag is exact, and the lowest is all that is used.
   */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long SPACES = ' ' * ONES;

  /** Python's own limit, which keeps the time to read a number bounded. */
  static final int MAX_INTEGER_DIGITS = 4_300;

  private static final int TRUE = 0x65757274;
  private static final int ALSE = 0x65736c61;
  private static final int NULL = 0x6c6c756e;

  private final int maxDepth;
  private final long[] kinds;
  private byte[] bytes = {};
  private int origin;
  private int end;
  private boolean escaped;
  private boolean wide;

  JsonScanner(int maxDepth) {
    this.maxDepth = maxDepth;
    kinds = new long[maxDepth / 64 + 2];
  }

  /** Turns to the bytes {@code [from, to)}, positions in which are counted from {@code origin}. */
  void turnTo(byte[] bytes, int origin, int to) {
    this.bytes = bytes;
    this.origin = origin;
    end = to;
  }

  static long eight(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  static int four(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  /** Forgets what strings had. */
  void clearMarks() {
    escaped = false;
    wide = false;
  }

  /** Whether a string had a character of more than one byte since this was last cleared. */
  boolean wide() {
    return wide;
  }

  /** Whether a string had an escape since this was last cleared. */
  boolean escaped() {
    return escaped;
  }

  /** Over white space. */
  int space(int p) {
    return p < end && bytes[p] <= ' ' ? moreSpace(p) : p;
  }

  private int moreSpace(int from) {
    byte[] b = bytes;
    int p = from;
    while (p < end) {
      byte c = b[p];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return p;
      }
      p++;
      while (p <= end - 8 && eight(b, p) == SPACES) {
        p += 8;
      }
    }
    return p;
  }

  /** Over a value, of which {@code depth} containers are open. */
  int value(int p, int depth) {
    if (p < end) {
      byte c = bytes[p];
      if (c == '"') {
        return string(p + 1);
      }
      return c == '{' || c == '[' ? container(p, depth) : scalar(p);
    }
    throw unexpected(p, "a value");
  }

  /** Over an object or array and all in it, without recursion. */
  int container(int from, int outerDepth) {
    byte[] b = bytes;
    int last = end - 1;
    int p = from;
    int depth = outerDepth;
    long open = 0; // the kinds of the innermost containers, the lowest bit the current one's
    open:
    while (true) {
      boolean object = b[p] == '{';
      if ((depth & 63) == 0) {
        kinds[depth >>> 6] = open;
      }
      if (++depth > maxDepth) {
        throw tooDeep(p);
      }
      open = (open << 1) | (object ? 1 : 0);
      p = space(p + 1);
      boolean empty = p <= last && b[p] == (object ? '}' : ']');
      while (true) {
        if (!empty) {
          if (object) {
            p = colon(name(p));
          }
          if (p > last) {
            throw unexpected(p, "a value");
          }
          byte c = b[p];
          if (c == '"') {
            p = string(p + 1);
          } else if (c == '{' || c == '[') {
            continue open;
          } else {
            p = scalar(p);
          }
          p = space(p);
        }
        while (p <= last && b[p] == (object ? '}' : ']')) {
          p++;
          if (--depth == outerDepth) {
            return p;
          }
          open = (depth & 63) == 0 ? kinds[depth >>> 6] : open >>> 1;
          object = (open & 1) != 0;
          p = space(p);
        }
        if (p > last || b[p] != ',') {
          throw unexpected(p, object ? "',' or '}'" : "',' or ']'");
        }
        p = space(p + 1);
        empty = false;
      }
    }
  }

  /** Over a field's name. */
  int name(int p) {
    if (p < end && bytes[p] == '"') {
      return string(p + 1);
    }
    throw unexpected(p, "a field's name in double quotes");
  }

  /** From behind a field's name to its value. */
  int colon(int p) {
    byte[] b = bytes;
    if (p < end && b[p] == ':') {
      return space(p + 1);
    }
    int colon = space(p);
    if (colon < end && b[colon] == ':') {
      return space(colon + 1);
    }
    throw unexpected(colon, "':'");
  }

  /** Over a string, from behind its opening quote. */
  int string(int from) {
    byte[] b = bytes;
    int last = end - 8;
    int p = from;
    while (p <= last) {
      long x = (long) LONGS.get(b, p);
      long hits = (((x ^ 2 * ONES) - 0x21 * ONES) | ((x ^ '\\' * ONES) - ONES) | x) & HIGHS;
      if (hits == 0) {
        p += 8;
        continue;
      }
      p += Long.numberOfTrailingZeros(hits) >>> 3;
      if (b[p] == '"') {
        return p + 1;
      }
      p = special(p);
    }
    return shortString(p);
  }

  private int shortString(int from) {
    int p = from;
    while (p < end) {
      byte c = bytes[p];
      if (c == '"') {
        return p + 1;
      }
      p = c >= ' ' && c != '\\' ? p + 1 : special(p);
    }
    throw unexpected(p, "the end of the string");
  }

  /** Over what is not plain ASCII in a string: one escape, or a run of other characters. */
  private int special(int p) {
    byte c = bytes[p];
    if (c < 0) {
      return wide(p);
    }
    if (c != '\\') {
      throw unexpected(p, "no control character in a string");
    }
    escaped = true;
    if (p + 1 >= end) {
      throw unexpected(p + 1, "an escape");
    }
    return switch (bytes[p + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> p + 2;
      case 'u' -> unicode(p + 2);
      default -> throw unexpected(p + 1, "an escape");
    };
  }

  private int unicode(int from) {
    for (int p = from; p < from + 4; p++) {
      if (p >= end || Character.digit(bytes[p], 16) < 0) {
        throw unexpected(p, "four hexadecimal digits");
      }
    }
    return from + 4;
  }

  /** Over a run of characters of two bytes and more, checked as RFC 3629, section 4, has them. */
  private int wide(int from) {
    wide = true;
    byte[] b = bytes;
    int p = from;
    while (p < end && b[p] < 0) {
      if (p + 4 > end) {
        p = lastWide(p);
        continue;
      }
      int x = (int) INTS.get(b, p);
      int length = wideLength(x);
      if (length == 0) {
        throw unexpected(p, "UTF-8");
      }
      p += length;
    }
    return p;
  }

  private int lastWide(int p) {
    int x = 0;
    for (int i = p; i < end; i++) {
      x |= (bytes[i] & 0xff) << (8 * (i - p));
    }
    int length = wideLength(x); // the zeros behind the end are no continuation
    if (length == 0) {
      throw unexpected(p, "UTF-8");
    }
    return p + length;
  }

  /** How many of these bytes, of which the first is lowest, are one character; 0 if it is none. */
  private static int wideLength(int x) {
    if ((x & 0xc0c0f0) == 0x8080e0) {
      int point = ((x & 0x0f) << 12) | ((x >>> 8 & 0x3f) << 6) | (x >>> 16 & 0x3f);
      return point >= 0x800 && (point & 0xf800) != 0xd800 ? 3 : 0;
    }
    if ((x & 0xc0e0) == 0x80c0) {
      return (x & 0x1e) != 0 ? 2 : 0;
    }
    if ((x & 0xc0c0c0f8) == 0x808080f0) {
      int high = ((x & 0x07) << 6) | (x >>> 8 & 0x3f); // the code point without its lowest 12 bits
      return high >= 0x10 && high < 0x110 ? 4 : 0;
    }
    return 0;
  }

  /** Over a number or literal. */
  int scalar(int p) {
    byte c = bytes[p];
    if (c >= '0' && c <= '9') {
      return number(p);
    }
    return switch (c) {
      case '-' -> p + 1 < end && bytes[p + 1] == 'I' ? word(p + 1, "Infinity") : number(p);
      case 't' -> p <= end - 4 && (int) INTS.get(bytes, p) == TRUE ? p + 4 : word(p, "true");
      case 'f' -> p <= end - 5 && (int) INTS.get(bytes, p + 1) == ALSE ? p + 5 : word(p, "false");
      case 'n' -> p <= end - 4 && (int) INTS.get(bytes, p) == NULL ? p + 4 : word(p, "null");
      case 'N' -> word(p, "NaN");
      case 'I' -> word(p, "Infinity");
      default -> throw unexpected(p, "a value");
    };
  }

  private int word(int p, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (p + i >= end || bytes[p + i] != word.charAt(i)) {
        throw unexpected(p + i, word);
      }
    }
    return p + word.length();
  }

  private int number(int from) {
    byte[] b = bytes;
    int first = b[from] == '-' ? from + 1 : from;
    int p;
    if (first < end && b[first] == '0') {
      p = first + 1; // nothing but a fraction or exponent may follow, which the caller finds
    } else {
      p = digits(first);
    }
    if (p >= end) {
      return integer(first, p);
    }
    byte c = b[p];
    if (c != '.' && (c | 0x20) != 'e') {
      return integer(first, p);
    }
    if (c == '.') {
      p = digits(p + 1);
    }
    if (p < end && (b[p] | 0x20) == 'e') {
      p++;
      p = digits(p < end && (b[p] == '-' || b[p] == '+') ? p + 1 : p);
    }
    return p;
  }

  private int integer(int first, int p) {
    if (p - first > MAX_INTEGER_DIGITS) {
      throw new FerruleException(
          ErrorCode.EVENT_INVALID,
          "expected an integer of at most %d digits at byte %d, found digits=%d"
              .formatted(MAX_INTEGER_DIGITS, first - origin, p - first));
    }
    return p;
  }

  /** Over one digit or more. */
  private int digits(int from) {
    byte[] b = bytes;
    int p = from;
    while (p <= end - 8) {
      long x = (long) LONGS.get(b, p);
      long hits = ((x + 0x46 * ONES) | (x - '0' * ONES) | x) & HIGHS;
      if (hits != 0) {
        p += Long.numberOfTrailingZeros(hits) >>> 3;
        return p > from ? p : noDigit(p);
      }
      p += 8;
    }
    while (p < end && b[p] >= '0' && b[p] <= '9') {
      p++;
    }
    return p > from ? p : noDigit(p);
  }

  private int noDigit(int p) {
    throw unexpected(p, "a digit");
  }

  FerruleException tooDeep(int p) {
    return new FerruleException(
        ErrorCode.EVENT_TOO_LARGE,
        "expected at most %d open objects and arrays, found another at byte %d"
            .formatted(maxDepth, p - origin));
  }

  FerruleException unexpected(int p, String expected) {
    return new FerruleException(
        ErrorCode.EVENT_INVALID,
        "expected %s at byte %d, found %s".formatted(expected, p - origin, found(p)));
  }

  private String found(int p) {
    if (p >= end) {
      return "the end";
    }
    int c = bytes[p] & 0xff;
    return c > ' ' && c < 0x7f ? "'" + (char) c + "'" : "byte 0x%02x".formatted(c);
  }
}
