package dev.ferrule.server.workers;

import dev.ferrule.model.FerruleException;
import dev.ferrule.proto.v1.FromWorker;
import dev.ferrule.proto.v1.Hello;
import dev.ferrule.proto.v1.ToWorker;
import dev.ferrule.proto.v1.Welcome;
import dev.ferrule.rules.declared.DeclaredWorkers;
import dev.ferrule.rules.declared.WorkerFunctions;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream of one worker, from its Hello to its end. gRPC calls it from one thread at a time. */
final class JoinStream implements StreamObserver<FromWorker> {
  private static final Logger LOG = LoggerFactory.getLogger(JoinStream.class);
  private static final int PROTOCOL = 1;
  private static final int MOST_CONCURRENCY = 64;
  private static final int MOST_NAME_CHARS = 200;

  private final WorkerPool pool;
  private final String nodeVersion;
  private final long mostMessageBytes;
  private final @Nullable Seat seat;
  private final ServerCallStreamObserver<ToWorker> out;
  private @Nullable WorkerLink link;
  private boolean over;

  /**
   * @param seat the place of a worker that the node started, or null
   */
  JoinStream(
      WorkerPool pool,
      String nodeVersion,
      long mostMessageBytes,
      @Nullable Seat seat,
      ServerCallStreamObserver<ToWorker> out) {
    this.pool = pool;
    this.nodeVersion = nodeVersion;
    this.mostMessageBytes = mostMessageBytes;
    this.seat = seat;
    this.out = out;
    out.setOnCancelHandler(() -> gone("broke its stream"));
  }

  @Override
  public void onNext(FromWorker message) {
    if (over) {
      return;
    }
    WorkerLink joined = link;
    if (joined == null) {
      begin(message);
      return;
    }
    switch (message.getMessageCase()) {
      case RESULTS -> {
        String wrong = pool.answer(joined, message.getResults());
        if (!wrong.isEmpty()) {
          over = true;
          LOG.warn("worker {} does not keep to the protocol: {}", joined.name, wrong);
          pool.leave(joined, "does not keep to the protocol");
          joined.end(Status.INVALID_ARGUMENT, wrong);
          joined.ended.kill();
        }
      }
      case PONG -> pool.heard(joined);
      case DRAIN -> pool.drain(joined);
      case HELLO, MESSAGE_NOT_SET -> pool.heard(joined);
    }
  }

  private void begin(FromWorker message) {
    if (!message.hasHello()) {
      refuse(Status.INVALID_ARGUMENT, "expected Hello as the first message, found another");
      return;
    }
    Hello hello = message.getHello();
    try {
      String wrong = versions(hello);
      if (!wrong.isEmpty()) {
        refuse(Status.FAILED_PRECONDITION, wrong);
        return;
      }
      join(linkOf(hello));
    } catch (FerruleException e) {
      refuse(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
  }

  private String versions(Hello hello) {
    if (hello.getProtocol() != PROTOCOL) {
      return "expected version %d of the protocol, found %s; use a worker made for Ferrule %s"
          .formatted(PROTOCOL, Integer.toUnsignedString(hello.getProtocol()), nodeVersion);
    }
    if (seat != null && !hello.getRelease().equals(seat.release())) {
      return "expected a worker of release %s, found another".formatted(seat.release());
    }
    return "";
  }

  private WorkerLink linkOf(Hello hello) {
    int concurrency = hello.getConcurrency();
    if (concurrency < 1 || concurrency > MOST_CONCURRENCY) {
      throw Refusals.invalid(
          "expected a concurrency of 1 to %d, found %s"
              .formatted(MOST_CONCURRENCY, Integer.toUnsignedString(concurrency)));
    }
    int count = hello.getFunctionsCount();
    if (count < 1 || count > DeclaredWorkers.MOST_FUNCTIONS) {
      throw Refusals.invalid(
          "expected 1 to %d functions, found %d".formatted(DeclaredWorkers.MOST_FUNCTIONS, count));
    }
    List<Offer> offers = hello.getFunctionsList().stream().map(Offer::of).toList();
    var names = new HashSet<String>();
    for (Offer offer : offers) {
      if (!names.add(offer.name())) {
        throw Refusals.invalid("expected one function %s, found two".formatted(offer.name()));
      }
    }
    return new WorkerLink(
        seat == null ? nameOf(hello) : seat.name(),
        shortened(hello.getLanguage()),
        hello.getProcessId(),
        hello.getRelease().length() <= MOST_NAME_CHARS ? hello.getRelease() : "",
        concurrency,
        offers,
        seat == null ? WorkerLink.Ended.NOBODY : seat::kill,
        out);
  }

  private static String nameOf(Hello hello) {
    String name = shortened(hello.getName());
    return name.isEmpty() ? "worker-" + hello.getProcessId() : name;
  }

  private static String shortened(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= MOST_NAME_CHARS ? plain : plain.substring(0, MOST_NAME_CHARS);
  }

  private void join(WorkerLink made) {
    String lacking = lacking(made);
    if (!lacking.isEmpty()) {
      refuse(Status.FAILED_PRECONDITION, lacking);
      return;
    }
    link = made;
    List<String> notes = pool.notes(made);
    made.send(
        ToWorker.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setProtocol(PROTOCOL)
                    .setNodeVersion(nodeVersion)
                    .setWorker(made.name)
                    .setMostMessageBytes(mostMessageBytes)
                    .setPingMillis((int) Ticker.PING_INTERVAL.toMillis())
                    .addAllNotes(notes))
            .build());
    String refused = pool.join(made);
    if (!refused.isEmpty()) {
      over = true;
      made.end(Status.UNAVAILABLE, refused);
      return;
    }
    if (seat != null) {
      seat.joined(made);
    }
    LOG.info(
        "a worker joined: name={} pid={} language=\"{}\" functions={}",
        made.name,
        made.processId,
        made.language,
        made.offers.keySet());
    notes.forEach(note -> LOG.warn("worker {}: {}", made.name, note));
  }

  /** What a worker of this node does not have of its release, or nothing. */
  private String lacking(WorkerLink made) {
    for (WorkerFunctions.Versioned wanted :
        seat == null ? List.<WorkerFunctions.Versioned>of() : seat.functions()) {
      Offer offer = made.offers.get(wanted.declaration().name());
      String mismatch =
          offer == null
              ? "expected function %s, found none".formatted(wanted.declaration().name())
              : offer.mismatch(wanted);
      if (!mismatch.isEmpty()) {
        return mismatch;
      }
    }
    return "";
  }

  private void refuse(Status status, String why) {
    over = true;
    LOG.warn("a worker was refused: {}", why);
    if (seat != null) {
      seat.refused(why);
    }
    out.onError(Refusals.end(status, why));
  }

  @Override
  public void onCompleted() {
    WorkerLink joined = link;
    gone("left");
    if (joined != null) {
      joined.complete();
    } else if (!over) {
      over = true;
      out.onCompleted();
    }
  }

  @Override
  public void onError(Throwable failure) {
    gone("broke its stream");
  }

  private void gone(String how) {
    WorkerLink joined = link;
    if (joined != null && !over) {
      over = true;
      LOG.info("a worker is gone: name={} it {}", joined.name, how);
      pool.leave(joined, how);
    }
  }
}
