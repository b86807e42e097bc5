package dev.ferrule.server.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.store.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultUpkeepTest {
  private static final Duration FOREVER = Duration.ofDays(100_000);

  @TempDir private Path directory = Path.of("unset");
  private LogFixture fixture;
  private final RandomResults made = new RandomResults(1);

  @BeforeEach
  void open() {
    fixture = new LogFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Result> writeSingles(int count) {
    List<Result> results = made.plausible(count);
    results.forEach(result -> fixture.write(List.of(result)));
    return results;
  }

  @Test
  void smallBlocksBecomeFewAndNothingIsLost() {
    List<Result> all = writeSingles(1_100);
    try (var upkeep = fixture.upkeep(InstantSource.system(), FOREVER, Long.MAX_VALUE)) {
      upkeep.runOnce();
      assertEquals(2 + 1_100 - 1_024, upkeep.blocks());
      assertEquals(fixture.blocks(), upkeep.blocks());
    }
    RandomResults.assertSame(all, fixture.onDisk(0));
  }

  @Test
  void aFollowerThatStoodInWhatWasMergedGoesOnThere() {
    List<Result> all = writeSingles(600);
    fixture.reopen(); // so that nothing is read from memory
    long at = fixture.log.readAfter(0, 100).getLast().sequence();
    fixture.merge();
    assertTrue(fixture.blocks() < 100);
    RandomResults.assertSame(all.subList(100, 600), fixture.onDisk(at));
    assertEquals(100, fixture.log.readAfter(at, 1).getFirst().ordinal());
  }

  @Test
  void whatIsTooOldGoesWithItsIds() {
    List<Result> old = writeSingles(700);
    fixture.merge();
    Result last = old.getLast();
    var clock = InstantSource.fixed(Instant.ofEpochMilli(last.receivedMillis() + 10_000_000));
    List<Result> recent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      recent.add(at(100_000 + i, clock.millis()));
    }
    fixture.write(recent);
    try (var upkeep = fixture.upkeep(clock, Duration.ofSeconds(5_000), Long.MAX_VALUE)) {
      upkeep.runOnce();
      assertEquals(1, upkeep.blocks());
    }
    old.forEach(result -> assertNull(fixture.log.find(result.id())));
    old.forEach(
        result -> assertNull(fixture.store.find(Table.EVENT_IDS, StoredBlocks.key(result.id()))));
    RandomResults.assertSame(recent, fixture.onDisk(0));
    fixture.reopen();
    RandomResults.assertSame(recent, fixture.onDisk(0));
    assertNull(fixture.log.find(old.getFirst().id()));
    recent.forEach(result -> assertNotNull(fixture.log.find(result.id())));
  }

  private Result at(long id, long millis) {
    Result r = made.plausible();
    return new Result(
        id,
        millis,
        r.time(),
        r.action(),
        r.release(),
        r.rules(),
        r.verdicts(),
        r.entities(),
        r.errors(),
        r.effects(),
        r.features(),
        r.data());
  }

  @Test
  void theOldestGoWhenThereIsTooMuch() {
    List<Result> all = made.plausible(5_000);
    for (int i = 0; i < 5_000; i += 500) {
      fixture.write(all.subList(i, i + 500));
    }
    try (var upkeep = fixture.upkeep(InstantSource.system(), FOREVER, Long.MAX_VALUE)) {
      upkeep.runOnce();
      long half = upkeep.bytes() / 2;
      try (var limited = fixture.upkeep(InstantSource.system(), FOREVER, half)) {
        limited.runOnce();
        assertTrue(limited.bytes() <= half && limited.bytes() > half / 2);
      }
    }
    List<Result> left = fixture.onDisk(0);
    RandomResults.assertSame(all.subList(5_000 - left.size(), 5_000), left);
    assertTrue(left.size() >= 2_000 && left.size() <= 2_500);
  }

  @Test
  void aFollowerIsToldHowManyItMissed() throws InterruptedException {
    try (var follower = fixture.log.follow("f", ResultFollower.Start.OLDEST)) {
      assertEquals("f", follower.name());
    }
    List<Result> all = made.plausible(900);
    fixture.write(all.subList(0, 300));
    fixture.write(all.subList(300, 600));
    fixture.write(all.subList(600, 900));
    fixture.reopen();
    long third;
    try (var heads = fixture.log.blocks().backward(Long.MAX_VALUE)) {
      third = heads.bytes(Objects.requireNonNull(heads.next()));
    }
    try (var upkeep = fixture.upkeep(InstantSource.system(), FOREVER, third)) {
      upkeep.runOnce();
    }
    try (var follower = fixture.log.follow("f", ResultFollower.Start.OLDEST)) {
      assertEquals(900, follower.behind());
      var blocks = follower.next(10, Duration.ofSeconds(5));
      RandomResults.assertSame(all.subList(600, 900), blocks.getFirst().results());
      assertEquals(600, follower.missed());
      assertEquals(0, follower.behind());
    }
  }

  @Test
  void anIdThatCameAgainAfterItsResultWasGoneStays() {
    fixture.write(List.of(at(5, 1_000)));
    fixture.write(List.of(at(5, 1_000_000_000_000L))); // as two senders who chose the same
    try (var upkeep =
        fixture.upkeep(
            InstantSource.fixed(Instant.ofEpochMilli(1_000_000_000_500L)),
            Duration.ofSeconds(1_000),
            Long.MAX_VALUE)) {
      upkeep.runOnce();
    }
    Result found = fixture.log.find(5);
    assertNotNull(found);
    assertEquals(1_000_000_000_000L, found.receivedMillis());
  }
}
