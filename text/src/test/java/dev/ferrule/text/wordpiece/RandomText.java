package dev.ferrule.text.wordpiece;

import java.util.SplittableRandom;

/** Texts made to be difficult for a tokenizer. */
final class RandomText {
  private static final String[] HARD = {
    "İ",
    "ß",
    "ΑΣ",
    "ǅ",
    "ﬁ",
    "\u0344",
    "\u0F73",
    "\u0F81",
    "e\u0323\u0301",
    "\u1E69\u0323",
    "\u212A",
    "\u2126",
    "\u1FEF",
    "\u037E",
    "\u2260",
    "\u1100\u1161\u11A8",
    "각",
    "한국어",
    "👩\u200D👩\u200D👧\u200D👦",
    "👍🏽",
    "🇩🇪",
    "☎\uFE0F",
    "\u200B",
    "\u2060",
    "\uFEFF",
    "\u00AD",
    "\u202Eabc\u202C",
    "\u0000",
    "\uFFFD",
    "\uFFFE",
    "\uFDD0",
    "\u0085",
    "\u000B",
    "\u001C",
    "\u00A0",
    "\u3000",
    "\u2028",
    "\u180E",
    "中文",
    "\uF900",
    "\uD87E\uDC00",
    "\uD869\uDEDE",
    "\uD86D\uDF40",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "[MASK",
    "[[UNK]]",
    "[PAD ]",
    "\u302E\u0301",
    "\u08D4\u0327",
    "\u1D15E\u0301",
    "\uD834\uDD5E\u0323",
    "\uA9C0\u0323",
    "\u0301\u1B44",
    "don't",
    "x²",
    "A7CE\uA7CE",
    "\uD81B\uDEA0",
  };

  private final SplittableRandom random;

  RandomText(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Up to {@code pieces} pieces, of all kinds or mostly of one. */
  String next(int pieces) {
    var text = new StringBuilder();
    int favourite = random.nextInt(12);
    for (int i = random.nextInt(pieces); i >= 0; i--) {
      append(text, random.nextBoolean() ? favourite : random.nextInt(12));
    }
    return text.toString();
  }

  private void append(StringBuilder text, int kind) {
    switch (kind) {
      case 0 -> text.append(HARD[random.nextInt(HARD.length)]);
      case 1 -> text.appendCodePoint(random.nextInt(0x80));
      case 2 -> text.appendCodePoint(random.nextInt(0x300));
      case 3 -> text.appendCodePoint(random.nextInt(0x300, 0x370));
      case 4 -> text.appendCodePoint(random.nextInt(0x370, 0x2000));
      case 5 -> text.appendCodePoint(random.nextInt(0x2000, 0xD800));
      case 6 -> text.appendCodePoint(random.nextInt(0xE000, 0x10000));
      case 7 -> text.appendCodePoint(random.nextInt(0x10000, 0x20000));
      case 8 -> text.appendCodePoint(random.nextInt(0x20000, 0x110000));
      case 9 -> text.append(" ");
      case 10 -> text.append("a".repeat(random.nextInt(1, random.nextInt(20) == 0 ? 220 : 12)));
      default -> {
        for (int i = random.nextInt(1, 12); i > 0; i--) {
          text.append((char) random.nextInt('a', 'z' + 1));
        }
      }
    }
  }
}
