package dev.ferrule.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition on a document's metadata, already in the schema's types. Immutable. */
public sealed interface Filter {
  /** Some value of the field equals {@code value}. */
  record Eq(String field, FieldValue value) implements Filter {}

  /** Some value of the field equals one of {@code values}. */
  record In(String field, List<FieldValue> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /**
   * Some value of the field lies between the bounds; a null bound is open. Not for {@link
   * FieldType#KEYWORD} or {@link FieldType#BOOL}.
   */
  record Range(String field, @Nullable Bound from, @Nullable Bound to) implements Filter {}

  /** One end of a {@link Range}. */
  record Bound(FieldValue value, Edge edge) {}

  /** Whether a bound belongs to its range. */
  enum Edge {
    INCLUSIVE,
    EXCLUSIVE
  }

  /** The field has a value. */
  record Exists(String field) implements Filter {}

  /** The document is one of these. */
  record Documents(List<String> ids) implements Filter {
    public Documents {
      ids = List.copyOf(ids);
    }
  }

  /** All of them hold; true when empty. */
  record And(List<Filter> filters) implements Filter {
    public And {
      filters = List.copyOf(filters);
    }
  }

  /** One of them holds; false when empty. */
  record Or(List<Filter> filters) implements Filter {
    public Or {
      filters = List.copyOf(filters);
    }
  }

  /** It does not hold. */
  record Not(Filter filter) implements Filter {}
}
