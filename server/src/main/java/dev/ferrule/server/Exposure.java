package dev.ferrule.server;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.WithoutKeys;
import dev.ferrule.server.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Refuses to listen beyond loopback without keys and TLS, unless the operator says so. */
final class Exposure {
  private Exposure() {}

  static void require(Settings settings, ApiKeys keys) {
    String host = settings.text("server.host");
    if (isLoopback(host) || settings.isOn("server.allow_insecure")) {
      return;
    }
    if (keys.isEmpty()) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected an API key before listening on %s, found none; make one with: ".formatted(host)
              + "./ferrule keys create --name admin --role admin");
    }
    if (settings.text("server.tls.certificate").isEmpty()) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected server.tls.certificate and server.tls.key before listening on %s, found none; "
                  .formatted(host)
              + "behind a proxy that ends TLS set server.allow_insecure");
    }
  }

  /** Who may call while there are no keys; the last one may be deleted while the node runs. */
  static WithoutKeys withoutKeys(Settings settings) {
    if (settings.isOn("server.allow_insecure")) {
      return WithoutKeys.ANYBODY;
    }
    return isLoopback(settings.text("server.host")) ? WithoutKeys.LOOPBACK : WithoutKeys.NOBODY;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected an address in server.host, found " + host, e);
    }
  }
}
