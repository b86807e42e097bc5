package dev.ferrule.text.extract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Puts the words of a right-to-left line into reading order. Files draw such words in either order,
 * so where they stand decides; runs of left-to-right words and numbers keep their own.
 */
final class PdfDirection {
  private PdfDirection() {}

  static List<PdfWord> readingOrder(List<PdfWord> words) {
    int rightToLeft = 0;
    int leftToRight = 0;
    for (PdfWord word : words) {
      for (int i = 0; i < word.text().length(); i++) {
        char c = word.text().charAt(i);
        rightToLeft += isRtl(c) ? 1 : 0;
        leftToRight += Character.isLetter(c) && !isRtl(c) ? 1 : 0;
      }
    }
    if (rightToLeft <= leftToRight) {
      return List.copyOf(words);
    }
    var ordered = new ArrayList<>(words);
    ordered.sort((a, b) -> Float.compare(b.x0(), a.x0()));
    int run = 0;
    for (int i = 0; i <= ordered.size(); i++) {
      if (i == ordered.size() || ordered.get(i).text().chars().anyMatch(PdfDirection::isRtl)) {
        Collections.reverse(ordered.subList(run, i));
        run = i + 1;
      }
    }
    return List.copyOf(ordered);
  }

  static boolean isRtl(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}
