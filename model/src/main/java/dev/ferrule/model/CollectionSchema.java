package dev.ferrule.model;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is made of. Immutable; a collection keeps its schema for life.
 *
 * @param name a lower-case letter or digit, then lower-case letters, digits, {@code -} or {@code
 *     _}; at most 64 in all
 * @param model the embedding model's name
 * @param chunking how documents are cut
 * @param analyzer how text becomes search terms
 * @param fields the metadata fields that can be filtered on; others are refused
 */
public record CollectionSchema(
    String name, String model, ChunkingSettings chunking, Analyzer analyzer, List<Field> fields) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final int MAX_FIELDS = 64;

  /** How text becomes search terms. */
  public enum Analyzer {
    /** Unicode words, lower case, English stop words, Porter stems. */
    ENGLISH,
    /** Unicode words, lower case, accents folded, CJK bigrams; for any language. */
    STANDARD
  }

  public CollectionSchema {
    if (!NAME.matcher(name).matches()) {
      throw new FerruleException(
          ErrorCode.COLLECTION_INVALID,
          "expected a collection name of 1 to 64 characters a-z, 0-9, - or _, found name=" + name);
    }
    fields = List.copyOf(fields);
    if (fields.size() > MAX_FIELDS) {
      throw new FerruleException(
          ErrorCode.COLLECTION_INVALID,
          "expected at most %d fields, found %d".formatted(MAX_FIELDS, fields.size()));
    }
    var names = new HashSet<String>();
    for (Field field : fields) {
      if (!names.add(field.name())) {
        throw new FerruleException(
            ErrorCode.COLLECTION_INVALID, "expected each field once, found again: " + field.name());
      }
    }
  }

  /** The field of this name, or null. */
  public @Nullable Field findField(String fieldName) {
    for (Field field : fields) {
      if (field.name().equals(fieldName)) {
        return field;
      }
    }
    return null;
  }
}
