package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.SourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is being written at an offset, told from the text before it alone, so that it does not
 * matter what follows and whether it parses. Immutable.
 *
 * @param word the part of a word that is written already; of a text, all of it before the offset
 * @param text what stands in {@code word}
 * @param call the innermost call around the offset, or null
 */
record Cursor(Where where, Place word, String text, @Nullable OpenCall call) {
  /** What is being written at an offset of a file. */
  static Cursor at(SourceFile file, int offsetChars) {
    return new CursorReader(file, offsetChars).read();
  }

  /** What may be written. */
  enum Where {
    /** A new statement. */
    STATEMENT,
    /** A value. */
    VALUE,
    /** The name of an argument. */
    ARGUMENT,
    /** A type. */
    TYPE,
    /** Text within quotes. */
    TEXT,
    /** A name in the braces of an f-string. */
    BRACES,
    /** Nothing that is known of. */
    NOTHING
  }

  /**
   * A call whose closing parenthesis is not before the offset.
   *
   * @param argument the argument that is being written, or null
   * @param given the names of the arguments so far, that one included
   */
  record OpenCall(String function, @Nullable String argument, List<String> given) {
    OpenCall {
      given = List.copyOf(given);
    }
  }
}
