package dev.ferrule.store;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says what a RocksDB failure means. */
final class StoreErrors {
  private StoreErrors() {}

  static FerruleException of(String doing, RocksDBException e) {
    Status status = e.getStatus();
    boolean corrupt =
        (status != null && status.getCode() == Status.Code.Corruption)
            || String.valueOf(e.getMessage()).contains("Corruption");
    return new FerruleException(
        corrupt ? ErrorCode.STORE_CORRUPT : ErrorCode.STORE_FAILED,
        "%s failed: %s".formatted(doing, e.getMessage()),
        e);
  }
}
