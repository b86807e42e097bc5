package dev.ferrule.rules.functions.text;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optional;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.CheckedFunction;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.functions.text.PythonStrings.Ends;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonValues;
import dev.ferrule.rules.values.TextSearch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions on text. */
public final class StringFunctions {
  /** The longest text that a function makes, in UTF-16 units. */
  public static final int MOST_CHARS = 16 << 20;

  private static final Parameter S = Parameter.of("s", Type.STR, "The text.");
  private static final Parameter CHARS =
      optional(
          "chars", Type.optional(Type.STR), null, "The characters to strip; None: white space.");

  private StringFunctions() {}

  /** Every function of this package. */
  public static List<Function> all() {
    return List.of(
        pure(
            "StringLength",
            List.of(),
            "Counts the characters of a text.",
            List.of(S),
            Type.INT,
            "NameLength = StringLength(s=UserName)",
            (event, arguments) -> (long) PythonStrings.length(Arguments.text(arguments, 0))),
        pure(
            "StringToLower",
            List.of("ToLower"),
            "Makes every letter of a text lower case.",
            List.of(S),
            Type.STR,
            "LowerName = StringToLower(s=UserName)",
            (event, arguments) -> PythonStrings.lower(Arguments.text(arguments, 0))),
        pure(
            "StringToUpper",
            List.of("ToUpper"),
            "Makes every letter of a text upper case.",
            List.of(S),
            Type.STR,
            "UpperName = StringToUpper(s=UserName)",
            (event, arguments) -> PythonStrings.upper(Arguments.text(arguments, 0))),
        pure(
            "StringStartsWith",
            List.of("StartsWith"),
            "Says whether a text starts with another.",
            List.of(S, Parameter.of("start", Type.STR, "What it should start with.")),
            Type.BOOL,
            "IsReply = StringStartsWith(s=PostText, start='@')",
            (event, arguments) ->
                Arguments.text(arguments, 0).startsWith(Arguments.text(arguments, 1))),
        pure(
            "StringEndsWith",
            List.of("EndsWith"),
            "Says whether a text ends with another.",
            List.of(S, Parameter.of("end", Type.STR, "What it should end with.")),
            Type.BOOL,
            "IsQuestion = StringEndsWith(s=PostText, end='?')",
            (event, arguments) ->
                Arguments.text(arguments, 0).endsWith(Arguments.text(arguments, 1))),
        strip("Strip", "both ends", Ends.BOTH),
        strip("RStrip", "the end", Ends.RIGHT),
        strip("LStrip", "the start", Ends.LEFT),
        pure(
            "StringReplace",
            List.of("Replace"),
            "Puts one text in place of each occurrence of another.",
            List.of(
                S,
                Parameter.of("old", Type.STR, "What to replace."),
                Parameter.of("new", Type.STR, "What to put there.")),
            Type.STR,
            "Dashed = StringReplace(s=UserName, old=' ', new='-')",
            (event, arguments) -> replace(arguments)),
        pure(
            "StringJoin",
            List.of("Join"),
            "Makes one text of several, with a text between each two.",
            List.of(
                Parameter.of("s", Type.STR, "What stands between two texts."),
                Parameter.of("iterable", Type.listOf(Type.STR), "The texts.")),
            Type.STR,
            "Line = StringJoin(s=' ', iterable=Words)",
            (event, arguments) -> join(arguments)),
        slice(),
        pure(
            "StringSplit",
            List.of("Split"),
            "Splits a text at each occurrence of a separator.",
            List.of(
                S,
                optional(
                    "sep", Type.optional(Type.STR), null, "The separator; None: any white space."),
                optional("maxsplit", Type.INT, -1L, "The most splits; -1: no limit.")),
            Type.listOf(Type.STR),
            "Words = StringSplit(s=PostText)",
            (event, arguments) -> split(arguments)),
        StringClean.FUNCTION);
  }

  private static Function pure(
      String name,
      List<String> aliases,
      String summary,
      List<Parameter> parameters,
      Type result,
      String example,
      Body body) {
    return new PlainFunction(
        new Signature(
            name,
            aliases,
            "Strings",
            summary,
            parameters,
            null,
            result,
            Signature.Purity.PURE,
            example),
        body);
  }

