package dev.ferrule.server.labels;

import dev.ferrule.store.Transaction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an accepted change puts into a transaction, and what it does when that has ended. */
interface PendingWrite extends Consumer<Transaction.Writer> {
  /**
   * Tells how the transaction ended; called once, whether {@link #accept} was or not.
   *
   * @param failure null when it is on disk
   */
  void settle(@Nullable Throwable failure);
}
