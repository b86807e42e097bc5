package dev.ferrule.text.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Refuses a PDF whose streams inflate past the limits, before PDFBox, which inflates each into
 * memory, sees it. Images are not counted: reading text never decodes them.
 */
final class PdfStreams {
  private static final byte[] KEYWORD = "stream".getBytes(ISO_8859_1);
  private static final int DICTIONARY_BYTES = 1024;

  private final byte[] pdf;
  private final long maxBytes;
  private final byte[] buffer = new byte[65_536];
  private long inflatedBytes;

  private PdfStreams(byte[] pdf, ExtractionLimits limits) {
    this.pdf = pdf;
    this.maxBytes = limits.maxUnzippedBytes();
  }

  static void check(byte[] pdf, ExtractionLimits limits) {
    new PdfStreams(pdf, limits).checkAll();
  }

  private void checkAll() {
    try (var inflater = new Inflater()) {
      for (int at = next(0); at >= 0; at = next(at)) {
        int data = dataStart(at);
        if (data < 0 || data + 2 > pdf.length || !isZlib(data)) {
          continue;
        }
        String dictionary = dictionaryBefore(at);
        boolean loaded = dictionary.contains("/ObjStm") || dictionary.contains("/XRef");
        if (dictionary.contains("/Image") && !loaded) {
          continue;
        }
        if (dictionary.indexOf("Flate") != dictionary.lastIndexOf("Flate")) {
          throw Failures.unreadable("expected streams compressed once, found one compressed twice");
        }
        inflater.reset();
        inflater.setInput(pdf, data, pdf.length - data);
        count(inflater);
      }
    }
  }

  private void count(Inflater inflater) {
    try {
      while (!inflater.finished()) {
        int length = inflater.inflate(buffer);
        if (length == 0) {
          return;
        }
        inflatedBytes += length;
        if (inflatedBytes > maxBytes) {
          throw Failures.tooLarge("the inflated streams", "maxUnzippedBytes", maxBytes);
        }
      }
    } catch (DataFormatException damaged) {
      // PDFBox reads damaged streams as far as they go, and so did the count.
    }
  }

  /** The position after the next keyword that begins a stream; -1 if there is none. */
  private int next(int from) {
    for (int i = from; i <= pdf.length - KEYWORD.length; i++) {
      if (pdf[i] == 's' && matches(i) && (i == 0 || pdf[i - 1] != 'd')) {
        return i + KEYWORD.length;
      }
    }
    return -1;
  }

  private boolean matches(int at) {
    for (int i = 1; i < KEYWORD.length; i++) {
      if (pdf[at + i] != KEYWORD[i]) {
        return false;
      }
    }
    return true;
  }

  private int dataStart(int at) {
    int data = at;
    while (data < pdf.length && data < at + 4 && pdf[data] <= ' ' && pdf[data] >= 0) {
      data++;
    }
    return data == at ? -1 : data;
  }

  private boolean isZlib(int at) {
    int header = ((pdf[at] & 0xff) << 8) | (pdf[at + 1] & 0xff);
    return (pdf[at] & 0x0f) == 8 && header % 31 == 0;
  }

  private String dictionaryBefore(int at) {
    int from = Math.max(0, at - DICTIONARY_BYTES);
    String before = new String(pdf, from, at - from, ISO_8859_1);
    int object = before.lastIndexOf("obj");
    return object < 0 ? before : before.substring(object);
  }
}
