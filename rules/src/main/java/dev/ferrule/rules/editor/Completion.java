package dev.ferrule.rules.editor;

import java.util.List;

/**
 * One thing that may be written.
 *
 * @param detail a type or a path, on the same line; may be empty
 * @param documentation Markdown; may be empty
 * @param text what is written; a snippet has {@code $1} and {@code ${1:default}} places to fill in
 * @param replaced what it takes the place of
 * @param more further changes, of other places
 */
public record Completion(
    String label,
    Kind kind,
    String detail,
    String documentation,
    String text,
    boolean snippet,
    Place replaced,
    List<Edit> more) {
  public Completion {
    more = List.copyOf(more);
  }

  /** What kind of thing it is. */
  public enum Kind {
    FUNCTION,
    ARGUMENT,
    NAME,
    FILE,
    LABEL,
    LIST,
    TYPE,
    KEYWORD
  }
}
