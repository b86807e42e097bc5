package dev.ferrule.rules.functions.time;

import dev.ferrule.rules.functions.text.PythonStrings;
import dev.ferrule.rules.values.Failure;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads dates as people and programs write them: ISO 8601 with or without separators, the forms of
 * e-mail and HTTP, month names, slashes with the month first, am and pm. Confined: one object reads
 * one text.
 *
 * <p>What the text leaves out comes from the current day. The results are those of Python's
 * dateutil 2.9 for these forms, but for the offset, which counts here.
 */
final class DateText {
  private static final List<String> MONTHS =
      words("jan feb mar apr may jun jul aug sep oct nov dec");
  private static final List<String> FULL_MONTHS =
      words(
          "january february march april may june july august september october november"
              + " december");
  private static final Set<String> WEEKDAYS =
      Set.copyOf(
          words(
              "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday"
                  + " sunday"));
  private static final Set<String> FILLERS =
      Set.copyOf(words(". , ; - / ' at on and ad m t of st nd rd th"));

  private final DateTokens tokens;

  /** The parts of the date in the order written, and which of them is a month or year for sure. */
  private final List<Integer> parts = new ArrayList<>(3);

  private int monthAt = -1;
  private int yearAt = -1;

  private int hour = -1;
  private int minute;
  private int second;
  private int nanos;
  private int offsetSeconds;
  private boolean signReversed;

  private DateText(String text) {
    tokens = new DateTokens(text);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /** The point in time, or the failure that says why the text is none. */
  static Object parse(String text, Instant now) {
    try {
      return new DateText(text).read(text, now);
    } catch (NumberFormatException e) {
      return unknown(text);
    } catch (DateTimeException e) {
      return Failure.unexpected("ParserError", e.getMessage() + ": " + text);
    }
  }

  private static Failure unknown(String text) {
    return Failure.unexpected("ParserError", "Unknown string format: " + text);
  }

  private Object read(String text, Instant now) {
    while (tokens.hasNext()) {
      String token = tokens.next();
      boolean understood =
          DateTokens.isDigit(token.charAt(0)) ? readNumber(token) : readWord(token);
      if (!understood || parts.size() > 3) {
        return unknown(text);
      }
    }
    if (parts.isEmpty() && hour < 0) {
      return Failure.unexpected("ParserError", "String does not contain a date: " + text);
    }
    LocalDate date = date(LocalDate.ofInstant(now, ZoneOffset.UTC));
    require(hour < 24, "hour must be in 0..23");
    require(minute < 60, "minute must be in 0..59");
    require(second < 60, "second must be in 0..59");
    return date.atTime(Math.max(0, hour), minute, second, nanos)
        .minusSeconds(offsetSeconds)
        .toInstant(ZoneOffset.UTC);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new DateTimeException(message);
    }
  }

  private boolean readWord(String token) {
    String word = PythonStrings.lower(token);
    int month = month(word);
    if (month > 0 && monthAt < 0) {
      monthAt = parts.size();
      parts.add(month);
      readAfterMonth();
      return true;
    }
    if (WEEKDAYS.contains(word)) {
      return true;
    }
    if (hour >= 0 && isHalf(word)) {
      return applyHalf(word);
    }
    if (hour >= 0 && isZone(token)) {
      // As in "GMT+3", which means that my time plus three hours is GMT.
      signReversed = tokens.peek(0).equals("+") || tokens.peek(0).equals("-");
      return true;
    }
    if (hour >= 0 && (token.equals("+") || token.equals("-"))) {
      return readOffset(token.equals("+") != signReversed ? 1 : -1);
    }
    if (token.equals("(") && hour >= 0) {
      return skipComment();
    }
    return word.equals(" ") || FILLERS.contains(word);
  }

  /** {@code Jan-01-99} */
  private void readAfterMonth() {
    String separator = tokens.peek(0);
    if ((separator.equals("-") || separator.equals("/")) && isWhole(tokens.peek(1))) {
      parts.add(Integer.parseInt(tokens.peek(1)));
      tokens.skip(2);
      if (tokens.peek(0).equals(separator) && isWhole(tokens.peek(1))) {
        addPart(tokens.peek(1));
        tokens.skip(2);
      }
    }
  }

