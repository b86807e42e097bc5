package dev.ferrule.server.labels;

/** Who changed a label. Immutable. */
public sealed interface Author {
  /**
   * The rules, about an event.
   *
   * @param id the event's id
   * @param release the hash of the release that evaluated it
   */
  record ByEvent(long id, String release) implements Author {}

  /**
   * A person or a program, by hand.
   *
   * @param key the name of the API key, or {@code anonymous}
   */
  record ByKey(String key) implements Author {}
}
