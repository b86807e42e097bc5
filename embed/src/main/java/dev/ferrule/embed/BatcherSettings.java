package dev.ferrule.embed;

import java.time.Duration;

/**
 * Limits of a {@link Batcher}.
 *
 * @param workers threads that run the model, each on one core
 * @param maxBatchTokens the most tokens of a batch, padding included; a longer sequence runs alone
 * @param maxWaitingTokens the most tokens that wait; past it callers get {@code limit.reached}
 * @param linger how long a document may wait for company of its length while a batch is not full
 */
public record BatcherSettings(
    int workers, int maxBatchTokens, int maxWaitingTokens, Duration linger) {
  public static final BatcherSettings DEFAULT =
      new BatcherSettings(
          Runtime.getRuntime().availableProcessors(), 256, 500_000, Duration.ofMillis(2));
}
