package dev.ferrule.rules.functions.phone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Countries by the first digits of a telephone number. Immutable, thread-safe.
 *
 * <p>Source: ITU-T E.164 country codes, and the area codes of the North American Numbering Plan.
 */
final class PhoneCountries {
  private static final String RESOURCE = "phone-countries.txt";

  /** First and last of each run of characters whose Numeric_Type is Digit. */
  private static final int[] DIGIT_RUNS = {
    0xb2, 0xb3, 0xb9, 0xb9, 0x1369, 0x1371, 0x19da, 0x19da, 0x2070, 0x2070, 0x2074, 0x2079, 0x2080,
    0x2089, 0x2460, 0x2468, 0x2474, 0x247c, 0x2488, 0x2490, 0x24ea, 0x24ea, 0x24f5, 0x24fd, 0x24ff,
    0x24ff, 0x2776, 0x277e, 0x2780, 0x2788, 0x278a, 0x2792, 0x10a40, 0x10a43, 0x10e60, 0x10e68,
    0x11052, 0x1105a, 0x1f100, 0x1f10a
  };

  private static final BitSet DIGIT_LIKE = new BitSet();

  static {
    for (int i = 0; i < DIGIT_RUNS.length; i += 2) {
      DIGIT_LIKE.set(DIGIT_RUNS[i], DIGIT_RUNS[i + 1] + 1);
    }
  }

  private PhoneCountries() {}

  /** Read when a function first needs it: a rule set may do without. */
  private static final class Loaded {
    static final Digit ROOT = load();
  }

  /** One digit of a prefix, and those that may follow. */
  private static final class Digit {
    final @Nullable Digit[] next = new @Nullable Digit[10];
    @Nullable String country;
  }

  private static Digit load() {
    var root = new Digit();
    try (var in = Objects.requireNonNull(PhoneCountries.class.getResourceAsStream(RESOURCE));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        for (int i = 1; i < parts.length; i++) {
          add(root, parts[i], parts[0]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return root;
  }

  private static void add(Digit root, String prefix, String country) {
    Digit digit = root;
    for (int i = 0; i < prefix.length(); i++) {
      int value = prefix.charAt(i) - '0';
      Digit next = digit.next[value];
      if (next == null) {
        next = new Digit();
        digit.next[value] = next;
      }
      digit = next;
    }
    digit.country = country;
  }

  /** The country of a number, whatever stands between its digits; null when it is unknown. */
  static @Nullable String find(String number) {
    Digit digit = Loaded.ROOT;
    for (int i = 0; i < number.length(); ) {
      int c = number.codePointAt(i);
      i += Character.charCount(c);
      int value = Character.isDigit(c) ? Character.digit(c, 10) : -1;
      if (value >= 0) {
        digit = digit.next[value];
        if (digit == null || digit.country != null) {
          return digit == null ? null : digit.country;
        }
      } else if (isDigitLike(c)) {
        return null;
      }
    }
    return null;
  }

  /** Superscripts, circled digits and the like, which are digits without being a number's. */
  private static boolean isDigitLike(int c) {
    return DIGIT_LIKE.get(c);
  }
}
