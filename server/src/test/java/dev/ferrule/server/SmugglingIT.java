package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request whose end a proxy could see elsewhere is refused with 400 and its connection closed, so
 * that what stands behind it is never read as a request (RFC 9112, sections 5, 6.1, 6.3 and 7.1).
 */
class SmugglingIT {
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** Answered with 200 if ever it is taken for a request; no other response here is. */
  private static final String HIDDEN = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @AutoClose private static final TestNode NODE = TestNode.start();

  private static String send(String request) {
    return NODE.client().raw(request.getBytes(ISO_8859_1), SILENCE);
  }

  /** {@code |} stands for the end of a line and {@code \n} for a bare line feed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6|Transfer-Encoding: chunked||0||",
        "Transfer-Encoding: chunked|Content-Length: 6||0||",
        "Content-Length: 0|Content-Length: 30||",
        "Content-Length: 30|Content-Length: 0||",
        "Content-Length: 0, 30||",
        "Content-Length: +0||",
        "Content-Length: -1||",
        "Content-Length: 0x0||",
        "Content-Length: 99999999999999999999||",
        "Content-Length : 0||",
        "Content-Length\t: 0||",
        "Transfer-Encoding: xchunked||0||",
        "Transfer-Encoding: chunked, identity||0||",
        "Transfer-Encoding: identity, chunked||0||",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity||0||",
        "Transfer-Encoding: \u000bchunked||0||",
        "Transfer-Encoding : chunked||0||",
        "Transfer-Encoding: chunked||0x0||",
        "Transfer-Encoding: chunked||-1|||",
        "Transfer-Encoding: chunked||zz||",
        "Transfer-Encoding: chunked||fffffffffffffffff||",
        "Transfer-Encoding:| chunked||0||",
        " Content-Length: 0||",
        "Content-Length: 0\nX: y||",
        "X: y\nContent-Length: 0||",
        "X\u0000: y||",
        "X: y\u0000z||",
        "X: y\rTransfer-Encoding: chunked||0||",
        "no colon||",
        ": no name||",
        "Host: other||"
      })
  void anEndThatCanBeSeenElsewhereIsRefusedAndTheConnectionClosed(String headers) {
    String response =
        send(
            "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\n"
                + headers.replace("|", "\r\n")
                + HIDDEN);
    assertTrue(response.startsWith("HTTP/1.1 400 "), response);
    assertEquals(1, count(response), response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\nHost: localhost\n\n",
        "GET /healthz HTTP/1.1 x\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.2\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/0.9\r\n\r\n",
        "GET /healthz http/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz\r\n\r\n",
        "G@T /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
      })
  void aRequestLineOrHostThatIsNoneIsNotServed(String request) {
    String response = send(request);
    assertFalse(response.contains(" 200 "), response);
  }

  @Test
  void anAbsoluteTargetIsForTheHostThatItNames() {
    String to = "GET http://%s/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assertTrue(send(to.formatted("localhost")).startsWith("HTTP/1.1 200 "));
    for (String other : List.of("stranger.example", "localhost@stranger.example", "")) {
      String response = send(to.formatted(other));
      assertTrue(response.startsWith("HTTP/1.1 400 "), response);
    }
    assertFalse(
        send("CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\n\r\n").contains(" 200 "));
  }

  /** What is echoed stands in JSON, never in a header. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/collections/a%0d%0aSet-Cookie:%20a=b",
        "/a%0d%0aSet-Cookie:%20a=b",
        "/v1/collections?x=%0d%0aSet-Cookie:%20a=b",
        "/v1/events?limit=%0d%0aSet-Cookie:%20a=b",
        "/console/a%0d%0aSet-Cookie:%20a=b"
      })
  void nothingOfARequestBecomesAHeader(String path) {
    String response =
        send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    String head = response.substring(0, response.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
    assertFalse(head.contains("set-cookie"), response);
  }

  private static int count(String responses) {
    return responses.split("HTTP/1\\.1 ", -1).length - 1;
  }
}
