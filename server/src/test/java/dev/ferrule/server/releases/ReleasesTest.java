package dev.ferrule.server.releases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
  private static final long MILLI = 1_000_000;

  @TempDir private Path directory = Path.of("unset");
  private final Clock clock = new Clock();
  private Store store;
  private Releases releases;
  private ReleaseRunner runner;
  private Publisher publisher;
  private ReleaseWatch watch;

  private static final class Clock implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  @BeforeEach
  void open() {
    store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT);
    var services = new Services(new StoredLabels(store, clock), clock, Random::new);
    var compiler =
        new ReleaseCompiler(services, StandardFunctions.Options.DEFAULT, null, _ -> false);
    var storage = new StoredReleases(store);
    releases = new Releases(services);
    runner = new ReleaseRunner(storage, compiler, releases, FunctionSupply.NONE, "node", clock);
    publisher = new Publisher(storage, runner, compiler, clock);
    watch = new ReleaseWatch(releases, publisher, clock);
    runner.start();
  }

  @AfterEach
  void close() {
    watch.close();
    runner.close();
    store.close();
  }

  private static Map<String, byte[]> rules(int number) {
    String text =
        """
        Text: str = JsonData(path='$.text')
        Bad = Rule(when_all=[Text == 'bad%d'], description='is bad')
        WhenRules(rules_any=[Bad], then=[DeclareVerdict(verdict='block')])
        """
            .formatted(number);
    return Map.of("main.sml", text.getBytes(StandardCharsets.UTF_8));
  }

  private String publish(int number) {
    return publisher.publish(rules(number), publisher.now("ann", "")).hash();
  }

  private ReleaseState activate(String hash, ReleaseState.Stage stage, int percent, Bounds bounds) {
    return publisher.activate(
        hash, new Publisher.Activation(stage, percent, bounds, null), publisher.now("ann", ""));
  }

  private ReleaseState activate(String hash) {
    return activate(hash, ReleaseState.Stage.ALL, 0, Bounds.NONE);
  }

  private LiveRelease candidate() {
    return Objects.requireNonNull(releases.routing().candidate());
  }

  @Test
  void theHashDependsOnPathsAndContentsAlone() {
    byte[] a = {'a'};
    byte[] b = {'b'};
    assertEquals(
        Release.of(Map.of("x", a, "y", b)).hash(),
        Release.of(new java.util.TreeMap<>(Map.of("y", b, "x", a))).hash());
    var hashes = new HashSet<String>();
    hashes.add(Release.of(Map.of("x", a, "y", b)).hash());
    hashes.add(Release.of(Map.of("x", b, "y", a)).hash());
    hashes.add(Release.of(Map.of("xa", b)).hash());
    hashes.add(Release.of(Map.of("x", new byte[] {'a', 'b'})).hash());
    assertEquals(4, hashes.size());
  }

  @Test
  void pathsThatLeadAwayAreRefused() {
    for (String path : List.of("/a", "../a", "a/../b", "a//b", "", "a\nb", "./a", "a\\b")) {
      var thrown =
          assertThrows(FerruleException.class, () -> Release.of(Map.of(path, new byte[0])), path);
      assertEquals(ErrorCode.RULE_INVALID, thrown.code());
    }
  }

  @Test
  void aReleaseWithAFileThatIsNoneOfASetsIsRefused() {
    var files = new java.util.TreeMap<>(rules(1));
    files.put("readme.md", new byte[0]);
    var thrown =
        assertThrows(
            FerruleException.class, () -> publisher.publish(files, publisher.now("ann", "")));
    assertEquals(ErrorCode.RULE_INVALID, thrown.code());
    assertTrue(String.valueOf(thrown.getMessage()).contains("readme.md"));
    assertEquals(List.of(), publisher.list());
  }

  @Test
  void whatWasEncodedIsDecodedAndDamageIsFound() {
    Release release = Release.of(rules(1));
    byte[] encoded = ReleaseCodec.encode(release);
    assertEquals(release.hash(), ReleaseCodec.decode(release.hash(), encoded).hash());
    encoded[encoded.length / 2] ^= 1;
    var thrown =
        assertThrows(FerruleException.class, () -> ReleaseCodec.decode(release.hash(), encoded));
    assertEquals(ErrorCode.STORE_CORRUPT, thrown.code());
  }

  @Test
  void aShareOfEntitiesIsRightAndGrowsWithoutTakingAnyBack() {
    activate(publish(1));
    String second = publish(2);
    var before = new HashSet<String>();
    for (int percent : List.of(1, 10, 50, 99)) {
      activate(second, ReleaseState.Stage.PERCENT, percent, Bounds.NONE);
      Routing routing = releases.routing();
      var chosen = new HashSet<String>();
      IntStream.range(0, 20_000)
          .mapToObj(i -> "user-" + i)
          .filter(user -> routing.choose(user) == routing.candidate())
          .forEach(chosen::add);
      assertEquals(percent / 100.0, chosen.size() / 20_000.0, 0.01);
      assertTrue(chosen.containsAll(before), () -> "percent=" + percent);
      before.addAll(chosen);
    }
  }

  @Test
  void aCandidateWithTooManyErrorsIsTakenBack() {
    String first = publish(1);
    activate(first);
    activate(publish(2), ReleaseState.Stage.PERCENT, 10, new Bounds(0.05, null));
    LiveRelease candidate = candidate();
    watch.tick();
    for (int i = 0; i < 99; i++) {
      candidate.count(List.of(), 1, MILLI);
    }
    watch.tick();
    assertNotNull(releases.routing().candidate(), "too few events to judge");
    candidate.count(List.of(), 0, MILLI);
    watch.tick();
    assertEquals(first, releases.routing().live().hash());
    assertEquals(null, releases.routing().candidate());
    HistoryEntry entry = publisher.storage().history("", 1).getFirst();
    assertEquals(HistoryEntry.Action.DROPPED, entry.action());
    assertEquals("automatic", entry.authored().by());
    assertTrue(entry.authored().note().contains("error_rate=0.9900"), entry.authored().note());
    assertEquals(1, watch.rollbacks());
  }

  @Test
  void aNewReleaseThatIsTooSlowIsTakenBackAndAnOldOneStays() {
    String first = publish(1);
    String second = publish(2);
    activate(first);
    activate(second, ReleaseState.Stage.ALL, 0, new Bounds(null, 5.0));
    LiveRelease live = releases.routing().live();
    watch.tick();
    for (int i = 0; i < 200; i++) {
      live.count(List.of(), 0, i < 199 ? MILLI : 50 * MILLI); // 1 of 200 may be slow
    }
    watch.tick();
    assertEquals(second, releases.routing().live().hash());
    for (int i = 0; i < 20; i++) {
      live.count(List.of(), 0, 50 * MILLI);
    }
    watch.tick();
    assertEquals(first, releases.routing().live().hash());
    assertTrue(publisher.storage().history("", 1).getFirst().authored().note().contains("p99_ms="));

    activate(second, ReleaseState.Stage.ALL, 0, new Bounds(null, 5.0));
    clock.pass(ReleaseWatch.NEW);
    for (int i = 0; i < 1_000; i++) {
      releases.routing().live().count(List.of(), 0, 50 * MILLI);
      watch.tick();
    }
    assertEquals(second, releases.routing().live().hash());
  }

  @Test
  void whatIsLongAgoCountsNoMore() {
    activate(publish(1));
    activate(publish(2), ReleaseState.Stage.PERCENT, 10, new Bounds(0.5, null));
    LiveRelease candidate = candidate();
    watch.tick();
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 20; i++) {
        candidate.count(List.of(), i % 3 == 0 ? 1 : 0, MILLI);
      }
      clock.pass(Duration.ofSeconds(1));
      watch.tick();
    }
    assertNotNull(releases.routing().candidate());
    for (int second = 0; second < 20; second++) {
      for (int i = 0; i < 20; i++) {
        candidate.count(List.of(), 1, MILLI);
      }
      clock.pass(Duration.ofSeconds(1));
      watch.tick();
    }
    assertEquals(null, releases.routing().candidate());
  }

  @Test
  void onlyOneOfTwoChangesOfARevisionHappens() {
    activate(publish(1));
    String second = publish(2);
    long revision = publisher.storage().state().revision();
    var outcomes = Collections.synchronizedList(new ArrayList<String>());
    var threads =
        IntStream.range(0, 8)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        publisher.activate(
                            second,
                            new Publisher.Activation(
                                ReleaseState.Stage.PERCENT, i + 1, Bounds.NONE, revision),
                            publisher.now("ann", ""));
                        outcomes.add("done");
                      } catch (FerruleException e) {
                        outcomes.add(e.code().id());
                      }
                    }))
            .toList();
    threads.forEach(ReleasesTest::join);
    Collections.sort(outcomes);
    assertEquals("done", outcomes.getFirst());
    assertEquals(Collections.nCopies(7, "release.conflict"), outcomes.subList(1, 8));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void retiredReleasesUnload() {
    for (int i = 0; i < 20; i++) {
      activate(publish(i));
    }
    long before = loadedClasses();
    for (int i = 20; i < 220; i++) {
      activate(publish(i));
    }
    long grown = loadedClasses() - before;
    // Each has at least a class of its own, so 200 that stayed would be seen.
    assertTrue(grown < 60, () -> "classes=" + grown);
    assertEquals(200, runner.counts().compiles() - 20);
  }

  private static long loadedClasses() {
    for (int i = 0; i < 3; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }

  @Test
  void goingBackCompilesNothing() {
    String first = publish(1);
    activate(first);
    activate(publish(2));
    long compiles = runner.counts().compiles();
    publisher.rollBack(null, publisher.now("ann", ""));
    assertEquals(first, releases.routing().live().hash());
    assertEquals(compiles, runner.counts().compiles());
  }

  @Test
  void theDifferenceNamesFilesAndRules() {
    var more = new java.util.TreeMap<>(rules(2));
    more.put(
        "more.sml",
        "New = Rule(when_all=[True], description='n')\n".getBytes(StandardCharsets.UTF_8));
    var diff = ReleaseDiff.between(Release.of(rules(1)), Release.of(more));
    assertEquals(List.of("New"), diff.rulesAdded());
    assertEquals(List.of("Bad"), diff.rulesChanged());
    assertEquals(List.of(), diff.rulesRemoved());
    assertEquals(2, diff.files().size());
    String unified = String.valueOf(diff.files().getFirst().unified());
    assertTrue(unified.contains("-Bad = Rule(when_all=[Text == 'bad1']"), unified);
    assertTrue(unified.contains("+Bad = Rule(when_all=[Text == 'bad2']"), unified);
    assertFalse(unified.contains("-Text"), unified);
  }
}
