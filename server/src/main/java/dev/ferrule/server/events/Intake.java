package dev.ferrule.server.events;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projected;
import dev.ferrule.model.json.Projection;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.JsonSlice;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Makes events of bytes. Thread-safe. */
public final class Intake {
  private final EventIds ids;
  private final InstantSource clock;
  private final @Nullable Projection entityPath;
  private final ConcurrentLinkedQueue<Parser> parsers = new ConcurrentLinkedQueue<>();

  /**
   * @param entityPath where in an event's data its entity is, as {@code $.user.id}; empty when that
   *     is not known
   * @throws dev.ferrule.model.FerruleException when the path is none
   */
  public Intake(String entityPath, InstantSource clock) {
    this.ids = new EventIds(clock);
    this.clock = clock;
    this.entityPath =
        entityPath.isEmpty() ? null : Projection.of(List.of(JsonPath.parse(entityPath)));
  }

  /** The memory of a reader, used by one thread at a time. */
  private final class Parser {
    /** When events happened that do not say so; null for now. */
    private @Nullable Instant time;

    private final EventReader reader =
        new EventReader(() -> time == null ? clock.instant() : time, null);
    private final @Nullable Projected entity =
        entityPath == null ? null : entityPath.newProjected();
  }

  /**
   * Reads one event, an envelope as docs/events.md has it. The bytes are kept and not copied.
   *
   * @throws dev.ferrule.model.FerruleException when it is none
   */
  public Incoming read(JsonSlice json) {
    Parser parser = parsers.poll();
    if (parser == null) {
      parser = new Parser();
    }
    try {
      return read(json, parser);
    } finally {
      parsers.add(parser);
    }
  }

  private Incoming read(JsonSlice json, Parser parser) {
    Event event = parser.reader.read(json, 0);
    boolean given = parser.reader.gaveId();
    return incoming(given ? event : withId(event, ids.next()), given, parser.entity);
  }

  /**
   * As {@link #read(JsonSlice)}, of an event that may be delivered again.
   *
   * @param id names the delivery; the event's id when it has none of its own
   * @param time when it was sent; the event's time when it has none of its own
   */
  public Incoming read(JsonSlice json, long id, Instant time) {
    Parser parser = parsers.poll();
    if (parser == null) {
      parser = new Parser();
    }
    try {
      parser.time = time;
      Event event = parser.reader.read(json, id);
      return incoming(event, true, parser.entity);
    } finally {
      parser.time = null;
      parsers.add(parser);
    }
  }

  /** An event that was not read from an envelope; it gets an id when it has none (0). */
  public Incoming of(Event event) {
    boolean given = event.actionId() != 0;
    Projected memory = entityPath == null ? null : entityPath.newProjected();
    return incoming(given ? event : withId(event, ids.next()), given, memory);
  }

  /** An event that was taken in before and has its id: it is evaluated once at most. */
  public Incoming again(Event event) {
    return incoming(event, true, entityPath == null ? null : entityPath.newProjected());
  }

  private Incoming incoming(Event event, boolean given, @Nullable Projected memory) {
    String entity = "";
    if (entityPath != null && memory != null) {
      event.data().read(entityPath, memory);
      entity =
          switch (memory.kind(0)) {
            case Projected.STRING -> memory.text(0);
            case Projected.INT -> Long.toString(memory.longValue(0));
            default -> "";
          };
    }
    return new Incoming(event, given, entity, List.of());
  }

  private static Event withId(Event event, long id) {
    return new Event(id, event.actionName(), event.time(), event.data(), event.secretData());
  }
}
