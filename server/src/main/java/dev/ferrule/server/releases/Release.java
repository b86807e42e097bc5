package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rule set as it is published: files by path, named by their content. Immutable; the arrays are
 * shared and not changed.
 *
 * <p>At most {@link #MOST_FILES} files, of at most {@link #MOST_FILE_BYTES} each and {@link
 * #MOST_BYTES} together; more is refused with {@link ErrorCode#RULE_LIMIT}, and a path that could
 * lead out of a directory with {@link ErrorCode#RULE_INVALID}.
 */
public final class Release {
  public static final int MOST_FILES = 10_000;
  public static final int MOST_FILE_BYTES = 16 << 20;
  public static final int MOST_BYTES = 64 << 20;

  private static final int MOST_PATH_CHARS = 500;
  private static final int SHORT_HASH_CHARS = 12;

  private final SortedMap<String, byte[]> files;
  private final String hash;
  private final long totalBytes;

  private Release(SortedMap<String, byte[]> files, long totalBytes) {
    this.files = Collections.unmodifiableSortedMap(files);
    this.totalBytes = totalBytes;
    this.hash = hashOf(files);
  }

  /** A release of these files. What they say is not looked at. */
  public static Release of(Map<String, byte[]> files) {
    if (files.size() > MOST_FILES) {
      throw tooMuch("at most %d files, found %d".formatted(MOST_FILES, files.size()));
    }
    var sorted = new TreeMap<String, byte[]>();
    long bytes = 0;
    for (var file : files.entrySet()) {
      requirePath(file.getKey());
      int length = file.getValue().length;
      if (length > MOST_FILE_BYTES) {
        throw tooMuch(
            "at most %d bytes in a file, found path=%s bytes=%d"
                .formatted(MOST_FILE_BYTES, file.getKey(), length));
      }
      bytes += length;
      sorted.put(file.getKey(), file.getValue());
    }
    if (bytes > MOST_BYTES) {
      throw tooMuch("at most %d bytes in all files, found %d".formatted(MOST_BYTES, bytes));
    }
    return new Release(sorted, bytes);
  }

  private static void requirePath(String path) {
    String wrong =
        path.isEmpty() || path.length() > MOST_PATH_CHARS
            ? "1 to %d characters".formatted(MOST_PATH_CHARS)
            : path.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')
                ? "no control characters and no backslashes"
                : List.of(path.split("/", -1)).stream().anyMatch(Release::leadsAway)
                    ? "a path within the rule set, without empty parts, . and .."
                    : "";
    if (!wrong.isEmpty()) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID,
          "expected %s in the path of a file, found %s".formatted(wrong, shown(path)));
    }
  }

  private static boolean leadsAway(String part) {
    return part.isEmpty() || part.equals(".") || part.equals("..");
  }

  private static String shown(String path) {
    String plain = path.replaceAll("[\\p{Cntrl}]", "?");
    return plain.length() <= MOST_PATH_CHARS ? plain : plain.substring(0, 40) + "...";
  }

  private static FerruleException tooMuch(String message) {
    return new FerruleException(ErrorCode.RULE_LIMIT, "expected " + message);
  }

  /* Lengths stand before what they measure, so that no two sets of files give the same bytes. */
  private static String hashOf(SortedMap<String, byte[]> files) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      files.forEach((path, content) -> {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(name.length).flip());
        digest.update(name);
        digest.update(ByteBuffer.allocate(4).putInt(content.length).flip());
        digest.update(content);
      });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The SHA-256 over the files in the order of their paths, in hexadecimal. */
  public String hash() {
    return hash;
  }

  /** A hash as people are shown it: its first 12 digits. */
  public static String shortHash(String hash) {
    return hash.length() <= SHORT_HASH_CHARS ? hash : hash.substring(0, SHORT_HASH_CHARS);
  }

  /** The files, sorted by path. */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** The bytes of all files together. */
  public long totalBytes() {
    return totalBytes;
  }
}
