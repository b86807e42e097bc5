package dev.ferrule.text.extract;

import dev.ferrule.model.FerruleException;
import dev.ferrule.text.StructuredText;
import org.jspecify.annotations.Nullable;

/**
 * Turns a file into text with structure. Whatever the bytes, the only exception is a {@link
 * FerruleException}: {@code request.media-type} for a format it cannot read, {@code
 * request.too-large} past a limit, {@code document.unreadable} for a damaged, encrypted or textless
 * file. Time and memory are bounded by {@link ExtractionLimits}. Thread-safe.
 */
public final class Extractors {
  private final ExtractionLimits limits;

  public Extractors(ExtractionLimits limits) {
    this.limits = limits;
  }

  /** The media type of a file, by its first bytes and its name; see {@link MediaTypes#of}. */
  public static String mediaTypeOf(String fileName, byte[] head) {
    return MediaTypes.of(fileName, head);
  }

  /**
   * The text of a file.
   *
   * @param mediaType one of {@link MediaTypes}, perhaps with a charset parameter; other {@code
   *     text/...} types are read as plain text
   */
  public StructuredText extract(byte[] content, String mediaType) {
    if (content.length > limits.maxInputBytes()) {
      throw Failures.tooLarge(
          "a file of bytes=" + content.length, "maxInputBytes", limits.maxInputBytes());
    }
    String type = MediaTypes.essence(mediaType);
    String charset = MediaTypes.findCharset(mediaType);
    return guard(
        type,
        () ->
            switch (type) {
              case MediaTypes.PDF -> new Pdf(limits).extract(content);
              case MediaTypes.DOCX -> new Docx(limits).extract(content);
              case MediaTypes.HTML, "application/xhtml+xml" ->
                  new Html(limits).extract(TextDecoder.decodeHtml(content, charset));
              case MediaTypes.MARKDOWN, "text/x-markdown" ->
                  markdown(TextDecoder.decode(content, charset));
              default -> textual(content, type, charset);
            });
  }

  private StructuredText textual(byte[] content, String type, @Nullable String charset) {
    if (!type.startsWith("text/")) {
      throw Failures.unsupported(
          "expected plain text, Markdown, HTML, PDF or DOCX, found type=" + type);
    }
    return plain(TextDecoder.decode(content, charset));
  }

  /** The structure of a plain text. The text stays as it is, but for NUL and lone surrogates. */
  public StructuredText plain(String text) {
    checkLength(text);
    return new PlainText(TextDecoder.clean(text), limits).parse();
  }

  /** The structure of a Markdown text. The text stays as it is, but for NUL and lone surrogates. */
  public StructuredText markdown(String text) {
    checkLength(text);
    return new Markdown(TextDecoder.clean(text), limits).parse();
  }

  private void checkLength(String text) {
    if (text.length() > limits.maxTextChars()) {
      throw Failures.tooLarge(
          "a text of chars=" + text.length(), "maxTextChars", limits.maxTextChars());
    }
  }

  private interface Extraction {
    StructuredText run() throws Exception;
  }

  /*
   * The parsers below are other people's, and their input is hostile: whatever they throw means
   * that this file cannot be read, and must not take the thread or the process with it. The two
   * errors caught are those that a file can provoke; both leave the heap usable once the parser's
   * garbage is unreachable.
   */
  private static StructuredText guard(String type, Extraction extraction) {
    try {
      return extraction.run();
    } catch (FerruleException known) {
      throw known;
    } catch (Exception damaged) {
      throw Failures.unreadable("expected a sound file of type=" + type, damaged);
    } catch (StackOverflowError | OutOfMemoryError exhausted) {
      throw Failures.unreadable(
          "the file needs more memory or nesting than is allowed: type=" + type, exhausted);
    }
  }
}
