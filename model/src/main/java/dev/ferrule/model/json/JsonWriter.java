package dev.ferrule.model.json;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into bytes that grow. Puts commas and colons itself; that names, values and ends come
 * in an order that makes sense is up to the caller. Reused through {@link #reset}; confined.
 *
 * <p>What would be longer than {@link #MOST_BYTES} is refused with {@link ErrorCode#RULE_LIMIT}, as
 * a small rule set can show a large text under many names.
 *
 * <p>Numbers are written as Python writes them, {@code NaN}, {@code Infinity} and {@code -Infinity}
 * included. Half a surrogate pair is written as an escape in either style.
 */
public final class JsonWriter {
  /** How the result looks. */
  public enum Style {
    /** No white space, UTF-8. */
    COMPACT,
    /** As Python's {@code json.dumps} by default: {@code ", "}, {@code ": "}, ASCII. */
    PYTHON
  }

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MIN_LONG =
      Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

  /** The most bytes that one UTF-16 unit takes: an escape. */
  private static final int UNIT_BYTES = 6;

  private static final int LONG_BYTES = 20;

  /** The most that is written before {@link #reset}. */
  public static final int MOST_BYTES = 256 << 20;

  /** By ASCII character: 0 if it is written as it is, its letter if it has a short escape, or 1. */
  private static final byte[] ESCAPES = new byte[128];

  static {
    Arrays.fill(ESCAPES, 0, ' ', (byte) 1);
    ESCAPES['"'] = '"';
    ESCAPES['\\'] = '\\';
    ESCAPES['\b'] = 'b';
    ESCAPES['\f'] = 'f';
    ESCAPES['\n'] = 'n';
    ESCAPES['\r'] = 'r';
    ESCAPES['\t'] = 't';
    ESCAPES[0x7f] = 1;
  }

  private final boolean python;
  private byte[] bytes;
  private int length;
  private boolean comma;

  /** A writer in the compact style with room for so many bytes, which grows. */
  public JsonWriter(int capacity) {
    this(capacity, Style.COMPACT);
  }

  public JsonWriter(int capacity, Style style) {
    bytes = new byte[Math.max(16, capacity)];
    python = style == Style.PYTHON;
  }

  /** A name as {@link #name(byte[])} takes it: quoted and escaped, so that it need be but once. */
  public static byte[] encodedName(String name) {
    var writer = new JsonWriter(name.length() + 2, Style.PYTHON);
    writer.string(name);
    return writer.copy();
  }

  public JsonWriter beginObject() {
    return open('{');
  }

  public JsonWriter endObject() {
    return close('}');
  }

  public JsonWriter beginArray() {
    return open('[');
  }

  public JsonWriter endArray() {
    return close(']');
  }

  private JsonWriter open(char bracket) {
    before(1);
    bytes[length++] = (byte) bracket;
    comma = false;
    return this;
  }

  private JsonWriter close(char bracket) {
    ensure(1);
    bytes[length++] = (byte) bracket;
    comma = true;
    return this;
  }

  /** The name of the next value, from {@link #encodedName}. */
  public JsonWriter name(byte[] encoded) {
    before(encoded.length);
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
    return colon();
  }

  /** The name of the next value. */
  public JsonWriter name(String name) {
    before(0);
    string(name);
    return colon();
  }

  private JsonWriter colon() {
    ensure(2);
    bytes[length++] = ':';
    if (python) {
      bytes[length++] = ' ';
    }
    comma = false;
    return this;
  }

  public JsonWriter value(@Nullable String value) {
    if (value == null) {
      return word("null");
    }
    before(0);
    string(value);
    comma = true;
    return this;
  }

  public JsonWriter value(boolean value) {
    return word(value ? "true" : "false");
  }

  public JsonWriter nullValue() {
    return word("null");
  }

  public JsonWriter value(long value) {
    before(LONG_BYTES);
    integer(value);
    comma = true;
    return this;
  }

  public JsonWriter value(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      before(LONG_BYTES + 3);
      if (value == 0 && 1 / value < 0) {
        bytes[length++] = '-';
      }
      integer((long) value);
      bytes[length++] = '.';
      bytes[length++] = '0';
      comma = true;
      return this;
    }
    if (Double.isNaN(value)) {
      return word("NaN");
    }
    if (Double.isInfinite(value)) {
      return word(value > 0 ? "Infinity" : "-Infinity");
    }
    return word(PythonFloat.repr(value));
  }

  /**
   * A value of any kind that JSON has: null, Boolean, a number, a CharSequence, an Iterable or a
   * Map by name.
   *
   * @throws IllegalArgumentException for an object of another class
   */
  public JsonWriter value(@Nullable Object value) {
    switch (value) {
      case null -> word("null");
      case String text -> value(text);
      case Boolean truth -> value((boolean) truth);
      case Long number -> value((long) number);
      case Integer number -> value((long) number);
      case Short number -> value((long) number);
      case Byte number -> value((long) number);
      case Double number -> value((double) number);
      case Float number -> value((double) number);
      case BigInteger number -> word(number.toString());
      case CharSequence text -> value(text.toString());
      case Map<?, ?> map -> {
        beginObject();
        map.forEach((name, field) -> name(String.valueOf(name)).value((Object) field));
        endObject();
      }
      case Iterable<?> elements -> {
        beginArray();
        elements.forEach(element -> value((Object) element));
        endArray();
      }
      default ->
          throw new IllegalArgumentException(
              "expected a value that JSON has, found class=" + value.getClass().getName());
    }
    return this;
  }

  /** A value that is JSON already, copied from bytes as it stands. */
  public JsonWriter json(byte[] source, int from, int to) {
    before(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
    comma = true;
    return this;
  }

  /** Forgets what was written, and keeps the room. */
  public void reset() {
    length = 0;
    comma = false;
  }

  /** What was written, in the first {@link #length} bytes; valid until more is. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** What was written, in bytes of its own. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  /** What was written, as text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private JsonWriter word(String ascii) {
    before(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    comma = true;
    return this;
  }

  /** Makes room for so many bytes and for a comma, which it puts if one is due. */
  private void before(int room) {
    ensure(room + 2);
    if (comma) {
      bytes[length++] = ',';
      if (python) {
        bytes[length++] = ' ';
      }
    }
  }

  private void ensure(int room) {
    if (room > bytes.length - length) {
      grow(room);
    }
  }

  private void grow(int room) {
    if (room > MOST_BYTES - length) {
      throw new FerruleException(
          ErrorCode.RULE_LIMIT,
          "expected a result of at most %d bytes of JSON, found a longer one"
              .formatted(MOST_BYTES));
    }
    bytes = Arrays.copyOf(bytes, Math.clamp(bytes.length * 2L, length + room, MOST_BYTES));
  }

  private void integer(long value) {
    if (value == Long.MIN_VALUE) {
      System.arraycopy(MIN_LONG, 0, bytes, length, MIN_LONG.length);
      length += MIN_LONG.length;
      return;
    }
    if (value < 0) {
      bytes[length++] = '-';
    }
    long rest = Math.abs(value);
    int digits = 1;
    for (long power = 10; digits < 19 && rest >= power; power *= 10) {
      digits++;
    }
    int p = length + digits;
    length = p;
    do {
      bytes[--p] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
  }

  private void string(String text) {
    int chars = text.length();
    ensure(chars + 2);
    byte[] b = bytes;
    int p = length;
    b[p++] = '"';
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || ESCAPES[c] != 0) {
        length = p;
        fullString(text, i);
        return;
      }
      b[p++] = (byte) c;
    }
    b[p++] = '"';
    length = p;
  }

  /** The rest of a string from the first character that is not written as it is. */
  private void fullString(String text, int from) {
    int chars = text.length();
    for (int i = from; i < chars; i++) {
      ensure(UNIT_BYTES + 2 * UNIT_BYTES);
      char c = text.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (python) {
        escape(c);
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xc0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        bytes[length++] = (byte) (0xe0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | (c >> 6 & 0x3f));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      } else if (i + 1 < chars && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        bytes[length++] = (byte) (0xf0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | (point >> 12 & 0x3f));
        bytes[length++] = (byte) (0x80 | (point >> 6 & 0x3f));
        bytes[length++] = (byte) (0x80 | (point & 0x3f));
      } else {
        escape(c);
      }
    }
    ensure(1);
    bytes[length++] = '"';
  }

  private void ascii(char c) {
    byte escape = ESCAPES[c];
    if (escape == 0) {
      bytes[length++] = (byte) c;
    } else if (escape == 1) {
      escape(c);
    } else {
      bytes[length++] = '\\';
      bytes[length++] = escape;
    }
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    bytes[length++] = HEX[c >> 12];
    bytes[length++] = HEX[(c >> 8) & 15];
    bytes[length++] = HEX[(c >> 4) & 15];
    bytes[length++] = HEX[c & 15];
  }
}
