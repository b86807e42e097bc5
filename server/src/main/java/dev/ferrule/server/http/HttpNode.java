package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.Admission;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.auth.WithoutKeys;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.tls.NodeCertificate;
import dev.ferrule.server.tracing.Trace;
import dev.ferrule.server.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server. Event loops read requests whole and check who calls; each request then runs on a
 * virtual thread of its own, as many at once as the limits allow. Thread-safe.
 */
public final class HttpNode {
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);
  private static final long NO_TIMER = -1;
  private static final long LINGER_MILLIS = 1_000;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_FORM_FIELDS = 10_000;
  private static final int MAX_FORM_FIELD_BYTES = 1 << 20;

  private final Settings settings;
  private final RouteTable routes;
  private final Gate gate;
  private final MeterRegistry metrics;
  private final Tracing tracing;
  private final Vertx vertx;
  private final HttpServer server;
  private final ExecutorService handlers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
  private final AtomicInteger inProgress = new AtomicInteger();
  private final AtomicInteger ingesting = new AtomicInteger();
  private final AtomicInteger ending = new AtomicInteger();
  private final Connections connections;
  private final AtomicLong buffered = new AtomicLong();
  private final int maxRequests;
  private final int maxIngestRequests;
  private final long maxBodyBytes;
  private final long maxBufferedBytes;
  private final Map<Measured, Timer> timers = new ConcurrentHashMap<>();

  /** The threads of responses that have no end of their own. */
  private final Set<Thread> endless = ConcurrentHashMap.newKeySet();

  private volatile boolean draining;

  public HttpNode(
      Settings settings,
      List<Route> routes,
      ApiKeys keys,
      WithoutKeys withoutKeys,
      MeterRegistry metrics,
      Tracing tracing,
      @Nullable NodeCertificate certificate) {
    this.settings = settings;
    this.routes = new RouteTable(routes);
    this.gate = new Gate(keys, withoutKeys);
    this.metrics = metrics;
    this.tracing = tracing;
    this.maxRequests = settings.integer("limits.requests");
    this.maxIngestRequests = settings.integer("limits.ingest_requests");
    this.maxBodyBytes = settings.bytes("limits.body_bytes");
    this.maxBufferedBytes = settings.bytes("limits.buffered_bytes");
    this.connections =
        new Connections(
            settings.integer("limits.connections"), settings.duration("server.idle_timeout"));
    HttpServerOptions options = options(settings, certificate);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false))
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2));
    this.server = vertx.createHttpServer(options).requestHandler(this::accept);
    server.connectionHandler(connections::opened);
    vertx.setPeriodic(connections.sweepMillis(), id -> connections.closeIdle());
    metrics.gauge("ferrule_http_connections", connections, Connections::count);
    metrics.gauge("ferrule_http_requests_in_progress", inProgress);
    metrics.gauge("ferrule_http_ingest_requests_in_progress", ingesting);
    metrics.gauge("ferrule_http_buffered_bytes", buffered);
  }

  private static HttpServerOptions options(
      Settings settings, @Nullable NodeCertificate certificate) {
    if (settings.integer("server.port") > MAX_PORT) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a port up to %d in server.port, found %d"
              .formatted(MAX_PORT, settings.integer("server.port")));
    }
    var options =
        new HttpServerOptions()
            .setHost(settings.text("server.host"))
            .setPort(settings.integer("server.port"))
            .setTcpNoDelay(true)
            .setAcceptBacklog(1_024)
            // it would wait for the first bytes to tell, and not count the connection before
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(true)
            .setMaxFormFields(MAX_FORM_FIELDS)
            .setMaxFormAttributeSize(MAX_FORM_FIELD_BYTES)
            .setMaxFormBufferedBytes(65_536);
    if (certificate != null) {
      options.setSsl(true).setUseAlpn(true).setKeyCertOptions(KeyCertOptions.wrap(certificate));
    }
    return options;
  }

  /** Binds and begins to serve. */
  public void start() {
    try {
      server.listen().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected to listen on %s port %d, found: %s; name another with --port"
              .formatted(
                  settings.text("server.host"),
                  settings.integer("server.port"),
                  cause.getMessage()),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Whether it takes no new requests. */
  public boolean isDraining() {
    return draining;
  }

  private void accept(HttpServerRequest request) {
    long started = System.nanoTime();
    var exchange = new Exchange(request, started);
    try {
      exchange.begin();
    } catch (RuntimeException e) {
      exchange.finish(Problem.response(Problem.meaning(e)));
    }
  }

  /** One request from its head to the end of its response. */
  private final class Exchange {
    private final HttpServerRequest request;
    private final long startedNanos;
    private final Buffer body = Buffer.buffer();
    private final List<Request.Part> parts = new ArrayList<>();
    private String template = "unknown";
    private String caller = Admission.ANONYMOUS;
    private String method = "unknown"; // not the request's own: anybody can make methods up
    private Route.Kind kind = Route.Kind.NORMAL;
    private Trace trace = Trace.NONE;
    private boolean counted;
    private long held;
    private boolean answered;
    private boolean gone;
    private boolean running;
    private boolean ended;
    private long timer = NO_TIMER;

    Exchange(HttpServerRequest request, long startedNanos) {
      this.request = request;
      this.startedNanos = startedNanos;
    }

    void begin() {
      if (!connections.began(request.connection())) {
        return;
      }
      String fault = Framing.fault(request);
      if (fault != null) {
        fail(Fields.malformed(fault));
        return;
      }
      HttpMethod asked =
          request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
      String requested = request.path() == null ? "/" : request.path();
      RouteTable.Found found = routes.find(asked, requested);
      if (found == null) {
        throw unrouted(routes.methods(requested));
      }
      Route route = found.route();
      template = route.template();
      method = route.method().name();
      kind = route.kind();
      caller = gate.check(request, route.role());
      trace = tracing.request(method, template, request::getHeader, startedNanos);
      count(route);
      read(route, found.path());
    }

    private FerruleException unrouted(List<String> others) {
      if (others.isEmpty()) {
        return new FerruleException(
            ErrorCode.REQUEST_NOT_FOUND,
            "expected a path of the API (see /openapi.json), found another");
      }
      String methods = String.join(", ", others);
      request.response().putHeader("allow", methods);
      return new FerruleException(
          ErrorCode.REQUEST_METHOD, "expected %s on this path, found another".formatted(methods));
    }

    private void count(Route route) {
      if (draining && route.role() != null) {
        throw new FerruleException(ErrorCode.NODE_DRAINING, "the node is stopping");
      }
      counted = true;
      int all = inProgress.incrementAndGet();
      int ingests = kind == Route.Kind.INGEST ? ingesting.incrementAndGet() : 0;
      if (all > maxRequests && route.role() != null) {
        throw limit("limits.requests", maxRequests);
      }
      if (ingests > maxIngestRequests) {
        throw limit("limits.ingest_requests", maxIngestRequests);
      }
    }

    private FerruleException limit(String name, int value) {
      return new FerruleException(
          ErrorCode.LIMIT_REACHED,
          "expected at most %s=%d at once, found more; try again".formatted(name, value));
    }

    private void read(Route route, Map<String, String> path) {
      timer =
          vertx.setTimer(
              Math.max(1, settings.duration("server.request_timeout").toMillis()),
              id ->
                  fail(
                      new FerruleException(
                          ErrorCode.REQUEST_MALFORMED,
                          "expected the whole request within server.request_timeout, found a"
                              + " part")));
      request.exceptionHandler(e -> {
        if (!(e instanceof VertxException) && !(e instanceof IOException)) {
          // the decoder of forms throws all sorts; the others say that the connection is gone
          fail(Fields.malformed("expected a whole multipart form, found another body"));
          return;
        }
        gone = true;
        vertx.cancelTimer(timer);
        if (!running) {
          release(); // else the handler does when it ends
        }
      });
      String type = request.getHeader("content-type");
      if (type != null && type.startsWith("multipart/form-data")) {
        readForm();
      } else {
        request.handler(chunk -> {
          if (hasRoom(chunk)) {
            body.appendBuffer(chunk);
          }
        });
      }
      request.endHandler(done -> {
        vertx.cancelTimer(timer);
        if (!answered && !gone) {
          request
              .formAttributes()
              .forEach(field ->
                  parts.add(
                      new Request.Part(
                          field.getKey(),
                          "",
                          field.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
          try {
            run(route, path);
          } catch (RuntimeException e) {
            fail(Problem.meaning(e));
          }
        }
      });
    }

    private void readForm() {
      try {
        request.setExpectMultipart(true);
      } catch (RuntimeException e) {
        throw Fields.malformed("expected multipart/form-data with a boundary, found none");
      }
      request.handler(this::hasRoom); // counts the form's bytes as they come, fields and files
      request.uploadHandler(upload -> {
        var content = Buffer.buffer();
        upload.handler(chunk -> {
          if (!answered) {
            content.appendBuffer(chunk);
          }
        });
        upload.endHandler(done ->
            parts.add(new Request.Part(upload.name(), upload.filename(), content.getBytes())));
      });
    }

    /** Counts what came against the limits; false when it is not to be kept. */
    private boolean hasRoom(Buffer chunk) {
      if (answered || gone) {
        return false;
      }
      held += chunk.length();
      long all = buffered.addAndGet(chunk.length());
      if (held > maxBodyBytes) {
        fail(
            new FerruleException(
                ErrorCode.REQUEST_TOO_LARGE,
                "expected at most limits.body_bytes=%d, found more".formatted(maxBodyBytes)));
      } else if (all > maxBufferedBytes) {
        fail(
            new FerruleException(
                ErrorCode.LIMIT_REACHED,
                "expected at most limits.buffered_bytes=%d in memory, found more; try again"
                    .formatted(maxBufferedBytes)));
      }
      return !answered;
    }

    /** Answers before the whole request was read, and gives the connection up. */
    private void fail(FerruleException failure) {
      if (!answered) {
        if (request.version() == HttpVersion.HTTP_2) { // there a connection is not one request's
          finish(Problem.response(failure));
          return;
        }
        connections.giveUp(request.connection());
        request.response().putHeader("connection", "close");
        finish(Problem.response(failure));
        // not at once: a client that still sends would be reset before it reads the response
        vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
      }
    }

    private void run(Route route, Map<String, String> path) {
      var whole = new Request(caller, path, query(), request.headers(), body.getBytes(), parts);
      running = true;
      if (route.handler() instanceof Route.LoopHandler loop) {
        begin(loop, whole);
        return;
      }
      handlers.execute(
          trace.carry(() -> {
            Response response;
            try {
              response = route.handler().handle(whole);
            } catch (Exception | StackOverflowError e) {
              response = Problem.response(Problem.meaning(e));
            }
            switch (response) {
              case Response.Whole answer -> finish(answer);
              case Response.Streamed answer -> stream(answer.contentType(), answer.body());
              case Response.Endless answer -> endless(answer);
            }
          }));
    }

    private void begin(Route.LoopHandler loop, Request whole) {
      Context context = vertx.getOrCreateContext();
      trace
          .run(() -> loop.begin(whole))
          .whenComplete((response, failure) -> {
            if (response instanceof Response.Streamed streamed) {
              handlers.execute(trace.carry(() -> stream(streamed.contentType(), streamed.body())));
            } else {
              var answer =
                  failure == null
                      ? (Response.Whole) response
                      : Problem.response(Problem.meaning(failure));
              context.runOnContext(_ -> finish(answer));
            }
          });
    }

    private MultiMap query() {
      if (request.query() != null) {
        Escapes.decode(request.query()); // Vert.x replaces what is no UTF-8
      }
      try {
        return request.params();
      } catch (IllegalArgumentException e) {
        throw Fields.malformed("expected a percent-encoded query, found a broken escape");
      }
    }

    private void finish(Response.Whole answer) {
      if (answered) {
        return;
      }
      answered = true;
      vertx.cancelTimer(timer);
      HttpServerResponse response = request.response();
      response.setStatusCode(answer.status());
      head(response, answer.contentType());
      answer.headers().forEach(response::putHeader);
      measure(answer.status());
      if (request.method().equals(HttpMethod.HEAD)) {
        response.putHeader("content-length", Integer.toString(answer.body().length));
        end(response::end);
      } else {
        end(() -> response.end(Buffer.buffer(answer.body())));
      }
    }

    /**
     * Gives the request's place to the next before the client can see the end of the response, so
     * that nobody who keeps to the limit is refused. A node that stops still waits for the writing.
     */
    private void end(Runnable writing) {
      ending.incrementAndGet();
      try {
        uncount();
        writing.run();
      } finally {
        release();
        ending.decrementAndGet();
      }
    }

    private void endless(Response.Endless answer) {
      Thread thread = Thread.currentThread();
      trace = Trace.NONE; // it takes as long as its client wants
      endless.add(thread);
      uncount();
      try {
        if (!draining) {
          stream(answer.contentType(), answer.body());
        } else {
          finish(
              Problem.response(
                  new FerruleException(ErrorCode.NODE_DRAINING, "the node is stopping")));
        }
      } finally {
        endless.remove(thread);
      }
    }

    private void stream(String contentType, Response.Body body) {
      answered = true;
      HttpServerResponse response = request.response();
      head(response, contentType);
      response.setChunked(true);
      try {
        body.writeTo(piece -> write(response, piece));
        measure(200);
        end(response::end);
      } catch (IOException e) {
        response.reset();
        measure(499);
      } catch (RuntimeException e) {
        Problem.meaning(e);
        response.reset();
        measure(500);
      } finally {
        release();
      }
    }

    private void write(HttpServerResponse response, byte[] piece) throws IOException {
      try {
        response
            .write(Buffer.buffer(piece))
            .toCompletionStage()
            .toCompletableFuture()
            .get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("the client is gone or reads too slowly", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    private void head(HttpServerResponse response, String contentType) {
      response
          .putHeader("content-type", contentType)
          .putHeader("x-content-type-options", "nosniff")
          .putHeader("cache-control", "no-store");
    }

    private void measure(int status) {
      timers
          .computeIfAbsent(new Measured(template, method, status), HttpNode.this::timer)
          .record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
      trace.end(method, template, Integer.toString(status), status < 500);
    }

    private synchronized void release() {
      if (!ended) {
        ended = true;
        connections.ended(request.connection());
      }
      buffered.addAndGet(-held);
      held = 0;
      uncount();
    }

    private synchronized void uncount() {
      if (counted) {
        counted = false;
        inProgress.decrementAndGet();
        if (kind == Route.Kind.INGEST) {
          ingesting.decrementAndGet();
        }
      }
    }
  }

  /** What requests are told apart by in the metrics. */
  private record Measured(String template, String method, int status) {}

  private Timer timer(Measured measured) {
    return Timer.builder("ferrule_http_request_seconds")
        .tag("route", measured.template())
        .tag("method", measured.method())
        .tag("status", Integer.toString(measured.status()))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(250_000))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .register(metrics);
  }

  /** Takes no new requests, lets those in progress finish within the drain timeout, and closes. */
  public void stop() {
    draining = true;
    endless.forEach(Thread::interrupt);
    Duration patience = settings.duration("server.drain_timeout");
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (inProgress.get() + ending.get() > 0 && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
      handlers.shutdownNow();
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new FerruleException(ErrorCode.INTERNAL, "stopping the HTTP server failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
