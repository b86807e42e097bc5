package dev.ferrule.rules.evaluation;

/**
 * One event as it arrived.
 *
 * @param actionId its number
 * @param actionName what happened, as {@code message_sent}
 * @param time when it happened
 * @param data what rules read
 * @param secretData what rules read but results never show
 */
public record Event(
    long actionId, String actionName, EventTime time, JsonSlice data, JsonSlice secretData) {
  /** An event without a secret part. */
  public Event(long actionId, String actionName, EventTime time, JsonSlice data) {
    this(actionId, actionName, time, data, JsonSlice.EMPTY);
  }
}
