package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The files of a release as compressed bytes: a version byte, then in zlib's form the number of
 * files, and for each the length of its path, its path in UTF-8, its length and its content.
 * Numbers have four bytes, the greatest first. Stateless.
 */
public final class ReleaseCodec {
  private static final int VERSION = 1;

  private ReleaseCodec() {}

  public static byte[] encode(Release release) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeInt(release.files().size());
      for (var file : release.files().entrySet()) {
        byte[] path = file.getKey().getBytes(StandardCharsets.UTF_8);
        out.writeInt(path.length);
        out.write(path);
        out.writeInt(file.getValue().length);
        out.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The release of encoded bytes.
   *
   * @throws FerruleException with {@link ErrorCode#STORE_CORRUPT} when they are none, or not those
   *     of {@code hash}
   */
  public static Release decode(String hash, byte[] encoded) {
    Release release;
    try {
      release = decode(encoded);
    } catch (IOException | RuntimeException e) {
      throw corrupt(hash, e);
    }
    if (!release.hash().equals(hash)) {
      throw corrupt(hash, new IOException("the files have the hash " + release.hash()));
    }
    return release;
  }

  private static Release decode(byte[] encoded) throws IOException {
    if (encoded.length == 0 || encoded[0] != VERSION) {
      throw new IOException("not of this version");
    }
    var in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(encoded, 1, encoded.length - 1)));
    var files = new TreeMap<String, byte[]>();
    int count = in.readInt();
    long left = Release.MOST_BYTES;
    for (int i = 0; i < count; i++) {
      String path = new String(read(in, Release.MOST_FILE_BYTES), StandardCharsets.UTF_8);
      byte[] content = read(in, left);
      left -= content.length;
      files.put(path, content);
    }
    return Release.of(files);
  }

  private static byte[] read(DataInputStream in, long most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("a length out of range: " + length);
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("it ends too early");
    }
    return bytes;
  }

  private static FerruleException corrupt(String hash, Exception cause) {
    return new FerruleException(
        ErrorCode.STORE_CORRUPT,
        "expected the files of release=%s, found others or none".formatted(Release.shortHash(hash)),
        cause);
  }
}
