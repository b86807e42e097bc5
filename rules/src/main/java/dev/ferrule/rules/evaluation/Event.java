package dev.ferrule.rules.evaluation;

import java.nio.charset.StandardCharsets;

/**
 * One event as it arrived.
 *
 * @param actionId its number
 * @param actionName what happened, as {@code message_sent}
 * @param time when it happened
 * @param data UTF-8 JSON, which rules read; not changed while the event is evaluated
 * @param secretData UTF-8 JSON, which rules read but results never show
 */
public record Event(
    long actionId, String actionName, EventTime time, byte[] data, byte[] secretData) {
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  /** An event without a secret part. */
  public Event(long actionId, String actionName, EventTime time, byte[] data) {
    this(actionId, actionName, time, data, EMPTY);
  }
}
