package dev.ferrule.server.etcd;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to etcd. Calls wait, at most {@link #PATIENCE}, and fail with {@link
 * ErrorCode#ETCD_FAILED}. Losing etcd and finding it again are each logged once. Thread-safe.
 */
final class Etcd implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(Etcd.class);

  private final List<String> endpoints;
  private final ClientBuilder builder;

  /** Replaced while etcd is lost: a fresh one connects at once, an old one waits ever longer. */
  private volatile Client client;

  private volatile boolean reachable = true;
  private volatile boolean closed;

  Etcd(Settings settings) {
    this.endpoints =
        List.of(settings.text("etcd.endpoints").split(",")).stream().map(String::strip).toList();
    this.builder = builder(settings, endpoints);
    this.client = builder.build();
  }

  private static ClientBuilder builder(Settings settings, List<String> endpoints) {
    try {
      var builder =
          Client.builder()
              .endpoints(endpoints.toArray(String[]::new))
              .connectTimeout(PATIENCE)
              .keepaliveTime(Duration.ofSeconds(10))
              .keepaliveTimeout(PATIENCE)
              .retryMaxAttempts(1)
              .retryMaxDuration(PATIENCE)
              .waitForReady(false);
      if (!settings.text("etcd.user").isEmpty()) {
        builder
            .user(bytes(settings.text("etcd.user")))
            .password(bytes(settings.text("etcd.password")));
      }
      if (endpoints.stream().anyMatch(endpoint -> endpoint.startsWith("https:"))) {
        builder.sslContext(ssl -> {});
      }
      return builder;
    } catch (RuntimeException | javax.net.ssl.SSLException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected addresses as http://127.0.0.1:2379, separated by commas, in etcd.endpoints,"
              + " found otherwise",
          e);
    }
  }

  static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  Client client() {
    return client;
  }

  /** Whether the last call got through. */
  boolean isReachable() {
    return reachable;
  }

  /** Waits for what a call to etcd gives. */
  <V> V call(Function<Client, CompletableFuture<V>> call) {
    try {
      V value = call.apply(client).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      found();
      return value;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      lost(cause);
      throw new FerruleException(
          ErrorCode.ETCD_FAILED,
          "expected etcd at %s to answer, found it %s; what runs stays, try again"
              .formatted(
                  String.join(",", endpoints),
                  cause instanceof TimeoutException ? "silent" : "failing"),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FerruleException(ErrorCode.NODE_DRAINING, "the node is stopping", e);
    }
  }

  private synchronized void found() {
    if (!reachable) {
      reachable = true;
      LOG.info("etcd is back: endpoints={}", String.join(",", endpoints));
    }
  }

  private synchronized void lost(Throwable cause) {
    if (reachable && !closed) {
      reachable = false;
      LOG.warn(
          "etcd is lost, what runs stays: endpoints={} cause={}",
          String.join(",", endpoints),
          cause.toString());
    }
  }

  /** Connects anew. */
  void reconnect() {
    Client before = client;
    client = builder.copy().build();
    before.close();
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }
}
