package dev.ferrule.server.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Times as people write and read them on the command line. Stateless. */
final class TimeText {
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)([smhd]?)");

  private TimeText() {}

  /** A time of the API without fractions of a second; any other text as it is. */
  static String seconds(String time) {
    try {
      return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException e) {
      return time;
    }
  }

  /** Reads a length of time, as 90, 90s, 15m, 2h or 7d, into seconds. Stateless. */
  static final class Length implements CommandLine.ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      Matcher parts = LENGTH.matcher(text);
      if (!parts.matches()) {
        throw new CommandLine.TypeConversionException(
            "expected a length of time as 90s, 15m, 2h or 7d, found " + text);
      }
      double unitSeconds =
          switch (parts.group(2)) {
            case "m" -> 60;
            case "h" -> 3_600;
            case "d" -> 86_400;
            default -> 1;
          };
      return Double.parseDouble(parts.group(1)) * unitSeconds;
    }
  }
}
