package dev.ferrule.server.doctor;

/**
 * What was looked at, and what came of it. Immutable.
 *
 * @param name what was looked at, as {@code open files}
 * @param level how it stands
 * @param expected what a node needs
 * @param found what there is
 * @param act what to do; empty when nothing
 */
public record Finding(String name, Level level, String expected, String found, String act) {
  /** How something stands. */
  public enum Level {
    /** As it should be. */
    FINE,
    /** It works, but not as well as it could. */
    BETTER,
    /** It must change before a node runs. */
    WRONG
  }

  static Finding fine(String name, String found) {
    return new Finding(name, Level.FINE, "", found, "");
  }

  static Finding better(String name, String expected, String found, String act) {
    return new Finding(name, Level.BETTER, expected, found, act);
  }

  static Finding wrong(String name, String expected, String found, String act) {
    return new Finding(name, Level.WRONG, expected, found, act);
  }
}
