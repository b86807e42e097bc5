package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Category;
import dev.ferrule.rules.regex.Tree.Place;
import dev.ferrule.rules.regex.Tree.Sign;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a backslash and the character after it mean. Confined to its parser. */
final class Escapes {
  private static final String CONTROLS = "abfnrtv";
  private static final String CONTROL_POINTS = "\u0007\b\f\n\r\t\u000b";

  private final PatternSource source;
  private final ParserState state;

  Escapes(PatternSource source, ParserState state) {
    this.source = source;
    this.state = state;
  }

  /** Outside of a set. */
  Tree read(int token, int flags) {
    int letter = token & ~PatternSource.ESCAPED;
    Place place = place(letter, flags);
    if (place != null) {
      return new Tree.At(place);
    }
    Tree.Member.Named named = category(letter, flags);
    if (named != null) {
      return new Tree.OneOf(List.of(named), Sign.IS, Flags.fold(flags));
    }
    int control = letter == 'b' ? -1 : CONTROLS.indexOf(letter);
    if (control >= 0) {
      return literal(CONTROL_POINTS.charAt(control), flags);
    }
    if (letter == '0') {
      return literal(Integer.parseInt("0" + source.takeDigits(2, 8), 8), flags);
    }
    return letter > '0' && letter <= '9'
        ? digits(letter, flags)
        : literal(character(token, letter), flags);
  }

  private static Tree literal(int point, int flags) {
    return new Tree.Literal(point, Sign.IS, Flags.fold(flags));
  }

  /** Three octal digits are a character, other digits a group. */
  private Tree digits(int first, int flags) {
    String digits = Character.toString(first);
    if (PatternSource.isDigit(source.peek(), 10)) {
      digits += Character.toString(source.take());
      if (first < '8' && digits.charAt(1) < '8' && PatternSource.isDigit(source.peek(), 8)) {
        digits += Character.toString(source.take());
        return literal(octal(digits), flags);
      }
    }
    int group = Integer.parseInt(digits);
    if (group >= state.groupCount()) {
      throw source.error("invalid group reference " + group, digits.length());
    }
    if (!state.isClosed(group)) {
      throw source.error("cannot refer to an open group", digits.length() + 1);
    }
    state.checkLookbehind(group, source);
    return new Tree.Backreference(group, Flags.fold(flags));
  }

  private int octal(String digits) {
    int value = Integer.parseInt(digits, 8);
    if (value > 0377) {
      throw source.error(
          "octal escape value \\" + digits + " outside of range 0-0o377", digits.length() + 1);
    }
    return value;
  }

  /** Inside of a set. */
  Tree.Member readMember(int token, int flags) {
    int letter = token & ~PatternSource.ESCAPED;
    int control = CONTROLS.indexOf(letter);
    if (control >= 0) {
      return single(CONTROL_POINTS.charAt(control));
    }
    Tree.Member.Named named = category(letter, flags);
    if (named != null) {
      return named;
    }
    if (letter >= '0' && letter <= '7') {
      return single(octal(Character.toString(letter) + source.takeDigits(2, 8)));
    }
    if (letter == '8' || letter == '9') {
      throw source.error("bad escape " + PatternSource.text(token), 2);
    }
    return single(character(token, letter));
  }

  private static Tree.Member single(int point) {
    return new Tree.Member.Single(point);
  }

  /** The character that an escape means, both inside and outside of a set. */
  private int character(int token, int letter) {
    return switch (letter) {
      case 'x' -> hexadecimal("\\x", 2);
      case 'u' -> hexadecimal("\\u", 4);
      case 'U' -> hexadecimal("\\U", 8);
      case 'N' -> named();
      default -> {
        if ((letter | 32) >= 'a' && (letter | 32) <= 'z' && letter < 128) {
          throw source.error("bad escape " + PatternSource.text(token), 2);
        }
        yield letter;
      }
    };
  }

  private int hexadecimal(String start, int digits) {
    String found = start + source.takeDigits(digits, 16);
    if (found.length() != digits + 2) {
      throw source.error("incomplete escape " + found, found.length());
    }
    long point = Long.parseLong(found.substring(2), 16);
    if (point > Character.MAX_CODE_POINT) {
      throw source.error("bad escape " + found, found.length());
    }
    return (int) point;
  }

  private int named() {
    if (!source.accept('{')) {
      throw source.error("missing {", 0);
    }
    String name = source.takeUntil('}', "character name");
    int point = Names.character(name);
    if (point < 0) {
      throw source.error(
          "undefined character name " + Names.quoted(name),
          name.codePointCount(0, name.length()) + "\\N{}".length());
    }
    return point;
  }

  private static Tree.Member.@Nullable Named category(int letter, int flags) {
    boolean ascii = (flags & Flags.ASCII) != 0;
    Category category =
        switch (letter | 32) {
          case 'd' -> ascii ? Category.ASCII_DIGIT : Category.DIGIT;
          case 's' -> ascii ? Category.ASCII_SPACE : Category.SPACE;
          case 'w' -> ascii ? Category.ASCII_WORD : Category.WORD;
          default -> null;
        };
    if (category == null || letter >= 128) {
      return null;
    }
    return new Tree.Member.Named(category, letter >= 'a' ? Sign.IS : Sign.IS_NOT);
  }

  private static @Nullable Place place(int letter, int flags) {
    boolean ascii = (flags & Flags.ASCII) != 0;
    return switch (letter) {
      case 'A' -> Place.TEXT_START;
      case 'Z' -> Place.TEXT_END;
      case 'b' -> ascii ? Place.ASCII_WORD_EDGE : Place.WORD_EDGE;
      case 'B' -> ascii ? Place.NO_ASCII_WORD_EDGE : Place.NO_WORD_EDGE;
      default -> null;
    };
  }
}
