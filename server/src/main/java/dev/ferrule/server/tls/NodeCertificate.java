package dev.ferrule.server.tls;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the node shows, to HTTP and gRPC alike. Its files are looked at again and
 * again; each handshake gets what was read last, and connections that are open stay. Files that are
 * not in order change nothing, and the log and a metric say so. Thread-safe.
 */
public final class NodeCertificate extends X509ExtendedKeyManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCertificate.class);

  private final Path certificate;
  private final Path key;
  private final Duration interval;
  private final Counter reloads;
  private final Counter failures;
  private final Thread thread;
  private volatile Identity current;

  /** The one before, for handshakes that began with it. */
  private volatile Identity previous;

  private volatile boolean refused;
  private volatile boolean closed;

  /* Confined to the thread. */
  private byte[] certificateBytes;
  private byte[] keyBytes;
  private long generation;

  private NodeCertificate(Settings settings, MeterRegistry meters) {
    this.certificate = Path.of(settings.text("server.tls.certificate"));
    this.key = Path.of(settings.text("server.tls.key"));
    this.interval = settings.duration("server.tls.reload_interval");
    try {
      certificateBytes = Files.readAllBytes(certificate);
      keyBytes = Files.readAllBytes(key);
      current = Identity.of("node-0", certificateBytes, keyBytes);
    } catch (IOException | GeneralSecurityException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a PEM certificate and its key in server.tls.certificate and server.tls.key,"
              + " found otherwise: "
              + reason(e),
          e);
    }
    previous = current;
    reloads = meters.counter("ferrule_tls_reloads");
    failures = meters.counter("ferrule_tls_failed_reloads");
    meters.gauge("ferrule_tls_refused", this, self -> self.refused ? 1 : 0);
    meters.gauge(
        "ferrule_tls_expires_seconds", this, self -> (double) self.expires().getEpochSecond());
    thread = Thread.ofPlatform().daemon().name("tls-files").unstarted(this::run);
  }

  /** The certificate of the settings, or null when they name none. */
  public static @Nullable NodeCertificate of(Settings settings, MeterRegistry meters) {
    return settings.text("server.tls.certificate").isEmpty()
        ? null
        : new NodeCertificate(settings, meters);
  }

  /**
   * Reads the files once, and tells until when they hold; null when the settings name none.
   *
   * @throws FerruleException {@link ErrorCode#CONFIG_INVALID} when they are not in order
   */
  public static @Nullable Instant findEnd(Settings settings) {
    if (settings.text("server.tls.certificate").isEmpty()) {
      return null;
    }
    try {
      return Identity.of(
              "doctor",
              Files.readAllBytes(Path.of(settings.text("server.tls.certificate"))),
              Files.readAllBytes(Path.of(settings.text("server.tls.key"))))
          .expires();
    } catch (IOException | GeneralSecurityException e) {
      throw new FerruleException(ErrorCode.CONFIG_INVALID, reason(e), e);
    }
  }

  /** Looks at the files from now on. */
  public void start() {
    thread.start();
  }

  /** Until when it holds. */
  public Instant expires() {
    return current.expires();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(Math.max(1_000_000, interval.toNanos()));
      if (!closed) {
        look();
      }
    }
  }

  private void look() {
    try {
      byte[] nextCertificate = Files.readAllBytes(certificate);
      byte[] nextKey = Files.readAllBytes(key);
      if (Arrays.equals(nextCertificate, certificateBytes) && Arrays.equals(nextKey, keyBytes)) {
        return;
      }
      certificateBytes = nextCertificate; // what is refused is refused once
      keyBytes = nextKey;
      Identity next = Identity.of("node-" + ++generation, nextCertificate, nextKey);
      if (next.expires().isBefore(Instant.now())) {
        throw new GeneralSecurityException(
            "expected a certificate that holds, found one that ended " + next.expires());
      }
      previous = current;
      current = next;
      refused = false;
      reloads.increment();
      LOG.info("a new certificate is used: expires={}", next.expires());
    } catch (IOException | GeneralSecurityException e) {
      if (e instanceof IOException && refused) {
        return; // said already
      }
      refused = true;
      failures.increment();
      LOG.error(
          "the files of server.tls are not in order, the certificate before is still used:"
              + " expires={} {}",
          current.expires(),
          reason(e));
    }
  }

  private static String reason(Exception e) {
    return e instanceof IOException
        ? "expected readable files, found otherwise"
        : "" + e.getMessage();
  }

  private @Nullable Identity find(String alias) {
    Identity now = current;
    if (alias.equals(now.alias())) {
      return now;
    }
    Identity before = previous;
    return alias.equals(before.alias()) ? before : null;
  }

  private @Nullable String choose(String keyType) {
    Identity now = current;
    return now.fits(keyType) ? now.alias() : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return choose(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return choose(keyType);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = choose(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Identity found = find(alias);
    return found == null ? null : found.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Identity found = find(alias);
    return found == null ? null : found.key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // the node is no client with it
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
