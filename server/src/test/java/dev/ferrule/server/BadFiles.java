package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that no reader should take. */
final class BadFiles {
  private static final byte[] PDF_HEADER = "%PDF-1.7\n".getBytes(ISO_8859_1);

  private BadFiles() {}

  /** Ten entities, each ten of the one before: a billion at the last. */
  static String laughs() {
    var dtd = new StringBuilder("<!ENTITY e0 \"ha\">");
    for (int i = 1; i < 10; i++) {
      dtd.append("<!ENTITY e")
          .append(i)
          .append(" \"")
          .append(("&e" + (i - 1) + ";").repeat(10))
          .append("\">");
    }
    return dtd.append("<!ENTITY x \"&e9;\">").toString();
  }

  static byte[] noise(int bytes) {
    var noise = new byte[bytes];
    new Random(1).nextBytes(noise);
    return noise;
  }

  static byte[] noisyPdf(int bytes) {
    byte[] noise = noise(bytes);
    System.arraycopy(PDF_HEADER, 0, noise, 0, PDF_HEADER.length);
    return noise;
  }

  static byte[] spaces(int bytes) {
    var spaces = new byte[bytes];
    Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }

  static byte[] emptyPdf() {
    return pdf("", new byte[0]);
  }

  /** Made with a password. */
  static byte[] encryptedPdf() {
    try (var in = BadFiles.class.getResourceAsStream("/encrypted.pdf")) {
      return java.util.Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] inflatingPdf() {
    var deflated = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(deflated)) {
      byte[] spaces = spaces(1 << 20);
      for (int i = 0; i < 300; i++) {
        deflater.write(spaces);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pdf("/Filter/FlateDecode", deflated.toByteArray());
  }

  private static byte[] pdf(String filter, byte[] content) {
    var pdf = new ByteArrayOutputStream();
    pdf.writeBytes(
        ("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
                + "4 0 obj<<"
                + filter
                + "/Length "
                + content.length
                + ">>stream\n")
            .getBytes(ISO_8859_1));
    pdf.writeBytes(content);
    pdf.writeBytes("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF".getBytes(ISO_8859_1));
    return pdf.toByteArray();
  }

  /** A DOCX whose main part is this. */
  static byte[] docx(byte[] document) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      part(zip, "[Content_Types].xml", "<Types/>".getBytes(UTF_8));
      part(zip, "word/document.xml", document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] manyParts(int parts) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < parts; i++) {
        part(zip, "word/media/" + i, new byte[0]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void part(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
