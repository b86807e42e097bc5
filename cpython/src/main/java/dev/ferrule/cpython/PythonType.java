package dev.ferrule.cpython;

import org.jspecify.annotations.Nullable;

/**
 * A type of a parameter or a result. Immutable.
 *
 * @param optional whether None is one of its values
 * @param item the type of a list's items, null for the other kinds
 */
public record PythonType(Kind kind, boolean optional, @Nullable PythonType item) {
  /** What a value is, but for None. */
  public enum Kind {
    STR,
    INT,
    FLOAT,
    BOOL,
    LIST
  }

  /** A type that is no list, without None. */
  public static PythonType of(Kind kind) {
    return new PythonType(kind, false, null);
  }

  /** A list. */
  public static PythonType listOf(PythonType item) {
    return new PythonType(Kind.LIST, false, item);
  }

  /** The same type with None. */
  public PythonType orNone() {
    return new PythonType(kind, true, item);
  }

  /** As Python writes it: {@code Optional[list[str]]}. */
  @Override
  public String toString() {
    String bare =
        item == null ? kind.name().toLowerCase(java.util.Locale.ROOT) : "list[" + item + "]";
    return optional ? "Optional[" + bare + "]" : bare;
  }
}
