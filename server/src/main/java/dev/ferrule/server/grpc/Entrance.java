package dev.ferrule.server.grpc;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.proto.v1.WorkerServiceGrpc;
import dev.ferrule.server.auth.Admission;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.http.Problem;
import dev.ferrule.server.tracing.Trace;
import dev.ferrule.server.tracing.Tracing;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What every call passes: keys and roles, the limit of calls, measures. Thread-safe. */
final class Entrance implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> ORIGIN =
      Metadata.Key.of("origin", Metadata.ASCII_STRING_MARSHALLER);

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Admission admission;
  private final int mostCalls;
  private final long patienceNanos;
  private final MeterRegistry metrics;
  private final Tracing tracing;
  private final AtomicInteger inProgress = new AtomicInteger();

  /** Of these, the streams of workers. */
  private final AtomicInteger workers = new AtomicInteger();

  /** Calls whose one message has not come yet. */
  private final Set<Timed<?, ?>> unsent = ConcurrentHashMap.newKeySet();

  Entrance(
      Admission admission,
      int mostCalls,
      Duration patience,
      MeterRegistry metrics,
      Tracing tracing) {
    this.admission = admission;
    this.mostCalls = mostCalls;
    this.patienceNanos = patience.toNanos();
    this.metrics = metrics;
    this.tracing = tracing;
    metrics.gauge("ferrule_grpc_calls_in_progress", inProgress);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var timed = new Timed<>(call);
    try {
      admit(call, headers);
      timed.begin(headers);
      timed.count();
      timed.bound(Inbound.current());
      return timed.listener(next.startCall(timed, headers));
    } catch (FerruleException e) {
      FerruleException known = Problem.meaning(e);
      timed.close(Failures.status(known), Failures.trailers(known.code()));
      timed.leave();
      return new ServerCall.Listener<>() {};
    }
  }

  private void admit(ServerCall<?, ?> call, Metadata headers) {
    MethodDescriptor<?, ?> method = call.getMethodDescriptor();
    if (headers.containsKey(ORIGIN)) {
      throw new FerruleException(
          ErrorCode.AUTH_FORBIDDEN, "expected a call of a program, found one of a page");
    }
    Role needed = Roles.needed("" + method.getServiceName(), method.getFullMethodName());
    if (needed != null) {
      admission.require(headers.get(AUTHORIZATION), host(call.getAuthority()), needed);
    }
  }

  private static String host(@Nullable String authority) {
    if (authority == null) {
      return "";
    }
    int port = authority.lastIndexOf(':');
    return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
  }

  /** Ends calls that were begun and whose message did not come in time. */
  void sweep() {
    long before = System.nanoTime() - patienceNanos;
    for (Timed<?, ?> call : List.copyOf(unsent)) {
      if (call.startedNanos - before < 0 && unsent.remove(call)) {
        var late =
            new FerruleException(
                ErrorCode.REQUEST_MALFORMED,
                "expected the whole request within server.request_timeout, found a part");
        call.close(Failures.status(late), Failures.trailers(late.code()));
      }
    }
  }

  int inProgress() {
    return inProgress.get();
  }

  /** Waits until no call is in progress but the streams of workers. */
  void awaitCalls(Duration most) {
    long deadline = System.nanoTime() + most.toNanos();
    while (inProgress.get() > workers.get() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** A call that is counted while it lasts, and measured when it ends. */
  private final class Timed<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final long startedNanos = System.nanoTime();
    private final boolean ofWorker;
    private Trace trace = Trace.NONE;
    private boolean counted;
    private boolean closed;

    Timed(ServerCall<Q, R> call) {
      super(call);
      ofWorker =
          call.getMethodDescriptor().getFullMethodName().startsWith(WorkerServiceGrpc.SERVICE_NAME);
    }

    /** Follows a call of one message; a stream lasts as long as its client wants. */
    void begin(Metadata headers) {
      MethodDescriptor<Q, R> method = getMethodDescriptor();
      if (method.getType() == MethodDescriptor.MethodType.UNARY) {
        trace =
            tracing.request(
                "gRPC",
                method.getFullMethodName(),
                name -> headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)),
                startedNanos);
      }
    }

    void count() {
      counted = true;
      workers.addAndGet(ofWorker ? 1 : 0);
      if (inProgress.incrementAndGet() > mostCalls) {
        throw new FerruleException(
            ErrorCode.LIMIT_REACHED,
            "expected at most limits.requests=%d calls at once, found more; try again"
                .formatted(mostCalls));
      }
      if (getMethodDescriptor().getType().clientSendsOneMessage()) {
        unsent.add(this);
      }
    }

    /** Ends the call when its message is more than what fits into memory. */
    void bound(Inbound.@Nullable Message message) {
      if (message != null) {
        var full =
            new FerruleException(
                ErrorCode.LIMIT_REACHED,
                "expected at most limits.buffered_bytes of messages in memory, found more; try"
                    + " again");
        message.isOf(
            getMethodDescriptor().getType().clientSendsOneMessage(),
            () -> close(Failures.status(full), Failures.trailers(full.code())));
      }
    }

    void leave() {
      unsent.remove(this);
      if (counted) {
        counted = false;
        workers.addAndGet(ofWorker ? -1 : 0);
        inProgress.decrementAndGet();
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      super.close(status, trailers);
      Timer.builder("ferrule_grpc_call_seconds")
          .tag("method", getMethodDescriptor().getFullMethodName())
          .tag("status", status.getCode().name())
          .publishPercentileHistogram()
          .minimumExpectedValue(Duration.ofNanos(250_000))
          .maximumExpectedValue(Duration.ofSeconds(30))
          .register(metrics)
          .record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
      boolean ok = status.getCode() != Status.Code.INTERNAL;
      String method = getMethodDescriptor().getFullMethodName();
      trace.end("gRPC", method, status.getCode().name(), ok);
    }

    ServerCall.Listener<Q> listener(ServerCall.Listener<Q> listener) {
      return new SimpleForwardingServerCallListener<>(listener) {
        @Override
        public void onHalfClose() {
          unsent.remove(Timed.this);
          trace.carry(super::onHalfClose).run();
        }

        @Override
        public void onCancel() {
          leave();
          super.onCancel();
        }

        @Override
        public void onComplete() {
          leave();
          super.onComplete();
        }
      };
    }
  }
}
