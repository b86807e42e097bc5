package dev.ferrule.model.json;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.TrieNode.Rest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Projection} found in the document it last read, by the number of the path. Reused
 * from read to read; confined to one thread. It refers to the document's bytes, which must not
 * change until the next read.
 */
public final class Projected {
  /** Nothing is at the path, or the reference fails there: {@link #failure} tells which. */
  public static final int ABSENT = 0;

  public static final int NULL = 1;
  public static final int FALSE = 2;
  public static final int TRUE = 3;

  /** An integer that fits a long. */
  public static final int INT = 4;

  /** An integer that does not. */
  public static final int BIG_INT = 5;

  /** A number with a fraction or exponent, or one of NaN, Infinity and -Infinity. */
  public static final int FLOAT = 6;

  public static final int STRING = 7;
  public static final int ARRAY = 8;
  public static final int OBJECT = 9;

  /** A string with an escape: a string to everyone outside. */
  static final int ESCAPED = 10;

  /** A string of ASCII characters that stand as they are. */
  static final int ASCII = 13;

  /** A number or literal whose kind its text tells. */
  static final int SCALAR = 11;

  /** The value that is left to be walked for the path's own. */
  private static final int TO_WALK = 12;

  private final Projection projection;
  private final TrieReader reader;
  private final int[] kinds;
  private final int[] starts;
  private final int[] ends;
  private final long[] numbers;
  private final @Nullable String[] texts;
  private final @Nullable PathStep[] steps;
  private final @Nullable String[] failures;
  private byte[] bytes = {};
  private int end;
  private @Nullable PathWalk walk;

  Projected(Projection projection) {
    this.projection = projection;
    int paths = projection.paths().size();
    kinds = new int[paths];
    starts = new int[paths];
    ends = new int[paths];
    numbers = new long[paths];
    texts = new String[paths];
    steps = new PathStep[paths];
    failures = new String[paths];
    reader = new TrieReader(this, projection);
  }

  void read(Projection asked, byte[] document, int offset, int length) {
    if (asked != projection) {
      throw new IllegalArgumentException("expected what this projection made, found another's");
    }
    Objects.checkFromIndexSize(offset, length, document.length);
    clear();
    bytes = document;
    end = offset + length;
    boolean read = false;
    try {
      reader.read(projection.root(), document, offset, length);
      read = true;
    } finally {
      if (!read) {
        clear();
      }
    }
  }

  private void clear() {
    Arrays.fill(kinds, ABSENT);
    Arrays.fill(texts, null);
    if (walk != null) { // only walks fail
      Arrays.fill(failures, null);
    }
  }

  void found(int path, int kind, int start, int after) {
    starts[path] = start;
    ends[path] = after;
    kinds[path] = kind == SCALAR ? scalar(path, start, after) : kind;
  }

  private int scalar(int path, int start, int after) {
    return switch (bytes[start]) {
      case 't' -> TRUE;
      case 'f' -> FALSE;
      case 'n' -> NULL;
      default -> number(path, start, after);
    };
  }

  private int number(int path, int start, int after) {
    int kind = JsonNumber.kind(bytes, start, after);
    if (kind == INT) {
      numbers[path] = JsonNumber.integer(bytes, start, after);
    }
    return kind;
  }

  void walk(Rest rest, int start, int after) {
    int path = rest.path();
    starts[path] = start;
    ends[path] = after;
    steps[path] = rest.step();
    kinds[path] = TO_WALK;
  }

  void forget(int path) {
    kinds[path] = ABSENT;
  }

  /** The kind of the value at a path, one of the constants here. */
  public int kind(int path) {
    int kind = kinds[path];
    if (kind < ESCAPED) {
      return kind;
    }
    if (kind != TO_WALK) {
      return STRING;
    }
    walkFrom(starts[path]);
    return kind(path);
  }

  /** Walks a value for all the paths that are left to be answered from it. */
  private void walkFrom(int start) {
    PathWalk walk = this.walk;
    if (walk == null) {
      walk = new PathWalk(projection.limits().depth());
      this.walk = walk;
    }
    walk.turnTo(bytes, start, end);
    for (int path = 0; path < kinds.length; path++) {
      PathStep step = steps[path];
      if (kinds[path] == TO_WALK && starts[path] == start && step != null) {
        kinds[path] = ABSENT;
        if (!walk.first(step)) {
          failures[path] = walk.failure();
        } else if (walk.found()) {
          found(path, walk.kind(), walk.start(), walk.end());
          texts[path] = walk.text();
        }
      }
    }
  }

  /**
   * What the reference fails with at an absent path, as {@code TypeError: object of type 'int' has
   * no len()} for a position in a number; null if it just finds nothing.
   */
  public @Nullable String failure(int path) {
    return kind(path) == ABSENT ? failures[path] : null;
  }

  /** The value of an {@link #INT}. */
  public long longValue(int path) {
    require(path, INT);
    return numbers[path];
  }

  /** The value of a {@link #FLOAT}, or the double nearest to an integer. */
  public double doubleValue(int path) {
    int kind = kind(path);
    if (kind == INT) {
      return numbers[path];
    }
    if (kind != BIG_INT) {
      require(path, FLOAT);
    }
    return JsonNumber.floating(bytes, starts[path], ends[path]);
  }

  private void require(int path, int kind) {
    if (kind(path) != kind) {
      throw new FerruleException(
          ErrorCode.INTERNAL,
          "expected kind=%d at path %s, found kind=%d"
              .formatted(kind, projection.paths().get(path), kind(path)));
    }
  }

  /**
   * A string's characters, or the JSON of any other value. Decoded when first asked for and kept.
   */
  public String text(int path) {
    int kind = kind(path);
    if (kind == ABSENT) {
      require(path, STRING);
    }
    String text = texts[path];
    if (text == null) {
      text =
          switch (kinds[path]) {
            case STRING ->
                new String(
                    bytes, starts[path] + 1, ends[path] - starts[path] - 2, StandardCharsets.UTF_8);
            case ASCII ->
                new String(
                    bytes,
                    starts[path] + 1,
                    ends[path] - starts[path] - 2,
                    StandardCharsets.ISO_8859_1);
            case ESCAPED -> JsonText.decode(bytes, starts[path] + 1, ends[path] - 1);
            default ->
                new String(bytes, starts[path], ends[path] - starts[path], StandardCharsets.UTF_8);
          };
      texts[path] = text;
    }
    return text;
  }

  /**
   * A value of any kind: null, also if absent, Boolean, Long, {@link BigInteger}, Double, String,
   * {@link java.util.ArrayList} or {@link java.util.LinkedHashMap}. Made anew at each call.
   */
  public @Nullable Object value(int path) {
    return switch (kind(path)) {
      case FALSE -> false;
      case TRUE -> true;
      case INT -> numbers[path];
      case BIG_INT -> JsonNumber.bigInteger(bytes, starts[path], ends[path]);
      case FLOAT -> doubleValue(path);
      case STRING -> text(path);
      case ARRAY, OBJECT ->
          new JsonTree(bytes, end, projection.limits().depth()).value(starts[path]);
      default -> null;
    };
  }

  /** Where the value's JSON begins in the bytes that were read. */
  public int start(int path) {
    kind(path);
    return starts[path];
  }

  /** Behind the end of the value's JSON. */
  public int end(int path) {
    kind(path);
    return ends[path];
  }
}
