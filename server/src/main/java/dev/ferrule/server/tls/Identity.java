package dev.ferrule.server.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate chain and the private key of its first certificate. Immutable.
 *
 * @param alias names it among those of this process
 * @param chain the node's certificate first
 */
record Identity(String alias, PrivateKey key, List<X509Certificate> chain) {
  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads both files' contents.
   *
   * @throws GeneralSecurityException saying what was expected, when they are not in order
   */
  static Identity of(String alias, byte[] certificates, byte[] key)
      throws GeneralSecurityException {
    List<X509Certificate> chain;
    try {
      chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (CertificateException e) {
      throw new GeneralSecurityException("expected PEM certificates, found otherwise", e);
    }
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("expected PEM certificates, found none");
    }
    var identity =
        new Identity(
            alias, PrivateKeyPem.read(new String(key, StandardCharsets.ISO_8859_1)), chain);
    identity.requirePair();
    return identity;
  }

  /** By a signature: what the key signs must hold for the certificate. */
  private void requirePair() throws GeneralSecurityException {
    var probe = new byte[32];
    new SecureRandom().nextBytes(probe);
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    boolean fits;
    try {
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      byte[] signed = signing.sign();
      var verifying = Signature.getInstance(algorithm);
      verifying.initVerify(chain.getFirst().getPublicKey());
      verifying.update(probe);
      fits = verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      fits = false;
    }
    if (!fits) {
      throw new GeneralSecurityException(
          "expected the private key of the first certificate, found another");
    }
  }

  /** Until when all of the chain holds. */
  Instant expires() {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElse(Instant.MIN);
  }

  /** Whether a handshake may use it that asks for a kind of key, as {@code EC}. */
  boolean fits(String keyType) {
    int end = keyType.indexOf('_');
    String kind = end < 0 ? keyType : keyType.substring(0, end);
    return kind.equals(key.getAlgorithm())
        || (kind.equals("EdDSA") && key.getAlgorithm().startsWith("Ed"));
  }
}
