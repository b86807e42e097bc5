package dev.ferrule.server.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open connections: refuses more than the limit, and closes those on which nothing is asked. A
 * connection with a request in progress is never idle, however long that takes. Thread-safe.
 */
final class Connections {
  private final int limit;
  private final Duration idleTimeout;
  private final Map<HttpConnection, Use> open = new ConcurrentHashMap<>();

  /** How much a connection is used. */
  private static final class Use {
    private int requests;
    private long lastNanos = System.nanoTime();
    private volatile boolean givenUp;

    private synchronized void change(int difference) {
      requests += difference;
      lastNanos = System.nanoTime();
    }

    private synchronized boolean isIdleSince(long nanos) {
      return requests <= 0 && lastNanos < nanos;
    }
  }

  Connections(int limit, Duration idleTimeout) {
    this.limit = limit;
    this.idleTimeout = idleTimeout;
  }

  void opened(HttpConnection connection) {
    if (open.size() >= limit) {
      connection.close();
      return;
    }
    open.put(connection, new Use());
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** Counts a request; false when nothing more is to be read from its connection. */
  boolean began(HttpConnection connection) {
    Use use = open.get(connection);
    if (use != null && use.givenUp) {
      return false;
    }
    change(connection, 1);
    return true;
  }

  /** Serves nothing that comes from now on; who calls closes it. */
  void giveUp(HttpConnection connection) {
    Use use = open.get(connection);
    if (use != null) {
      use.givenUp = true;
    }
  }

  void ended(HttpConnection connection) {
    change(connection, -1);
  }

  private void change(HttpConnection connection, int difference) {
    Use use = open.get(connection);
    if (use != null) {
      use.change(difference);
    }
  }

  int count() {
    return open.size();
  }

  /** How often to look for idle connections. */
  long sweepMillis() {
    return Math.clamp(idleTimeout.toMillis() / 4, 100, 15_000);
  }

  void closeIdle() {
    long since = System.nanoTime() - idleTimeout.toNanos();
    open.forEach((connection, use) -> {
      if (use.isIdleSince(since)) {
        connection.close();
      }
    });
  }
}
