package dev.ferrule.server.grpc;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.auth.Admission;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.WithoutKeys;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A gRPC server on a free port over a store of its own, and a channel to it. */
final class GrpcFixture implements AutoCloseable {
  static final String RULES =
      """
      Text: str = JsonData(path='$.text')
      User: Entity[str] = EntityJson(type='User', path='$.user')
      Loud = Rule(when_all=[Text == 'LOUD'], description='shouts')
      Again = Rule(when_all=[HasLabel(entity=User, label='loud')], description='known')
      WhenRules(
        rules_any=[Loud],
        then=[DeclareVerdict(verdict='hush'), LabelAdd(entity=User, label='loud')],
      )
      """;

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ApiKeys keys;
  final GrpcNode node;
  final ManagedChannel channel;
  private final Store store;
  private final Releases releases;
  private final OrderedEvents ordered;
  private final Path directory;
  private final Api.EventParts parts;

  GrpcFixture(Path directory, Map<String, String> more) {
    this.directory = directory;
    var flags = new HashMap<>(Map.of("grpc.port", "0"));
    flags.putAll(more);
    var settings = Settings.read(null, Map.of(), flags);
    var clock = InstantSource.system();
    store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT);
    keys = new ApiKeys(store);
    var labels = new StoredLabels(store, clock);
    var results = new ResultLog(store);
    releases = new Releases(new Services(labels, clock, Random::new));
    var engine =
        new EventEngine(
            releases, labels, results, store, clock, settings.integer("events.waiting"), true);
    ordered = new OrderedEvents(engine, 64);
    var intake = new Intake("$.user", clock);
    parts = new Api.EventParts(intake, engine, ordered, results, labels, releases);
    var made = GrpcNode.make(settings, parts, admission(), meters);
    if (made == null) {
      throw new IllegalStateException("grpc.port is off");
    }
    node = made;
    node.start();
    channel = channel("127.0.0.1");
  }

  Api.EventParts parts() {
    return parts;
  }

  Admission admission() {
    return new Admission(keys, WithoutKeys.LOOPBACK);
  }

  /** Runs rules for all events from now on. */
  GrpcFixture run(String hash, String rules) {
    try {
      Path set = Files.createDirectories(directory.resolve(hash));
      Files.writeString(set.resolve("main.sml"), rules);
      Files.writeString(
          set.resolve("config.yaml"),
          "labels:\n  loud:\n    valid_for: [User]\n    connotation: negative\n    description: d\n");
      releases.run(hash, RuleSets.open(set, StandardFunctions.Options.DEFAULT, null));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A channel that calls the server by this name. */
  ManagedChannel channel(String name) {
    return NettyChannelBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()))
        .overrideAuthority(name + ":" + node.port())
        .usePlaintext()
        .build();
  }

  @Override
  public void close() {
    try {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    node.stop();
    ordered.close();
    releases.close();
    store.close();
  }
}