  private static int month(String word) {
    return word.equals("sept") ? 9 : Math.max(MONTHS.indexOf(word), FULL_MONTHS.indexOf(word)) + 1;
  }

  private static boolean isZone(String token) {
    boolean capitals = token.length() >= 3 && token.length() <= 5;
    for (int i = 0; i < token.length(); i++) {
      capitals &= token.charAt(i) >= 'A' && token.charAt(i) <= 'Z';
    }
    return capitals || token.equals("Z") || token.equals("z");
  }

  private static boolean isHalf(String word) {
    return switch (word) {
      case "am", "a", "pm", "p" -> true;
      default -> false;
    };
  }

  private boolean applyHalf(String word) {
    if (hour > 12) {
      return false;
    }
    hour = hour % 12 + (word.startsWith("p") ? 12 : 0);
    return true;
  }

  private boolean readOffset(int sign) {
    String digits = tokens.peek(0);
    if (!isWhole(digits)) {
      return false;
    }
    tokens.skip(1);
    int hours;
    int minutes = 0;
    if (digits.length() == 4) {
      hours = Integer.parseInt(digits.substring(0, 2));
      minutes = Integer.parseInt(digits.substring(2));
    } else if (tokens.peek(0).equals(":") && isWhole(tokens.peek(1))) {
      hours = Integer.parseInt(digits);
      minutes = Integer.parseInt(tokens.peek(1));
      tokens.skip(2);
    } else if (digits.length() <= 2) {
      hours = Integer.parseInt(digits);
    } else {
      return false;
    }
    offsetSeconds = sign * (hours * 3600 + minutes * 60);
    return hours < 24;
  }

  /** The name of a zone after its offset, as {@code (CEST)}. */
  private boolean skipComment() {
    while (tokens.hasNext()) {
      if (tokens.next().equals(")")) {
        return true;
      }
    }
    return false;
  }

  private boolean readNumber(String number) {
    int point = Math.max(number.indexOf('.'), number.indexOf(','));
    String whole = point < 0 ? number : number.substring(0, point);
    String following = tokens.peek(0);
    if (parts.size() == 3
        && hour < 0
        && point < 0
        && (whole.length() == 2 || whole.length() == 4)
        && !following.equals(":")) {
      hour = Integer.parseInt(whole.substring(0, 2));
      minute = whole.length() == 4 ? Integer.parseInt(whole.substring(2)) : 0;
      return true;
    }
    if (whole.length() == 6) {
      readSixDigits(number, whole, point);
      return true;
    }
    if (point < 0 && (whole.length() == 8 || whole.length() == 12 || whole.length() == 14)) {
      readLongDate(whole);
      return true;
    }
    if (following.equals(":")) {
      return readTime(whole);
    }
    if (isHalf(following.toLowerCase(Locale.ROOT))
        || (following.equals(" ") && isHalf(tokens.peek(1).toLowerCase(Locale.ROOT)))) {
      hour = Integer.parseInt(whole);
      return true;
    }
    return point < 0 && readDatePart(whole);
  }

  /** {@code 260102}, or, when there is a date or a fraction, {@code 030405.678}. */
  private void readSixDigits(String number, String whole, int point) {
    int first = Integer.parseInt(whole.substring(0, 2));
    int middle = Integer.parseInt(whole.substring(2, 4));
    if (parts.isEmpty() && point < 0) {
      parts.add(first);
      parts.add(middle);
      parts.add(Integer.parseInt(whole.substring(4)));
    } else {
      hour = first;
      minute = middle;
      readSeconds(number.substring(4));
    }
  }

  /** {@code 20260102}, {@code 202601020304}, {@code 20260102030405}. */
  private void readLongDate(String digits) {
    yearAt = parts.size();
    parts.add(Integer.parseInt(digits.substring(0, 4)));
    parts.add(Integer.parseInt(digits.substring(4, 6)));
    parts.add(Integer.parseInt(digits.substring(6, 8)));
    if (digits.length() > 8) {
      hour = Integer.parseInt(digits.substring(8, 10));
      minute = Integer.parseInt(digits.substring(10, 12));
      second = digits.length() > 12 ? Integer.parseInt(digits.substring(12)) : 0;
    }
  }

