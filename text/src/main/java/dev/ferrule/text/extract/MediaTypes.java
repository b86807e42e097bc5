package dev.ferrule.text.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The media types that text can be extracted from, and how a file shows which one it is. */
public final class MediaTypes {
  public static final String PLAIN = "text/plain";
  public static final String MARKDOWN = "text/markdown";
  public static final String HTML = "text/html";
  public static final String PDF = "application/pdf";
  public static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  private static final int SNIFFED_BYTES = 4096;

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("txt", PLAIN),
          Map.entry("text", PLAIN),
          Map.entry("log", PLAIN),
          Map.entry("csv", PLAIN),
          Map.entry("md", MARKDOWN),
          Map.entry("markdown", MARKDOWN),
          Map.entry("mdown", MARKDOWN),
          Map.entry("html", HTML),
          Map.entry("htm", HTML),
          Map.entry("xhtml", HTML),
          Map.entry("pdf", PDF),
          Map.entry("docx", DOCX));

  /** Signatures of files that hold no text we can read, with the name to show. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("\u00d0\u00cf\u0011\u00e0", "an old or encrypted Office file"),
          Map.entry("{\\rtf", "an RTF file"),
          Map.entry("\u0089PNG", "a PNG image"),
          Map.entry("\u00ff\u00d8\u00ff", "a JPEG image"),
          Map.entry("GIF8", "a GIF image"),
          Map.entry("\u001f\u008b", "a gzip file"),
          Map.entry("7z\u00bc\u00af", "a 7z archive"),
          Map.entry("Rar!", "a RAR archive"),
          Map.entry("\u007fELF", "a program"));

  private MediaTypes() {}

  /**
   * The type of a file: what its first bytes show beyond doubt (PDF, ZIP, known binaries), else
   * what its name says, else HTML or plain text by its look.
   *
   * @param head the first bytes of the file; 4 KiB are enough
   * @throws dev.ferrule.model.FerruleException {@code request.media-type} when no text can be read
   *     from such a file
   */
  public static String of(String fileName, byte[] head) {
    String extension = extension(fileName);
    String known = BY_EXTENSION.get(extension);
    String start = new String(head, 0, Math.min(head.length, SNIFFED_BYTES), ISO_8859_1);
    if (isPdf(start, PDF.equals(known))) {
      return PDF;
    }
    if (start.startsWith("PK\u0003\u0004")) {
      return zipType(start, known);
    }
    for (var signature : FOREIGN.entrySet()) {
      if (start.startsWith(signature.getKey())) {
        throw unsupported("found " + signature.getValue());
      }
    }
    if (known != null && (known.equals(PDF) || known.equals(DOCX))) {
      return known;
    }
    if (looksBinary(head, start.length())) {
      throw unsupported("found an unknown binary file");
    }
    return known != null ? known : looksLikeHtml(start) ? HTML : PLAIN;
  }

  /** The type without its parameters, in lower case. */
  static String essence(String mediaType) {
    int semicolon = mediaType.indexOf(';');
    String essence = semicolon < 0 ? mediaType : mediaType.substring(0, semicolon);
    return essence.strip().toLowerCase(Locale.ROOT);
  }

  /** The value of the charset parameter, or null. */
  static @Nullable String findCharset(String mediaType) {
    int at = mediaType.toLowerCase(Locale.ROOT).indexOf("charset=");
    if (at < 0) {
      return null;
    }
    String value = mediaType.substring(at + "charset=".length());
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).replace("\"", "").strip();
  }

  private static String extension(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean isPdf(String start, boolean named) {
    int at = start.indexOf("%PDF-");
    if (named) {
      return at >= 0;
    }
    return at >= 0 && start.substring(0, at).isBlank();
  }

  private static String zipType(String start, @Nullable String known) {
    boolean word = start.contains("word/");
    boolean otherOffice = start.contains("xl/") || start.contains("ppt/");
    if (word || (DOCX.equals(known) && !otherOffice)) {
      return DOCX;
    }
    throw unsupported("found a ZIP file that is no DOCX");
  }

  private static boolean looksBinary(byte[] head, int length) {
    if (TextDecoder.hasByteOrderMark(head)) {
      return false;
    }
    int controls = 0;
    for (int i = 0; i < length; i++) {
      int b = head[i] & 0xff;
      boolean textual = b >= ' ' || (b >= '\t' && b <= '\r') || b == 0x1b;
      controls += textual ? 0 : 1;
    }
    return controls * 20 > length;
  }

  private static boolean looksLikeHtml(String start) {
    String lower = start.stripLeading().toLowerCase(Locale.ROOT);
    return lower.startsWith("<!doctype html")
        || lower.startsWith("<html")
        || (lower.startsWith("<") && lower.contains("<body"));
  }

  private static RuntimeException unsupported(String found) {
    return Failures.unsupported("expected plain text, Markdown, HTML, PDF or DOCX: " + found);
  }
}
