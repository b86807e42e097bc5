package dev.ferrule.server.deadletters;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that was given up, with all that it takes to try it again. Immutable; the bytes are
 * shared and not changed.
 *
 * @param id its number; numbers grow with time
 * @param at when it was given up
 * @param content what was given up and why
 */
public record DeadLetter(long id, Instant at, Content content) {
  /** Where a dead letter comes from. */
  public enum Source {
    /** An event that was taken with {@code mode=async}. */
    INBOX,
    /** A record of the Kafka source topic. */
    KAFKA,
    /** A call of a webhook. */
    WEBHOOK,
    /** A result that a sink refused. */
    SINK;

    /** Its name in the API, as {@code inbox}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was given up and why.
   *
   * @param source where it comes from
   * @param name which one of these: the topic, webhook or sink; empty for the inbox
   * @param eventId the event that it is about; 0 when that is not known
   * @param code the id of the error, as {@code event.invalid}
   * @param message the error's message
   * @param attempts how often it was tried
   * @param release the hash of the release that was live; empty when there was none
   * @param original the bytes to try again
   */
  public record Content(
      Source source,
      String name,
      long eventId,
      String code,
      String message,
      int attempts,
      String release,
      byte[] original) {}
}
