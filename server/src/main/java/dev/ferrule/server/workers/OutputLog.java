package dev.ferrule.server.workers;

import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a worker writes into the node's log: lines are cut, and of too many in a while only
 * the number is told. Thread-safe.
 */
final class OutputLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);

  static final int MOST_LINE_CHARS = 1_000;
  static final int MOST_LINES = 200;
  static final Duration WHILE = Duration.ofSeconds(10);

  private final String name;
  private String lastLine = "nothing";
  private long whileNanos = System.nanoTime();
  private int lines;
  private int dropped;

  OutputLog(String name) {
    this.name = name;
  }

  /** Reads to the end; never holds more than a line as long as may be. */
  void readAll(Reader reader) throws IOException {
    var line = new StringBuilder();
    for (int next = reader.read(); next >= 0; next = reader.read()) {
      if (next == '\n') {
        say(line.toString());
        line.setLength(0);
      } else if (line.length() < MOST_LINE_CHARS) {
        line.append(Character.isISOControl(next) ? ' ' : (char) next);
      }
    }
    if (!line.isEmpty()) {
      say(line.toString());
    }
  }

  synchronized void say(String line) {
    if (line.isBlank()) {
      return;
    }
    lastLine = line.strip();
    long now = System.nanoTime();
    if (now - whileNanos > WHILE.toNanos()) {
      if (dropped > 0) {
        LOG.warn("worker {} wrote {} more lines, which were dropped", name, dropped);
      }
      whileNanos = now;
      lines = 0;
      dropped = 0;
    }
    if (++lines <= MOST_LINES) {
      LOG.info("worker {}: {}", name, line);
    } else {
      dropped++;
    }
  }

  /** What it wrote last. */
  synchronized String lastLine() {
    return lastLine;
  }
}
