package dev.ferrule.server.grpc;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.Projection;
import dev.ferrule.server.auth.Admission;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.tls.NodeCertificate;
import dev.ferrule.server.tracing.Tracing;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC server. Calls begin on event loops; what may wait goes on on virtual threads.
 * Thread-safe.
 */
public final class GrpcNode implements AutoCloseable {
  private static final int MAX_PORT = 65_535;
  private static final int ENVELOPE_BYTES = 1 << 16;
  private static final int KEEP_ALIVE_SECONDS = 10;

  private final Settings settings;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          Math.max(2, Runtime.getRuntime().availableProcessors()), NioIoHandler.newFactory());
  private final HealthStatusManager health = new HealthStatusManager();
  private final EventCalls events;
  private final Entrance entrance;
  private final Server server;

  private GrpcNode(
      Settings settings,
      int port,
      Api.EventParts parts,
      BindableService workers,
      Admission admission,
      MeterRegistry meters,
      Tracing tracing,
      @Nullable NodeCertificate certificate) {
    this.settings = settings;
    var evaluations =
        new Evaluations(parts.intake(), parts.engine(), parts.ordered(), InstantSource.system());
    var inbound = new Inbound(settings.bytes("limits.buffered_bytes"));
    var connections = new AtomicInteger();
    meters.gauge("ferrule_grpc_buffered_bytes", inbound, Inbound::bytes);
    meters.gauge("ferrule_grpc_connections", connections);
    int mostConnections = settings.integer("limits.connections");
    this.events = new EventCalls(evaluations, parts.inbox(), parts.results(), inbound);
    this.entrance =
        new Entrance(
            admission,
            settings.integer("limits.requests"),
            settings.duration("server.request_timeout"),
            meters,
            tracing);
    this.server =
        builder(settings, port, certificate)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelFactory(() -> new Listening(mostConnections, connections))
            .addStreamTracerFactory(inbound)
            .directExecutor()
            .intercept(entrance)
            .addService(events)
            .addService(new OspreyCalls(evaluations))
            .addService(workers)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build();
    loops.scheduleWithFixedDelay(entrance::sweep, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * The server that the settings ask for, or null when they say off.
   *
   * @param workers what workers join
   */
  public static @Nullable GrpcNode make(
      Settings settings,
      Api.EventParts parts,
      BindableService workers,
      Admission admission,
      MeterRegistry meters,
      Tracing tracing,
      @Nullable NodeCertificate certificate) {
    String port = settings.text("grpc.port");
    if (port.equals("off")) {
      return null;
    }
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MAX_PORT) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected off or a port up to %d in grpc.port, found \"%s\"".formatted(MAX_PORT, port));
    }
    return new GrpcNode(
        settings, Integer.parseInt(port), parts, workers, admission, meters, tracing, certificate);
  }

  private static NettyServerBuilder builder(
      Settings settings, int port, @Nullable NodeCertificate certificate) {
    long most =
        Math.min(
            settings.bytes("limits.body_bytes"),
            Projection.Limits.DEFAULT.documentBytes() + ENVELOPE_BYTES);
    var builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(settings.text("server.host"), port))
            .maxInboundMessageSize((int) most)
            .maxConcurrentCallsPerConnection(settings.integer("limits.requests"))
            .handshakeTimeout(
                settings.duration("server.request_timeout").toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionIdle(
                settings.duration("server.idle_timeout").toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    if (certificate != null) {
      try {
        builder.sslContext(
            GrpcSslContexts.configure(SslContextBuilder.forServer(certificate)).build());
      } catch (SSLException e) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID, "expected TLS for gRPC, found none in this Java", e);
      }
    }
    return builder;
  }

  /** Binds and begins to serve. */
  public void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected to listen on %s port %s for gRPC, found: %s; name another in grpc.port"
              .formatted(settings.text("server.host"), settings.text("grpc.port"), e.getMessage()),
          e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** How many calls are in progress. */
  public int callsInProgress() {
    return entrance.inProgress();
  }

  /**
   * Takes no new calls, and lets those in progress finish within the drain timeout. Workers stay:
   * events that are in progress may need them.
   */
  public void stop() {
    if (server.isShutdown()) {
      return;
    }
    health.enterTerminalState();
    server.shutdown();
    events.drain();
    entrance.awaitCalls(settings.duration("server.drain_timeout"));
  }

  /** Closes; the streams of workers have ended by then. */
  @Override
  public void close() {
    stop();
    try {
      if (!server.awaitTermination(1, TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
      }
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
