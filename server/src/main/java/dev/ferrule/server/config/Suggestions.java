package dev.ferrule.server.config;

import java.util.Collection;

/** Guesses what a mistyped name was meant to be. */
public final class Suggestions {
  private static final int MAX_DISTANCE = 4;

  private Suggestions() {}

  /** {@code ", did you mean X?"} for the nearest known name, or an empty text when none is near. */
  public static String didYouMean(String name, Collection<String> known) {
    String nearest = "";
    int best = Math.min(MAX_DISTANCE, name.length() / 2) + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? "" : ", did you mean " + nearest + "?";
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    var row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
