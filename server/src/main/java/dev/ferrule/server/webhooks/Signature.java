package dev.ferrule.server.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs calls as Standard Webhooks says (github.com/standard-webhooks/standard-webhooks,
 * spec/standard-webhooks.md): HMAC-SHA256 over id, time and body. Stateless.
 */
public final class Signature {
  private static final String PREFIX = "whsec_";

  private Signature() {}

  /** The key of a secret: the base64 behind {@code whsec_}, or the text's UTF-8. */
  static byte[] key(String secret) {
    if (!secret.startsWith(PREFIX)) {
      return secret.getBytes(StandardCharsets.UTF_8);
    }
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      if (key.length > 0) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // told below, as an empty one is
    }
    throw Webhook.invalid("expected base64 behind whsec_ in secret, found otherwise");
  }

  /**
   * The value of the header {@code webhook-signature}.
   *
   * @param id the value of {@code webhook-id}
   * @param timestampSeconds the value of {@code webhook-timestamp}
   */
  public static String sign(String secret, String id, long timestampSeconds, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      mac.update((id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
