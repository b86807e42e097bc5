package dev.ferrule.rules.editor;

import dev.ferrule.rules.format.LineChanges;
import java.util.List;

/** A change of a file: the text that takes the place of a part. */
public record Edit(Place place, String text) {
  static Edit replace(Place place, String text) {
    return new Edit(place, text);
  }

  /** The changes that make one text of another, line by line. */
  static List<Edit> between(String path, String before, String after) {
    var old = LineChanges.lines(before);
    var changed = LineChanges.lines(after);
    int[] starts = new int[old.size() + 1];
    for (int i = 0; i < old.size(); i++) {
      starts[i + 1] = starts[i] + old.get(i).length();
    }
    return LineChanges.between(old, changed).stream()
        .map(change ->
            new Edit(
                new Place(path, starts[change.beforeStart()], starts[change.beforeEnd()]),
                String.join("", changed.subList(change.afterStart(), change.afterEnd()))))
        .toList();
  }

  static Edit insert(String path, int offsetChars, String text) {
    return new Edit(new Place(path, offsetChars, offsetChars), text);
  }
}
