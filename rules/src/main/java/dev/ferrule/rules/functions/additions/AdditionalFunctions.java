package dev.ferrule.rules.functions.additions;

import dev.ferrule.rules.functions.Function;
import java.util.List;
import java.util.stream.Stream;

/**
 * The functions that ship beyond Osprey's own, under the names that public rule sets use. Time
 * grows with the texts; no result is longer than 16 million characters, and none throws.
 */
public final class AdditionalFunctions {
  private AdditionalFunctions() {}

  /** All of them. */
  public static List<Function> all() {
    return Stream.of(
            TextFunctions.all(),
            WordListFunctions.all(),
            CensorFunctions.all(),
            ListFunctions.all(),
            UrlFunctions.all(),
            MeasureFunctions.all(),
            AgeFunctions.all(),
            AtprotoFunctions.all(),
            PersonalFunctions.all())
        .flatMap(List::stream)
        .toList();
  }
}
