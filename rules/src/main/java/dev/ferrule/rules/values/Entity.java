package dev.ferrule.rules.values;

/**
 * Something that labels and verdicts are about.
 *
 * @param type its kind, as {@code User}
 * @param id a String, a Long or a BigInteger
 */
public record Entity(String type, Object id) {
  /** {@code type/id}. */
  public String key() {
    return type + "/" + id;
  }
}
