package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.config.Settings;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed on disk is shown without a restart; a bad one never is. */
@Timeout(120)
class TlsReloadIT {
  @TempDir private Path directory = Path.of("unset");

  private Node start(Path certificate, Path key) {
    return Node.start(
        Settings.read(
            null,
            Map.of(),
            Map.of(
                "data.directory",
                directory.resolve("data").toString(),
                "server.port",
                "0",
                "grpc.port",
                "0",
                "server.tls.certificate",
                certificate.toString(),
                "server.tls.key",
                key.toString(),
                "server.tls.reload_interval",
                "20ms")));
  }

  @Test
  void aRenewalIsPickedUpByHttpAndGrpcAndABadOneIsNot() throws Exception {
    Path file = directory.resolve("chain.pem");
    Path key = directory.resolve("key.pem");
    var first = TestCertificate.make(directory, "first", "EC").writeTo(file, key);
    var second = TestCertificate.make(directory, "second", "RSA");
    SSLContext trusting = TestCertificate.trusting(first, second);
    try (Node node = start(file, key);
        HttpClient kept = HttpClient.newBuilder().sslContext(trusting).build()) {
      int http = URI.create(node.url()).getPort();
      int grpc = URI.create("https://" + node.grpcTarget()).getPort();
      assertEquals(first.certificate(), shown(http));
      assertEquals(first.certificate(), shown(grpc));
      assertEquals(0, metric(kept, node, "ferrule_tls_refused"));

      second.writeTo(file, key);
      await(() -> second.certificate().equals(shown(http)));
      assertEquals(second.certificate(), shown(grpc));
      assertTrue(metric(kept, node, "ferrule_tls_reloads_total") >= 1);
      assertEquals(
          second.certificate().getNotAfter().toInstant().getEpochSecond(),
          (long) metric(kept, node, "ferrule_tls_expires_seconds"));

      TestCertificate.replace(key, first.keyPem()); // not the certificate's
      await(() -> metric(kept, node, "ferrule_tls_refused") == 1);
      assertEquals(second.certificate(), shown(http));
      assertEquals(second.certificate(), shown(grpc));
      TestCertificate.replace(file, "-----BEGIN CERTIFICATE-----\nbroken\n");
      await(() -> metric(kept, node, "ferrule_tls_failed_reloads_total") >= 2);
      assertEquals(second.certificate(), shown(http));

      first.writeTo(file, key);
      await(() -> first.certificate().equals(shown(http)));
      assertEquals(0, metric(kept, node, "ferrule_tls_refused"));
    }
  }

  @Test
  void keysOfOlderFormatsAreRead() throws Exception {
    Path file = directory.resolve("chain.pem");
    Path key = directory.resolve("key.pem");
    for (String algorithm : new String[] {"EC", "RSA"}) {
      var made = TestCertificate.make(directory, "old-" + algorithm, algorithm);
      TestCertificate.replace(file, made.pem());
      TestCertificate.replace(key, OldKeyFormats.of(made.keyPem(), algorithm));
      try (Node node = start(file, key)) {
        assertEquals(made.certificate(), shown(URI.create(node.url()).getPort()));
      }
    }
  }

  /** The certificate that a handshake of its own shows. */
  private static X509Certificate shown(int port) throws IOException, GeneralSecurityException {
    // a session that is resumed shows no certificate, so each look has a context of its own
    var context = SSLContext.getInstance("TLS");
    var seen = new SeenCertificate();
    context.init(null, new javax.net.ssl.TrustManager[] {seen}, null);
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        var socket =
            (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true)) {
      socket.startHandshake();
      return seen.certificate();
    }
  }

  private static double metric(HttpClient client, Node node, String name)
      throws IOException, InterruptedException {
    String url = node.url().replace("127.0.0.1", "localhost") + "/metrics";
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "expected it within 60 s");
      Thread.sleep(20);
    }
  }

  /** Notes what is shown, whatever it is. */
  private static final class SeenCertificate extends javax.net.ssl.X509ExtendedTrustManager {
    private X509Certificate[] chain = {};

    X509Certificate certificate() {
      return chain[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type) {
      chain = shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {
      chain = shown;
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] shown, String type, javax.net.ssl.SSLEngine engine) {
      chain = shown;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] shown, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Takes a PKCS#8 key apart, as RFC 5958 has it, for the key of the older format inside. */
  private static final class OldKeyFormats {
    static String of(String pkcs8, String algorithm) {
      byte[] der =
          java.util.Base64.getMimeDecoder()
              .decode(pkcs8.replaceAll("-----[A-Z ]+-----", "").strip());
      int at = 2 + lengthBytes(der, 0); // into the sequence
      at += 3; // the version
      int algorithmAt = at;
      at += 2 + lengthBytes(der, at) + length(der, at); // the algorithm
      int start = at + 2 + lengthBytes(der, at);
      byte[] inner = java.util.Arrays.copyOfRange(der, start, start + length(der, at));
      byte[] key = algorithm.equals("EC") ? withCurve(inner, der, algorithmAt) : inner;
      return "-----BEGIN %s PRIVATE KEY-----\n%s\n-----END %s PRIVATE KEY-----\n"
          .formatted(algorithm, java.util.Base64.getMimeEncoder().encodeToString(key), algorithm);
    }

    /** Java leaves the curve out of the inner key, as the algorithm names it; SEC1 needs it. */
    private static byte[] withCurve(byte[] inner, byte[] der, int algorithmAt) {
      int idAt = algorithmAt + 2 + 2 + der[algorithmAt + 3]; // behind the first identifier
      byte[] curve = java.util.Arrays.copyOfRange(der, idAt, idAt + 2 + der[idAt + 1]);
      int octets = 2 + 3 + 2 + inner[6]; // version and private octets
      var out = new java.io.ByteArrayOutputStream();
      out.writeBytes(java.util.Arrays.copyOfRange(inner, 2, octets));
      out.write(0xa0);
      out.write(curve.length);
      out.writeBytes(curve);
      byte[] body = out.toByteArray();
      var whole = new java.io.ByteArrayOutputStream();
      whole.write(0x30);
      whole.write(body.length);
      whole.writeBytes(body);
      return whole.toByteArray();
    }

    private static int lengthBytes(byte[] der, int at) {
      return (der[at + 1] & 0x80) == 0 ? 0 : der[at + 1] & 0x7f;
    }

    private static int length(byte[] der, int at) {
      return new BigInteger(
              1,
              lengthBytes(der, at) == 0
                  ? new byte[] {der[at + 1]}
                  : java.util.Arrays.copyOfRange(der, at + 2, at + 2 + lengthBytes(der, at)))
          .intValueExact();
    }
  }
}
