package dev.ferrule.server.grpc;

import dev.ferrule.model.json.Projection;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.server.events.Evaluated;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Incoming;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How events of calls are evaluated. Thread-safe. */
final class Evaluations {
  private static final Projection NOTHING = Projection.of(List.of());

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

  Incoming read(dev.ferrule.proto.v1.Event message) {
    return read(EventMessages.event(message, clock));
  }

  /** All of the event is checked here: rules may not read it, yet it is kept as it is. */
  Incoming read(Event event) {
    event.data().read(NOTHING, NOTHING.newProjected());
    event.secretData().read(NOTHING, NOTHING.newProjected());
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