  private boolean readTime(String hours) {
    if (!isNumber(tokens.peek(1))) {
      return false;
    }
    hour = Integer.parseInt(hours);
    var minutes = new BigDecimal(tokens.peek(1).replace(',', '.'));
    minute = minutes.intValue();
    second = minutes.remainder(BigDecimal.ONE).multiply(BigDecimal.valueOf(60)).intValue();
    tokens.skip(2);
    if (tokens.peek(0).equals(":") && isNumber(tokens.peek(1))) {
      readSeconds(tokens.peek(1));
      tokens.skip(2);
    }
    return true;
  }

  private void readSeconds(String text) {
    String[] split = text.replace(',', '.').split("\\.", -1);
    second = Integer.parseInt(split[0]);
    // Python keeps microseconds and cuts the rest off.
    String micros = split.length > 1 ? (split[1] + "000000").substring(0, 6) : "0";
    nanos = Integer.parseInt(micros) * 1000;
  }

  private boolean readDatePart(String digits) {
    addPart(digits);
    String separator = tokens.peek(0);
    if (!separator.equals("-") && !separator.equals("/") && !separator.equals(".")) {
      return true;
    }
    if (!addNext()) {
      return true;
    }
    if (tokens.peek(0).equals(separator)) {
      addNext();
    }
    return true;
  }

  /** Takes the part of the date after a separator. */
  private boolean addNext() {
    String next = tokens.peek(1);
    int month = month(PythonStrings.lower(next));
    if (month > 0) {
      monthAt = parts.size();
      parts.add(month);
    } else if (isWhole(next)) {
      addPart(next);
    } else {
      return false;
    }
    tokens.skip(2);
    return true;
  }

  private void addPart(String digits) {
    if (digits.length() > 2) {
      yearAt = parts.size();
    }
    parts.add(Integer.parseInt(digits));
  }

  private static boolean isWhole(String token) {
    return isNumber(token) && token.indexOf('.') < 0 && token.indexOf(',') < 0;
  }

  private static boolean isNumber(String token) {
    return !token.isEmpty() && DateTokens.isDigit(token.charAt(0));
  }

  /** Decides which part is which: what can be no month or day is something else. */
  private LocalDate date(LocalDate today) {
    int year = today.getYear();
    int month = today.getMonthValue();
    int day = -1;
    var rest = new ArrayList<Integer>(parts);
    int yearPart = yearAt >= 0 ? yearAt : firstOver(31);
    if (monthAt >= 0) {
      month = parts.get(monthAt);
      take(rest, monthAt);
      yearPart = yearPart > monthAt ? yearPart - 1 : yearPart;
    }
    boolean yearFirst = yearPart == 0;
    if (yearPart >= 0) {
      year = take(rest, yearPart);
    } else if (rest.size() == (monthAt >= 0 ? 2 : 3)) {
      year = rest.removeLast();
    }
    if (monthAt < 0 && !rest.isEmpty() && (rest.size() == 2 || yearPart >= 0)) {
      // The month stands first, unless it is too large for one.
      boolean dayFirst = rest.size() == 2 && rest.getFirst() > 12 && !yearFirst;
      month = take(rest, dayFirst ? 1 : 0);
    }
    if (!rest.isEmpty()) {
      day = rest.getFirst();
    }
    boolean century = (yearPart >= 0 && yearAt == yearPart) || parts.isEmpty();
    int whole = year < 100 && !century ? nearest(year, today.getYear()) : year;
    require(whole > 0 && whole <= 9999, "year " + whole + " is out of range");
    require(month > 0 && month <= 12, "month must be in 1..12");
    int last = YearMonth.of(whole, month).lengthOfMonth();
    require(day != 0 && day <= last, "day is out of range for month");
    return LocalDate.of(whole, month, day > 0 ? day : Math.min(today.getDayOfMonth(), last));
  }

  private static int take(List<Integer> list, int index) {
    int value = list.get(index);
    list.subList(index, index + 1).clear();
    return value;
  }

  private int firstOver(int limit) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) > limit) {
        return i;
      }
    }
    return -1;
  }

  /** The year of the two digits that is within fifty years of this one. */
  private static int nearest(int digits, int thisYear) {
    int year = thisYear / 100 * 100 + digits;
    return year >= thisYear + 50 ? year - 100 : year < thisYear - 50 ? year + 100 : year;
  }
}