  private static Function strip(String alias, String where, Ends ends) {
    return pure(
        "String" + alias,
        List.of(alias),
        "Takes white space, or other characters, away from " + where + " of a text.",
        List.of(S, CHARS),
        Type.STR,
        "Trimmed = String" + alias + "(s=UserName)",
        (event, arguments) ->
            PythonStrings.strip(Arguments.text(arguments, 0), (String) arguments[1], ends));
  }

  private static Object replace(@Nullable Object[] arguments) {
    String s = Arguments.text(arguments, 0);
    String old = Arguments.text(arguments, 1);
    String replacement = Arguments.text(arguments, 2);
    long growth = (long) replacement.length() - old.length();
    if (growth > 0) {
      // Counted only where even the most occurrences that fit could make too long a text.
      long fit = s.length() / Math.max(1, old.length()) + 1L;
      if (s.length() + fit * growth > MOST_CHARS
          && s.length() + count(s, old) * growth > MOST_CHARS) {
        return tooLong();
      }
    }
    return PythonStrings.replace(s, old, replacement);
  }

  private static long count(String s, String part) {
    if (part.isEmpty()) {
      return PythonStrings.length(s) + 1L;
    }
    long count = 0;
    for (int i = TextSearch.indexOf(s, part, 0);
        i >= 0;
        i = TextSearch.indexOf(s, part, i + part.length())) {
      count++;
    }
    return count;
  }

  private static Object join(@Nullable Object[] arguments) {
    String separator = Arguments.text(arguments, 0);
    List<?> items = Arguments.list(arguments, 1);
    long chars = (long) separator.length() * Math.max(0, items.size() - 1);
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof String item)) {
        return Failure.unexpected(
            "TypeError",
            "sequence item %d: expected str instance, %s found"
                .formatted(i, PythonValues.typeName(items.get(i))));
      }
      chars += item.length();
    }
    if (chars > MOST_CHARS) {
      return tooLong();
    }
    var out = new StringBuilder((int) chars);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(separator);
      }
      out.append((String) items.get(i));
    }
    return out.toString();
  }

  /** The failure of a function whose result would be too long a text. */
  public static Failure tooLong() {
    return Failure.unexpected(
        "MemoryError", "expected a result of at most " + MOST_CHARS + " chars, found a longer one");
  }

  private static Object split(@Nullable Object[] arguments) {
    var separator = (String) arguments[1];
    Number most = Arguments.integer(arguments, 2);
    if (most instanceof BigInteger) {
      return Failure.unexpected("OverflowError", "Python int too large to convert to C ssize_t");
    }
    return separator != null && separator.isEmpty()
        ? Failure.unexpected("ValueError", "empty separator")
        : PythonStrings.split(Arguments.text(arguments, 0), separator, most.longValue());
  }

  private static Function slice() {
    return new CheckedFunction(
        new Signature(
            "StringSlice",
            List.of("Slice"),
            "Strings",
            "Returns the characters of a text from one place up to another.",
            List.of(
                S,
                constant("start", Type.INT, "The first character, from 0."),
                constant("end", Type.INT, "One past the last character.")),
            null,
            Type.STR,
            Signature.Purity.PURE,
            "Initial = StringSlice(s=UserName, start=0, end=1)"),
        StringFunctions::prepareSlice);
  }

  private static Body prepareSlice(CallSite site) {
    var start = new BigDecimal(String.valueOf(site.constant("start")));
    var end = new BigDecimal(String.valueOf(site.constant("end")));
    if (start.signum() < 0) {
      site.reject(
          "invalid `start`", site.spanOf("start"), "`start` must be a non-negative integer");
    }
    if (end.signum() < 0) {
      site.reject("invalid `end`", site.spanOf("end"), "`end` must be a non-negative integer");
    }
    if (start.compareTo(end) > 0) {
      site.reject(
          "invalid `start`", site.spanOf("start"), "`start` must be less than or equal to `end`");
    }
    long from = Arguments.clamped(start.toBigInteger());
    long to = Arguments.clamped(end.toBigInteger());
    return (event, arguments) -> PythonStrings.slice(Arguments.text(arguments, 0), from, to);
  }
}
