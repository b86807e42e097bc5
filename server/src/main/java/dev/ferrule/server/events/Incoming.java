package dev.ferrule.server.events;

import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.store.Transaction;
import java.util.List;
import java.util.function.Consumer;

/**
 * An event on its way in.
 *
 * @param event the event
 * @param idGiven whether its id came with it: then its effects happen once, however often it comes
 * @param entity whose event it is: the events of one entity keep their order; empty when unknown
 * @param alongside what to write in the same transaction as its result
 */
public record Incoming(
    Event event, boolean idGiven, String entity, List<Consumer<Transaction.Writer>> alongside) {
  public Incoming {
    alongside = List.copyOf(alongside);
  }

  /** The same event with something to write beside its result. */
  public Incoming with(Consumer<Transaction.Writer> write) {
    return new Incoming(event, idGiven, entity, List.of(write));
  }
}
