package dev.ferrule.model.json;

import java.util.SplittableRandom;

/** Makes documents up, of all that JSON has, without names that come twice in an object. */
final class RandomJson {
  private static final String[] NAMES = {
    "a", "b", "text", "$type", "c-d", "created_at", "a longer name of more than sixteen", "é", ""
  };
  private static final String[] STRINGS = {
    "",
    "x",
    "plain text",
    "a\\\"b\\\\c\\n",
    "é日本😀",
    "\\u00e9\\ud83d\\ude00",
    "0123456789abcdef01234",
    "mixed é with 日 plain",
    "\\/\\b\\f\\r\\t"
  };

  private RandomJson() {}

  static String object(SplittableRandom random, int depth) {
    var text = new StringBuilder("{");
    int from = random.nextInt(NAMES.length);
    int fields = random.nextInt(NAMES.length);
    for (int i = 0; i < fields; i++) {
      text.append(i == 0 ? "" : ",").append(space(random)).append('"');
      text.append(NAMES[(from + i) % NAMES.length]).append('"').append(space(random)).append(':');
      text.append(space(random)).append(value(random, depth)).append(space(random));
    }
    return text.append(space(random)).append('}').toString();
  }

  private static String value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "false";
      case 3 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 4 -> Double.toString(random.nextInt(2_000_000) / 1e3 - 1_000);
      case 5, 6 -> '"' + STRINGS[random.nextInt(STRINGS.length)] + '"';
      case 7 -> object(random, depth - 1);
      default -> array(random, depth - 1);
    };
  }

  private static String array(SplittableRandom random, int depth) {
    var text = new StringBuilder("[");
    int elements = random.nextInt(5);
    for (int i = 0; i < elements; i++) {
      text.append(i == 0 ? "" : ",").append(space(random)).append(value(random, depth));
      text.append(space(random));
    }
    return text.append(']').toString();
  }

  private static String space(SplittableRandom random) {
    return switch (random.nextInt(12)) {
      case 0 -> " ";
      case 1 -> "\r\n          \t";
      default -> "";
    };
  }
}
