package dev.ferrule.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Events of a file as if they happened now: every time in an event is moved by what lies between
 * the event's own time and the present, and its id is left out, so that the file may be sent again
 * and again. Confined.
 */
final class EventReplay {
  private static final Pattern ID = Pattern.compile("\"action_id\":\\d+,");
  private static final Pattern OWN_TIME = Pattern.compile("\"timestamp\":\"([^\"]+)\"");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?(?:Z|\\+00:00)");

  private final List<String> lines;
  private final InstantSource clock;
  private int next;

  private EventReplay(List<String> lines, InstantSource clock) {
    this.lines = lines;
    this.clock = clock;
  }

  /** Reads a file of JSON lines, compressed by gzip. */
  static EventReplay open(Path file, InstantSource clock) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return new EventReplay(reader.lines().toList(), clock);
    }
  }

  /** The next events as JSON lines; after the last comes the first again. */
  byte[] next(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(asOf(lines.get(next), clock.instant())).append('\n');
      next = (next + 1) % lines.size();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String asOf(String line, Instant now) {
    Matcher own = OWN_TIME.matcher(line);
    if (!own.find()) {
      return line;
    }
    Duration later = Duration.between(Instant.parse(own.group(1)), now);
    return TIME.matcher(ID.matcher(line).replaceFirst(""))
        .replaceAll(time -> Instant.parse(time.group()).plus(later).toString());
  }
}
