package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.Span;

/**
 * A part of a file, in UTF-16 units from 0.
 *
 * @param path the file's path in the set
 */
public record Place(String path, int startChars, int endChars) {
  /** The part of a file that a span is. */
  public static Place of(Span span) {
    return new Place(span.file().path(), span.startChars(), span.endChars());
  }

  boolean holds(int offsetChars) {
    return startChars <= offsetChars && offsetChars <= endChars;
  }
}
