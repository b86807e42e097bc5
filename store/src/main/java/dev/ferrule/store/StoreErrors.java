package dev.ferrule.store;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says what a failure of RocksDB or of the disk means. */
final class StoreErrors {
  private StoreErrors() {}

  static FerruleException of(String doing, RocksDBException e) {
    return of(doing, code(e), e);
  }

  static FerruleException of(String doing, IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return of(doing, full ? ErrorCode.STORE_FULL : ErrorCode.STORE_FAILED, e);
  }

  private static FerruleException of(String doing, ErrorCode code, Exception e) {
    String advice = code == ErrorCode.STORE_FULL ? "; make room on the disk" : "";
    return new FerruleException(
        code, "%s failed: %s%s".formatted(doing, e.getMessage(), advice), e);
  }

  private static ErrorCode code(RocksDBException e) {
    Status status = e.getStatus();
    String message = String.valueOf(e.getMessage());
    if ((status != null && status.getSubCode() == Status.SubCode.NoSpace)
        || message.contains("No space left")) {
      return ErrorCode.STORE_FULL;
    }
    if ((status != null && status.getCode() == Status.Code.Corruption)
        || message.contains("Corruption")) {
      return ErrorCode.STORE_CORRUPT;
    }
    return ErrorCode.STORE_FAILED;
  }
}
