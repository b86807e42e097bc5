package dev.ferrule.server.grpc;

import dev.ferrule.proto.v1.EvaluateRequest;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.server.events.Evaluated;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Incoming;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** How events of calls are evaluated. Thread-safe. */
final class Evaluations {
  private final Intake intake;
  private final EventEngine engine;
  private final OrderedEvents ordered;
  private final InstantSource clock;

  Evaluations(Intake intake, EventEngine engine, OrderedEvents ordered, InstantSource clock) {
    this.intake = intake;
    this.engine = engine;
    this.ordered = ordered;
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }

  Incoming read(EvaluateRequest request) {
    return read(EventMessages.event(request.getEvent(), clock));
  }

  Incoming read(Event event) {
    return intake.of(event);
  }

  /** Whether an evaluation may wait, so that it must not be done on an event loop. */
  boolean blocks() {
    return engine.blocks();
  }

  /** Evaluates one event; may be called on an event loop. */
  CompletableFuture<Evaluated> submit(Incoming incoming) {
    return engine.blocks()
        ? CompletableFuture.supplyAsync(() -> ordered.submit(incoming), Thread::startVirtualThread)
            .thenCompose(future -> future)
        : engine.submit(incoming);
  }

  /** Evaluates one of many in its turn; not on an event loop when it {@link #blocks}. */
  CompletableFuture<Evaluated> submitInOrder(Incoming incoming) {
    return ordered.submit(incoming);
  }
}
