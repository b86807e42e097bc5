package dev.ferrule.server.workers;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the processes of this node join: a free port of loopback, which takes nothing but the
 * tokens that they were given. So they join however {@code grpc.port} and TLS are set. Thread-safe.
 */
public final class LoopbackServer implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  private final Server server;

  /** Binds and begins to serve. */
  public LoopbackServer(WorkerCalls calls, ReleaseWorkers workers) {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize((int) WorkerCalls.MOST_MESSAGE_BYTES)
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .directExecutor()
            .intercept(new TokenCheck(workers))
            .addService(calls)
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected to listen on a free port of loopback for workers, found: " + e.getMessage(),
          e);
    }
  }

  /** As {@code 127.0.0.1:40123}. */
  public String target() {
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.getPort();
  }

  /** Opens the seat that a token is for. */
  private record TokenCheck(Seat.Tokens tokens) implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      Seat seat = seat(headers.get(AUTHORIZATION));
      if (seat == null) {
        call.close(
            Status.UNAUTHENTICATED.withDescription(
                "expected the token of a process that this node started, found another"),
            new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return Contexts.interceptCall(
          Context.current().withValue(WorkerCalls.SEAT, seat), call, headers, next);
    }

    private @Nullable Seat seat(@Nullable String authorization) {
      return authorization != null && authorization.startsWith(BEARER)
          ? tokens.claim(authorization.substring(BEARER.length()))
          : null;
    }
  }

  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(1, TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
