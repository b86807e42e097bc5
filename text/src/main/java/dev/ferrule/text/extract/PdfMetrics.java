package dev.ferrule.text.extract;

import java.util.ArrayList;
import java.util.List;

/**
 * What is ordinary in a PDF.
 *
 * @param bodySize the font size of most characters, in points
 * @param bodyBold whether most characters are bold
 * @param pitch the usual distance of base lines, in font sizes
 */
record PdfMetrics(float bodySize, boolean bodyBold, float pitch) {
  private static final float DEFAULT_PITCH = 1.2f;
  private static final float MAX_PITCH = 2.5f;

  private record Weighted(float value, int weight) {}

  static PdfMetrics of(List<PdfLine> lines) {
    var sizes = new ArrayList<Weighted>(lines.size());
    var pitches = new ArrayList<Weighted>(lines.size());
    long chars = 0;
    long boldChars = 0;
    PdfLine last = null;
    for (PdfLine line : lines) {
      int length = line.text().length();
      sizes.add(new Weighted(line.size(), length));
      chars += length;
      boldChars += line.bold() ? length : 0;
      if (last != null && last.page() == line.page() && last.sameSizeAs(line)) {
        float pitch = (line.y() - last.y()) / line.size();
        if (pitch > 0.5f && pitch < MAX_PITCH) {
          pitches.add(new Weighted(pitch, length));
        }
      }
      last = line;
    }
    return new PdfMetrics(
        median(sizes, 10f), boldChars * 2 > chars, median(pitches, DEFAULT_PITCH));
  }

  private static float median(List<Weighted> values, float none) {
    if (values.isEmpty()) {
      return none;
    }
    values.sort((a, b) -> Float.compare(a.value, b.value));
    long half = values.stream().mapToLong(Weighted::weight).sum() / 2;
    long passed = 0;
    for (Weighted value : values) {
      passed += value.weight;
      if (passed > half) {
        return value.value;
      }
    }
    return values.getLast().value;
  }
}
