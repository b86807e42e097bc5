package dev.ferrule.server.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads private keys in PEM: PKCS#8 (RFC 5958), PKCS#1 of RSA (RFC 8017, A.1.2) and SEC1 of
 * elliptic curves (RFC 5915). The latter two are wrapped into the first, which is what Java reads.
 * Stateless.
 */
final class PrivateKeyPem {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([^-]+)-----END \\1PRIVATE KEY-----");
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] VERSION = HEX.parseHex("020100");
  private static final byte[] RSA = HEX.parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xa0;

  private PrivateKeyPem() {}

  static PrivateKey read(String pem) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException(
          "expected a PEM private key without a password, found none");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      byte[] wrapped =
          switch (block.group(1)) {
            case "RSA " -> wrap(RSA, der);
            case "EC " -> wrap(tagged(SEQUENCE, EC, curve(der)), der);
            default -> der;
          };
      return decode(wrapped);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new GeneralSecurityException("expected a PEM private key, found a broken one", e);
    }
  }

  private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // of another algorithm
      }
    }
    throw new GeneralSecurityException("expected a private key of RSA, EC or EdDSA, found another");
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return tagged(SEQUENCE, VERSION, algorithm, tagged(OCTETS, key));
  }

  private static byte[] tagged(int tag, byte[]... contents) {
    var content = new ByteArrayOutputStream();
    for (byte[] each : contents) {
      content.writeBytes(each);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 0x80) {
      out.write(length);
    } else if (length <= 0xff) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  /** The object identifier of the curve, with its tag, from an ECPrivateKey. */
  private static byte[] curve(byte[] der) {
    int at = content(der, 0);
    while (at < der.length) {
      int start = content(der, at);
      int end = start + length(der, at);
      if ((der[at] & 0xff) == PARAMETERS) {
        return Arrays.copyOfRange(der, start, end);
      }
      at = end;
    }
    throw new IllegalArgumentException("no curve");
  }

  private static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return length;
  }
}
