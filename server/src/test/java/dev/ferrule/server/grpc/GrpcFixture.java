package dev.ferrule.server.grpc;

import dev.ferrule.server.EventPath;
import dev.ferrule.server.NoModel;
import dev.ferrule.server.auth.Admission;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.WithoutKeys;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.tracing.Tracing;
import dev.ferrule.server.workers.WorkerCalls;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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

  private static final String LABELS =
      "labels:\n  loud:\n    valid_for: [User]\n    connotation: negative\n    description: d\n";

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ApiKeys keys;
  final GrpcNode node;
  final ManagedChannel channel;
  private final Store store;
  private final EventPath path;

  GrpcFixture(Path directory, Map<String, String> more) {
    var flags = new HashMap<>(Map.of("grpc.port", "0", "events.entity_path", "$.user"));
    flags.putAll(more);
    var settings = Settings.read(null, Map.of(), flags);
    store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT);
    keys = new ApiKeys(store);
    path = new EventPath(settings, store, new NoModel(), Tracing.off());
    path.start();
    var made =
        GrpcNode.make(settings, path.parts(), workers(), admission(), meters, Tracing.off(), null);
    if (made == null) {
      throw new IllegalStateException("grpc.port is off");
    }
    node = made;
    node.start();
    channel = channel("127.0.0.1");
  }

  Api.EventParts parts() {
    return path.parts();
  }

  WorkerCalls workers() {
    return new WorkerCalls(path.workers(), "test", WorkerCalls.MOST_MESSAGE_BYTES);
  }

  Admission admission() {
    return new Admission(keys, WithoutKeys.LOOPBACK);
  }

  /** Runs rules for all events from now on, and tells the release. */
  String run(String rules) {
    var files =
        Map.of(
            "main.sml", rules.getBytes(StandardCharsets.UTF_8),
            "config.yaml", LABELS.getBytes(StandardCharsets.UTF_8));
    var publisher = path.parts().publisher();
    var by = publisher.now("test", "");
    String hash = publisher.publish(files, by).hash();
    publisher.activate(hash, Publisher.Activation.FOR_ALL, by);
    return hash;
  }

  /** The same as {@link #run(String)}. */
  GrpcFixture with(String rules) {
    run(rules);
    return this;
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
    path.close();
    node.close();
    store.close();
  }
}
