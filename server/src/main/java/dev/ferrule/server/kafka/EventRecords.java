package dev.ferrule.server.kafka;

import dev.ferrule.flow.RecordHandler;
import dev.ferrule.flow.SourceRecord;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Evaluates the events that stand in a topic, envelopes as docs/events.md has them or as Osprey
 * wraps them. An event without an id or a time of its own has those of its record, so that it is
 * the same event when it is delivered again. Thread-safe.
 */
final class EventRecords implements RecordHandler {
  private final Intake intake;
  private final OrderedEvents ordered;

  EventRecords(Intake intake, OrderedEvents ordered) {
    this.intake = intake;
    this.ordered = ordered;
  }

  @Override
  public CompletionStage<Void> handle(SourceRecord record) {
    var sent = Instant.ofEpochMilli(Math.max(0, record.timestampMillis()));
    var incoming = intake.read(JsonSlice.of(record.value()), record.id(), sent);
    return ordered.submitPatiently(incoming).thenAccept(_ -> {});
  }
}
