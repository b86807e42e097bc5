package dev.ferrule.rules.evaluation;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of the event at hand, for events that happened some time ago: labels then expire as they
 * did. Confined to the thread that evaluates.
 */
public final class EventClock implements InstantSource {
  private Instant now = Instant.EPOCH;

  /** Goes to the time of an event. */
  public void turnTo(Event event) {
    now = event.time().withOffset().toInstant();
  }

  @Override
  public Instant instant() {
    return now;
  }
}
