package dev.ferrule.server.config;

/**
 * One setting of the node.
 *
 * @param key its dotted name, as {@code server.port}
 * @param kind what its value must look like
 * @param defaultValue its value when nothing sets it, as it would be written
 * @param purpose one line for people
 */
public record Setting(String key, Kind kind, String defaultValue, String purpose) {
  /** What a value must look like. */
  public enum Kind {
    TEXT("text"),
    INTEGER("a whole number"),
    DECIMAL("a number"),
    BOOLEAN("true or false"),
    DURATION("a duration as 500ms, 10s or 2m"),
    BYTES("a size as 512KiB, 64MiB or a number of bytes");

    private final String expected;

    Kind(String expected) {
      this.expected = expected;
    }

    /** How to say what is expected. */
    public String expected() {
      return expected;
    }
  }

  /** The environment variable that sets it, as {@code FERRULE_SERVER_PORT}. */
  public String environmentName() {
    return "FERRULE_" + key.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
  }
}
