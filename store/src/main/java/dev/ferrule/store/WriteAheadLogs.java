package dev.ferrule.store;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Finds write-ahead logs that are damaged before their end. RocksDB replays a log up to the first
 * record that does not fit its checksum and takes that for the write that a crash cut off. That is
 * right for the last record alone: each write is synced before the next begins, so when a whole
 * record begins behind the damage, the damaged one had been acknowledged. Damage to the very last
 * record cannot be told from a write that was cut off. Stateless.
 *
 * <p>Source: RocksDB's {@code db/log_format.h}. A log is blocks of 32 KiB; a record is a masked
 * CRC-32C (4 bytes), a length (2), a type (1), in recyclable records the number of the log (4), and
 * the payload; all little-endian. The checksum covers what comes after the length.
 */
final class WriteAheadLogs {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;
  private static final int RECYCLABLE_HEADER_BYTES = 11;
  private static final int RECYCLABLE_FULL = 5;
  private static final int RECYCLABLE_FIRST = 6;
  private static final int RECYCLABLE_LAST = 8;
  private static final int RECYCLABLE_TIMESTAMPS = 11;

  private WriteAheadLogs() {}

  /**
   * A damaged log.
   *
   * @param file the log
   * @param offsetBytes where its first damaged record is
   */
  record Damage(Path file, long offsetBytes) {}

  /** The damaged logs of a store that no process has open. */
  static List<Damage> damaged(Path directory) {
    var found = new ArrayList<Damage>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(WriteAheadLogs::isLog).sorted().toList()) {
        long offset = damage(file);
        if (offset >= 0) {
          found.add(new Damage(file, offset));
        }
      }
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.STORE_FAILED, "expected readable logs in %s".formatted(directory), e);
    }
    return found;
  }

  static boolean isLog(Path file) {
    return String.valueOf(file.getFileName()).matches("\\d{1,18}\\.log");
  }

  /** Where the damage begins; -1 when the log is sound. */
  private static long damage(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    int number = (int) Long.parseLong(name.substring(0, name.length() - ".log".length()));
    try (var channel = FileChannel.open(file)) {
      var log = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      log.order(ByteOrder.LITTLE_ENDIAN);
      int end = endOfRecords(log, number);
      for (int at = end + 1; at <= log.limit() - RECYCLABLE_HEADER_BYTES; at++) {
        int type = log.get(at + 6);
        if ((type == RECYCLABLE_FULL || type == RECYCLABLE_FIRST) && length(log, at, number) > 0) {
          return end;
        }
      }
      return -1;
    }
  }

  /** The offset behind the last record of the unbroken run from the beginning. */
  private static int endOfRecords(ByteBuffer log, int number) {
    int at = 0;
    while (at < log.limit()) {
      int left = BLOCK_BYTES - at % BLOCK_BYTES;
      if (left < RECYCLABLE_HEADER_BYTES) {
        at += left; // no record begins here: the block is filled up
        continue;
      }
      int length = length(log, at, number);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return at;
  }

  /** How long the whole record at this place is; 0 when there is none of this log. */
  private static int length(ByteBuffer log, int at, int number) {
    int left = Math.min(BLOCK_BYTES - at % BLOCK_BYTES, log.limit() - at);
    if (left < RECYCLABLE_HEADER_BYTES) {
      return 0;
    }
    int type = log.get(at + 6);
    boolean recyclable =
        (type >= RECYCLABLE_FULL && type <= RECYCLABLE_LAST) || type == RECYCLABLE_TIMESTAMPS;
    int header = recyclable ? RECYCLABLE_HEADER_BYTES : HEADER_BYTES;
    int length = header + (log.getShort(at + 4) & 0xFFFF);
    if (type == 0 || length > left || (recyclable && log.getInt(at + HEADER_BYTES) != number)) {
      return 0;
    }
    var crc = new CRC32C();
    crc.update(log.slice(at + 6, length - 6));
    return masked((int) crc.getValue()) == log.getInt(at) ? length : 0;
  }

  private static int masked(int crc) {
    return Integer.rotateRight(crc, 15) + 0xa282ead8;
  }
}
