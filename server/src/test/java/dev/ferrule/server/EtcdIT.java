package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.releases.Bounds;
import dev.ferrule.server.releases.HistoryEntry;
import dev.ferrule.server.releases.NodeReport;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.tracing.Tracing;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.GetOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases in a real etcd, by nodes that share it. */
class EtcdIT {
  private static final String OSPREY_KEY = "/config/osprey/rules-sink-sources";

  @TempDir private Path directory = Path.of("unset");
  private EtcdServer etcd;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void begin() {
    Path program = EtcdServer.find();
    assumeTrue(program != null, "expected etcd on PATH, found none (Debian: etcd-server)");
    etcd = new EtcdServer(requireNonNull(program), directory.resolve("etcd"));
    open.add(etcd);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** The event path of a node over a store of its own. */
  private final class SharingNode implements AutoCloseable {
    private final Store store;
    private final EventPath path;
    private final String name;

    SharingNode(String name, String... more) {
      this.name = name;
      var flags = new HashMap<>(Map.of("node.name", name, "etcd.endpoints", etcd.url()));
      for (int i = 0; i < more.length; i += 2) {
        flags.put(more[i], more[i + 1]);
      }
      store = Store.open(directory.resolve(name), StoreSettings.DEFAULT);
      path =
          new EventPath(Settings.read(null, Map.of(), flags), store, new NoModel(), Tracing.off());
      path.start();
    }

    Publisher publisher() {
      return path.parts().publisher();
    }

    String live() {
      return String.valueOf(publisher().runner().report().live());
    }

    String publish(String rules) {
      return publisher().publish(files(rules), publisher().now(name, "")).hash();
    }

    void activate(String hash) {
      publisher().activate(hash, Publisher.Activation.FOR_ALL, publisher().now(name, "because"));
    }

    List<String> rulesOf(String text) {
      var event = "{\"action_name\":\"a\",\"data\":{\"text\":\"%s\"}}".formatted(text);
      return path.parts()
          .engine()
          .submit(path.parts().intake().read(JsonSlice.of(event)))
          .join()
          .result()
          .rules();
    }

    @Override
    public void close() {
      path.close();
      store.close();
    }
  }

  private SharingNode node(String name, String... more) {
    var node = new SharingNode(name, more);
    open.add(node);
    return node;
  }

  private void close(SharingNode node) {
    open.remove(node);
    node.close();
  }

  private static Map<String, byte[]> files(String rules) {
    return Map.of("main.sml", rules.getBytes(UTF_8), "config.yaml", "labels: {}\n".getBytes(UTF_8));
  }

  private static String rule(String name) {
    return """
    Text: str = JsonData(path='$.text')
    %s = Rule(when_all=[Text == 'x'], description='d')
    WhenRules(rules_any=[%s], then=[DeclareVerdict(verdict='v')])
    """
        .formatted(name, name);
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> "in vain: " + what);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void whatOneNodeActivatesRunsOnTheOtherAtOnce() throws Exception {
    SharingNode first = node("first");
    SharingNode second = node("second");
    String one = first.publish(rule("One"));
    String two = first.publish(rule("Two"));
    long[] took = new long[21];
    for (int i = 0; i < took.length; i++) {
      String next = i % 2 == 0 ? one : two;
      long started = System.nanoTime();
      (i % 4 < 2 ? first : second).activate(next);
      await("both live", () -> first.live().equals(next) && second.live().equals(next));
      took[i] = System.nanoTime() - started;
    }
    java.util.Arrays.sort(took);
    System.out.printf(
        "activate to live on both nodes: median_ms=%.1f max_ms=%.1f%n",
        took[took.length / 2] / 1e6, took[took.length - 1] / 1e6);
    assertTrue(took[took.length / 2] < TimeUnit.SECONDS.toNanos(1));
    assertEquals(List.of("One"), second.rulesOf("x"));
    await("reports", () -> first.publisher().storage().reports().size() == 2);
    assertEquals(
        List.of("first", "second"),
        first.publisher().storage().reports().stream().map(NodeReport::node).toList());
    var history = second.publisher().storage().history("", 100);
    assertEquals(took.length + 2, history.size());
    assertEquals(HistoryEntry.Action.ACTIVATED, history.getFirst().action());
    assertEquals("because", history.getFirst().authored().note());
    var rest = second.publisher().storage().history(history.get(1).id(), 3);
    assertEquals(history.subList(2, 5), rest);
    assertEquals(
        List.of(two, one),
        second.publisher().list().stream().map(published -> published.hash()).toList());
  }

  @Test
  void ofTwoChangesOfTheSameStateOneIsMade() {
    var first = node("first");
    var second = node("second");
    String one = first.publish(rule("One"));
    String two = first.publish(rule("Two"));
    var storage = first.publisher().storage();
    var state = storage.state();
    var by = first.publisher().now("test", "");
    var entry = new HistoryEntry("f0", HistoryEntry.Action.ACTIVATED, one, null, 0, by);
    var other = new HistoryEntry("f1", HistoryEntry.Action.ACTIVATED, two, null, 0, by);
    var done = requireNonNull(storage.compareAndSet(state.activate(one, Bounds.NONE, by), entry));
    assertEquals(
        null,
        second.publisher().storage().compareAndSet(state.activate(two, Bounds.NONE, by), other));
    assertEquals(one, second.publisher().storage().state().live());
    assertEquals(
        done.revision(),
        requireNonNull(storage.compareAndSet(state.activate(one, Bounds.NONE, by), entry))
            .revision(),
        "the same change again, as after a lost answer, is the change that was made");
  }

  @Test
  void releasesGreaterThanARequestGoInChunks() throws Exception {
    var first = node("first");
    var second = node("second");
    var random = new Random(1);
    var files = new HashMap<>(files(rule("Big")));
    for (int file = 0; file < 4; file++) {
      var text = new StringBuilder();
      for (int i = 0; i < 50_000; i++) {
        text.append("# ").append(Long.toHexString(random.nextLong())).append('\n');
      }
      files.put("more%d.sml".formatted(file), text.toString().getBytes(UTF_8));
    }
    String hash = first.publisher().publish(files, first.publisher().now("first", "")).hash();
    first.activate(hash);
    await("the big one", () -> second.live().equals(hash));
    try (var client = Client.builder().endpoints(etcd.url()).build()) {
      var below = GetOption.builder().isPrefix(true).withCountOnly(true).build();
      var chunks = ByteSequence.from("/ferrule/chunks/" + hash, UTF_8);
      long count = client.getKVClient().get(chunks, below).get(10, TimeUnit.SECONDS).getCount();
      assertTrue(count > 2, "chunks: " + count);
    }
  }

  @Test
  void withoutEtcdNodesGoOnAndCatchUpWhenItIsBack() throws Exception {
    var first = node("first");
    var second = node("second");
    String one = first.publish(rule("One"));
    String two = first.publish(rule("Two"));
    first.activate(one);
    await("live", () -> second.live().equals(one));
    for (int round = 0; round < 2; round++) {
      etcd.stop();
      await("the loss", () -> !second.publisher().storage().isReachable());
      assertEquals(one, second.publisher().storage().state().live());
      assertEquals(List.of("One"), second.rulesOf("x"));
      for (Runnable change :
          List.<Runnable>of(() -> first.activate(two), () -> first.publish(rule("Three")))) {
        var thrown = assertThrows(FerruleException.class, change::run);
        assertEquals(ErrorCode.ETCD_FAILED, thrown.code());
      }
      etcd.begin();
      await("the return", () -> second.publisher().storage().isReachable());
      await("the return", () -> first.publisher().storage().isReachable());
      first.activate(two);
      await("the change after", () -> second.live().equals(two));
      first.activate(one);
      await("the change after", () -> second.live().equals(one));
    }
  }

  @Test
  void aNodeStartsWithWhatItRanLastWhileEtcdIsDown() throws Exception {
    var first = node("first");
    String one = first.publish(rule("One"));
    first.activate(one);
    close(first);
    etcd.stop();
    var again = node("first");
    assertEquals(one, again.live());
    assertEquals(List.of("One"), again.rulesOf("x"));
    assertFalse(again.publisher().storage().isReachable());
    etcd.begin();
    await("the return", () -> again.publisher().storage().isReachable());
    String two = again.publish(rule("Two"));
    again.activate(two);
    assertEquals(two, again.live());
  }

  @Test
  void aCompactedHistoryLosesNoChange() throws Exception {
    var first = node("first");
    var second = node("second");
    String one = first.publish(rule("One"));
    String two = first.publish(rule("Two"));
    try (var client = Client.builder().endpoints(etcd.url()).build()) {
      for (String next : List.of(one, two, one)) {
        first.activate(next);
        long revision = first.publisher().storage().state().revision();
        client.getKVClient().compact(revision).get(10, TimeUnit.SECONDS);
        await("live", () -> second.live().equals(next));
      }
    }
  }

  @Test
  void aNodeThatIsKilledVanishesFromTheReports() throws Exception {
    var first = node("first");
    String one = first.publish(rule("One"));
    first.activate(one);
    try (var child =
        new ChildNode(
            directory.resolve("child"),
            "--set",
            "etcd.endpoints=" + etcd.url(),
            "--set",
            "node.name=child")) {
      child.client().get("/readyz");
      var storage = first.publisher().storage();
      await("the report", () -> storage.reports().stream().anyMatch(EtcdIT::isChildOnOne));
      child.kill();
      await("the end", () -> storage.reports().stream().noneMatch(r -> r.node().equals("child")));
      assertEquals(1, storage.reports().size());
    }
  }

  private static boolean isChildOnOne(NodeReport report) {
    return report.node().equals("child") && report.live() != null;
  }

  @Test
  void anOspreyKeyIsRunAndAWrongOneIsRefused() throws Exception {
    var first = node("first", "etcd.osprey_key", OSPREY_KEY);
    var second = node("second", "etcd.osprey_key", OSPREY_KEY);
    try (var client = Client.builder().endpoints(etcd.url()).build()) {
      put(client, osprey(rule("One")));
      await("One", () -> !first.live().equals("null") && first.live().equals(second.live()));
      String one = first.live();
      assertEquals(List.of("One"), second.rulesOf("x"));
      put(client, osprey("A = Nonsense()\n"));
      var storage = first.publisher().storage();
      await(
          "the refusal",
          () -> storage.history("", 1).getFirst().action() == HistoryEntry.Action.REFUSED);
      assertEquals("osprey", storage.history("", 1).getFirst().authored().by());
      assertEquals(one, storage.state().live());
      assertEquals(1, first.publisher().list().size());
      put(client, osprey(rule("Two")));
      await("Two", () -> !first.live().equals(one) && first.live().equals(second.live()));
      assertEquals(List.of("Two"), second.rulesOf("x"));
      var actions = storage.history("", 10).stream().map(HistoryEntry::action).toList();
      assertEquals(
          List.of(
              HistoryEntry.Action.ACTIVATED,
              HistoryEntry.Action.PUBLISHED,
              HistoryEntry.Action.REFUSED,
              HistoryEntry.Action.ACTIVATED,
              HistoryEntry.Action.PUBLISHED),
          actions,
          "each is dealt with once, by one of the nodes");
    }
  }

  private static String osprey(String rules) {
    return "{\"main.sml\":\"%s\",\"config.yaml\":\"labels: {}\\n\"}"
        .formatted(rules.replace("\n", "\\n"));
  }

  private static void put(Client client, String value) throws Exception {
    client
        .getKVClient()
        .put(ByteSequence.from(OSPREY_KEY, UTF_8), ByteSequence.from(value, UTF_8))
        .get(10, TimeUnit.SECONDS);
  }
}
