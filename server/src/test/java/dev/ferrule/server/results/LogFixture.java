package dev.ferrule.server.results;

import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A log in a store of its own, to be reopened. */
final class LogFixture implements AutoCloseable {
  private final Path directory;
  Store store;
  ResultLog log;

  LogFixture(Path directory) {
    this.directory = directory;
    this.store = Store.open(directory, StoreSettings.DEFAULT);
    this.log = new ResultLog(store);
  }

  void reopen() {
    close();
    store = Store.open(directory, StoreSettings.DEFAULT);
    log = new ResultLog(store);
  }

  /** Writes results in one transaction, and tells the followers. */
  void write(List<Result> group) {
    store.<Boolean>commitAndWait(writer -> {
      log.write(writer, group);
      return true;
    });
    log.committed(group);
  }

  ResultUpkeep upkeep(InstantSource clock, Duration kept, long mostBytes) {
    return new ResultUpkeep(log, clock, kept, mostBytes);
  }

  /** Merges and keeps everything. */
  void merge() {
    try (var upkeep = upkeep(InstantSource.system(), Duration.ofDays(100_000), Long.MAX_VALUE)) {
      upkeep.runOnce();
    }
  }

  /** All results after a sequence number, as a follower on disk reads them. */
  List<Result> onDisk(long after) {
    var all = new ArrayList<Result>();
    long at = after;
    for (var next = log.blocks().readAfter(at, 7);
        !next.isEmpty();
        next = log.blocks().readAfter(at, 7)) {
      next.forEach(block -> all.addAll(block.results()));
      at = next.getLast().sequence();
    }
    return all;
  }

  int blocks() {
    int count = 0;
    try (var heads = log.blocks().forward(0)) {
      while (heads.next() != null) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    store.close();
    log.close();
  }
}
