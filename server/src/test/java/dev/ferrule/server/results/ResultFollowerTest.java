package dev.ferrule.server.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFollowerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory = Path.of("unset");
  private LogFixture fixture;
  private final RandomResults made = new RandomResults(3);

  @BeforeEach
  void open() {
    fixture = new LogFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void everyResultIsSeenOnceAndInOrderWhileOthersAreWrittenAndMerged() throws Exception {
    int count = 6_000;
    List<Result> all = made.plausible(count);
    try (var upkeep =
            fixture.upkeep(InstantSource.system(), Duration.ofDays(100_000), Long.MAX_VALUE);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      upkeep.start();
      var reads = new ArrayList<Future<List<Result>>>();
      for (int i = 0; i < 4; i++) {
        int batch = 1 + i * 3;
        boolean fromDisk = i % 2 == 1;
        reads.add(threads.submit(read(count, batch, fromDisk)));
      }
      for (int i = 0; i < count; i += 3) {
        fixture.write(all.subList(i, i + 3));
      }
      for (Future<List<Result>> read : reads) {
        RandomResults.assertSame(all, read.get());
      }
    }
  }

  private Callable<List<Result>> read(int count, int batch, boolean fromDisk) {
    return () -> {
      var seen = new ArrayList<Result>();
      long at = 0;
      while (seen.size() < count) {
        assertTrue(fixture.log.awaitNewer(at, SOON));
        List<ResultBlock> blocks =
            fromDisk ? fixture.log.blocks().readAfter(at, batch) : fixture.log.readAfter(at, batch);
        for (ResultBlock block : blocks) {
          assertEquals(seen.size(), block.ordinal());
          seen.addAll(block.results());
          at = block.sequence();
        }
      }
      return seen;
    };
  }

  @Test
  void itGoesOnFromWhereItMovedToAfterARestart() throws InterruptedException {
    List<Result> all = made.plausible(30);
    try (var follower = fixture.log.follow("sink", ResultFollower.Start.NEWEST)) {
      for (int i = 0; i < 30; i += 10) {
        fixture.write(all.subList(i, i + 10));
      }
      ResultBlock first = follower.next(1, SOON).getFirst();
      follower.next(1, SOON);
      fixture.store.<Boolean>commitAndWait(writer -> {
        follower.moveTo(first).accept(writer);
        return true;
      });
    }
    fixture.reopen();
    try (var follower = fixture.log.follow("sink", ResultFollower.Start.NEWEST)) {
      assertEquals(20, follower.behind());
      var seen = new ArrayList<Result>();
      while (seen.size() < 20) {
        follower.next(16, SOON).forEach(block -> seen.addAll(block.results()));
      }
      RandomResults.assertSame(all.subList(10, 30), seen);
      assertEquals(List.of(), follower.next(1, Duration.ofMillis(1)));
    }
  }

  @Test
  void whoNeverFollowedBeginsWhereItAsksTo() throws InterruptedException {
    fixture.write(made.plausible(5));
    try (var newest = fixture.log.follow("new", ResultFollower.Start.NEWEST);
        var oldest = fixture.log.follow("old", ResultFollower.Start.OLDEST)) {
      assertEquals(2, fixture.log.followers().size());
      assertTrue(newest.next(1, Duration.ofMillis(1)).isEmpty());
      assertEquals(5, oldest.next(1, SOON).getFirst().results().size());
    }
    assertTrue(fixture.log.followers().isEmpty());
  }

  @Test
  void aWriteThatFailedIsNeitherSeenNorCounted() throws InterruptedException {
    fixture.write(made.plausible(3));
    long at = fixture.log.newest().sequence();
    var failed =
        fixture.store.commit(writer -> {
          fixture.log.write(writer, made.plausible(4));
          throw new IllegalStateException("as a disk that is full");
        });
    assertTrue(failed.handle((_, failure) -> failure != null).join());
    List<Result> next = made.plausible(2);
    fixture.write(next);
    var blocks = fixture.log.readAfter(at, 10);
    assertEquals(1, blocks.size());
    assertEquals(3, blocks.getFirst().ordinal());
    RandomResults.assertSame(next, blocks.getFirst().results());
    RandomResults.assertSame(next, fixture.onDisk(at));
  }

  @Test
  void waitingEndsWhenTheTimeIsOver() throws InterruptedException {
    assertFalse(fixture.log.awaitNewer(0, Duration.ofMillis(2)));
  }
}
