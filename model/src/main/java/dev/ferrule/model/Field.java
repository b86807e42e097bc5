package dev.ferrule.model;

import java.util.regex.Pattern;

/**
 * A metadata field that a collection knows.
 *
 * @param name a lower-case letter, then lower-case letters, digits or underscores; at most 64 in
 *     all
 * @param type what its values are
 */
public record Field(String name, FieldType type) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  public Field {
    if (!NAME.matcher(name).matches()) {
      throw new FerruleException(
          ErrorCode.COLLECTION_INVALID,
          "expected a field name of 1 to 64 characters a-z, 0-9 or _ that begins with a letter, "
              + "found name="
              + name);
    }
  }
}
