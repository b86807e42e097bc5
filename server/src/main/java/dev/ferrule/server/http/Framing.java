package dev.ferrule.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the decoder of HTTP/1.1 lets through, and a proxy in front of the node could understand
 * otherwise: where a request ends, and for whom it is (RFC 9112, sections 3.2, 5.1 and 6.1).
 * Stateless.
 */
final class Framing {
  private Framing() {}

  /** What is ambiguous about the request, or null. */
  static @Nullable String fault(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return null;
    }
    MultiMap headers = request.headers();
    List<String> encodings = headers.getAll("transfer-encoding");
    List<String> hosts = headers.getAll("host");
    if (encodings.size() > 1
        || (encodings.size() == 1 && !encodings.getFirst().equalsIgnoreCase("chunked"))) {
      return "expected chunked as the only transfer-encoding, found another";
    }
    if (headers.contains("")) {
      return "expected headers with names, found one without";
    }
    if (hosts.size() > 1 || (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1)) {
      return "expected one host header, found " + hosts.size();
    }
    String host = hosts.isEmpty() ? "" : hosts.getFirst();
    if (host.indexOf(' ') >= 0) {
      return "expected one host, found more";
    }
    if (!request.uri().startsWith("/") && !isOf(host, request.uri())) {
      return "expected a path, or a URL of the host in the host header, found another target";
    }
    return null;
  }

  private static boolean isOf(String host, String target) {
    int from = target.indexOf("://") + 3;
    int to = from < 3 ? -1 : target.indexOf('/', from);
    return to >= 0 && target.substring(from, to).equalsIgnoreCase(host);
  }
}
