package dev.ferrule.rules.authoring;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.JsonSlice;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, one JSON object a line, in plain or gzip. Blank lines are skipped. Confined.
 */
public final class EventFile implements AutoCloseable {
  /** The longest line. */
  public static final int MOST_LINE_BYTES = 16 << 20;

  private final Path file;
  private final InputStream counted;
  private final InputStream in;
  private final long totalBytes;
  private long readBytes;
  private long lines;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;

  /**
   * Opens a file.
   *
   * @throws FerruleException with {@link ErrorCode#REQUEST_NOT_FOUND} when there is none, and with
   *     {@link ErrorCode#EVENT_INVALID} when it is named as gzip and is none
   */
  public EventFile(Path file) {
    this.file = file;
    try {
      totalBytes = Files.size(file);
      counted = new Counting(Files.newInputStream(file));
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.REQUEST_NOT_FOUND,
          "expected a readable file of events (JSON lines, or such in gzip), found none: %s (%s)"
              .formatted(file, e.getMessage()),
          e);
    }
    try {
      in = file.toString().endsWith(".gz") ? new GZIPInputStream(counted, 1 << 16) : counted;
    } catch (IOException e) {
      closeAfter(e);
      throw unreadable(e);
    }
  }

  private void closeAfter(IOException e) {
    try {
      counted.close();
    } catch (IOException again) {
      e.addSuppressed(again);
    }
  }

  private FerruleException unreadable(IOException e) {
    String found = e instanceof EOFException ? "it cut short" : e.getMessage();
    return new FerruleException(
        ErrorCode.EVENT_INVALID,
        "expected %s of events, found otherwise behind line %d of %s: %s"
            .formatted(
                file.toString().endsWith(".gz") ? "a gzip file" : "a file", lines, file, found),
        e);
  }

  /** The share of the file that was read, from 0 to 1. */
  public double progress() {
    return totalBytes == 0 ? 1 : Math.min(1, (double) readBytes / totalBytes);
  }

  /** The number of the line that was read last, from 1. */
  public long line() {
    return lines;
  }

  /**
   * The next line, or null at the end. Each has bytes of its own.
   *
   * @throws FerruleException with {@link ErrorCode#EVENT_TOO_LARGE} when the line is longer than
   *     {@link #MOST_LINE_BYTES}, and with {@link ErrorCode#EVENT_INVALID} when the file is damaged
   */
  public @Nullable JsonSlice next() {
    while (true) {
      int newline = find();
      if (newline < 0 && start == end) {
        return null;
      }
      int to = newline < 0 ? end : newline;
      lines++;
      byte[] line = Arrays.copyOfRange(buffer, start, to);
      start = newline < 0 ? end : newline + 1;
      if (!isBlank(line)) {
        return JsonSlice.of(line);
      }
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  /* The place of the next line feed, or -1 when the file ends without one. */
  private int find() {
    int looked = start;
    while (true) {
      for (int i = looked; i < end; i++) {
        if (buffer[i] == '\n') {
          return i;
        }
      }
      looked = end - start;
      if (!fill()) {
        return -1;
      }
      looked += start;
    }
  }

  private boolean fill() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      if (buffer.length >= MOST_LINE_BYTES) {
        throw new FerruleException(
            ErrorCode.EVENT_TOO_LARGE,
            "expected lines of at most %d bytes, found a longer one: line %d of %s"
                .formatted(MOST_LINE_BYTES, lines + 1, file));
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    try {
      int read = in.read(buffer, end, buffer.length - end);
      if (read <= 0) {
        return false;
      }
      end += read;
      return true;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Counts the bytes taken from the file, before they are inflated. */
  private final class Counting extends java.io.FilterInputStream {
    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      readBytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      readBytes += Math.max(0, read);
      return read;
    }
  }
}
