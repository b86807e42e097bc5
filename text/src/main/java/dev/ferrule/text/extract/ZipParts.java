package dev.ferrule.text.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a ZIP held in memory. Only what is asked for is inflated, and never past the
 * limits, whatever the headers say. Confined to one thread.
 *
 * <p>Source: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16, without ZIP64 and encryption.
 */
final class ZipParts {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int END_BYTES = 22;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final int MAX_COMMENT_BYTES = 65_535;
  private static final int RATIO_FREE_BYTES = 1 << 20;

  private record Entry(int method, int flags, int compressedBytes, int localOffset) {}

  private final ByteBuffer zip;
  private final ExtractionLimits limits;
  private final Map<String, Entry> entries = new HashMap<>();
  private long unzippedBytes;

  ZipParts(byte[] content, ExtractionLimits limits) {
    this.zip = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    this.limits = limits;
    readDirectory();
  }

  private void readDirectory() {
    int end = findEnd();
    if (end < 0) {
      throw Failures.unreadable("expected a ZIP file, found no end of its directory");
    }
    int count = zip.getShort(end + 10) & 0xffff;
    int at = zip.getInt(end + 16);
    if (count > limits.maxZipEntries()) {
      throw Failures.tooLarge("a ZIP of entries=" + count, "maxZipEntries", limits.maxZipEntries());
    }
    for (int i = 0; i < count; i++) {
      if (at < 0 || at > zip.capacity() - ENTRY_BYTES || zip.getInt(at) != ENTRY_SIGNATURE) {
        throw Failures.unreadable("expected a sound ZIP directory, found a broken entry=" + i);
      }
      int nameBytes = zip.getShort(at + 28) & 0xffff;
      int extraBytes = zip.getShort(at + 30) & 0xffff;
      int commentBytes = zip.getShort(at + 32) & 0xffff;
      if (at + ENTRY_BYTES + nameBytes > zip.capacity()) {
        throw Failures.unreadable("expected a sound ZIP directory, found a broken entry=" + i);
      }
      String name = new String(zip.array(), at + ENTRY_BYTES, nameBytes, UTF_8);
      var entry =
          new Entry(
              zip.getShort(at + 10),
              zip.getShort(at + 8),
              zip.getInt(at + 20),
              zip.getInt(at + 42));
      entries.putIfAbsent(name.startsWith("/") ? name.substring(1) : name, entry);
      at += ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    }
  }

  private int findEnd() {
    int last = zip.capacity() - END_BYTES;
    for (int at = last; at >= 0 && at >= last - MAX_COMMENT_BYTES; at--) {
      if (zip.getInt(at) == END_SIGNATURE) {
        return at;
      }
    }
    return -1;
  }

  /** The bytes of an entry, or null when there is none of that name. */
  byte @Nullable [] find(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : read(name, entry);
  }

  private byte[] read(String name, Entry entry) {
    int local = entry.localOffset;
    boolean sound =
        local >= 0
            && local <= zip.capacity() - LOCAL_BYTES
            && zip.getInt(local) == LOCAL_SIGNATURE
            && (entry.flags & 1) == 0;
    if (!sound) {
      throw broken(name);
    }
    long start =
        (long) local
            + LOCAL_BYTES
            + (zip.getShort(local + 26) & 0xffff)
            + (zip.getShort(local + 28) & 0xffff);
    if (entry.compressedBytes < 0 || start + entry.compressedBytes > zip.capacity()) {
      throw broken(name);
    }
    return switch (entry.method) {
      case 0 -> {
        var stored = new byte[entry.compressedBytes];
        zip.get((int) start, stored);
        count(stored.length);
        yield stored;
      }
      case 8 -> inflate(name, (int) start, entry.compressedBytes);
      default -> throw broken(name);
    };
  }

  private byte[] inflate(String name, int start, int compressedBytes) {
    var out = new ByteArrayOutputStream(Math.min(compressedBytes * 4, 1 << 20) + 64);
    var buffer = new byte[16_384];
    try (var inflater = new Inflater(true)) {
      inflater.setInput(zip.array(), start, compressedBytes);
      while (!inflater.finished()) {
        int length = inflater.inflate(buffer);
        if (length == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw broken(name);
        }
        count(length);
        out.write(buffer, 0, length);
        if (out.size() > RATIO_FREE_BYTES
            && out.size() / Math.max(1, compressedBytes) > limits.maxCompressionRatio()) {
          throw Failures.tooLarge(
              "the inflation of part=" + name, "maxCompressionRatio", limits.maxCompressionRatio());
        }
      }
    } catch (DataFormatException damaged) {
      throw Failures.unreadable("expected a sound ZIP entry, found a broken part=" + name, damaged);
    }
    return out.toByteArray();
  }

  private void count(int bytes) {
    unzippedBytes += bytes;
    if (unzippedBytes > limits.maxUnzippedBytes()) {
      throw Failures.tooLarge("the inflated parts", "maxUnzippedBytes", limits.maxUnzippedBytes());
    }
  }

  private static RuntimeException broken(String name) {
    return Failures.unreadable("expected a sound ZIP entry, found a broken part=" + name);
  }
}
