package dev.ferrule.server.webhooks;

import java.time.Duration;

/**
 * How calls are made and repeated.
 *
 * @param webhooks most webhooks of a node
 * @param concurrent most calls of one webhook at once
 * @param waiting most calls of one webhook that are taken from the results and not yet answered
 * @param attempts how often a call is tried before it becomes a dead letter
 * @param firstWait how long until the second attempt; each further wait is three times as long
 * @param longestWait the longest wait
 * @param timeout how long one attempt may take
 * @param failuresToSlow after so many failures in a row a webhook is called one at a time, with
 *     waits between
 */
public record WebhookLimits(
    int webhooks,
    int concurrent,
    int waiting,
    int attempts,
    Duration firstWait,
    Duration longestWait,
    Duration timeout,
    int failuresToSlow) {
  public static final WebhookLimits DEFAULT =
      new WebhookLimits(
          100,
          8,
          1_000,
          12,
          Duration.ofSeconds(1),
          Duration.ofMinutes(30),
          Duration.ofSeconds(10),
          10);

  /** The wait after an attempt, before it is spread. */
  long waitMillis(int attempt) {
    long millis = firstWait.toMillis();
    for (int i = 1; i < attempt && millis < longestWait.toMillis(); i++) {
      millis *= 3;
    }
    return Math.min(longestWait.toMillis(), millis);
  }
}
