package dev.ferrule.server.results;

/**
 * A place between two blocks of the log. Immutable.
 *
 * @param sequence the block before it; 0 before all
 * @param ordinal how many results were ever written before it
 */
public record LogPosition(long sequence, long ordinal) {
  static final LogPosition BEGINNING = new LogPosition(0, 0);
}
