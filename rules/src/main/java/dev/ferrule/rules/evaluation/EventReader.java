package dev.ferrule.rules.evaluation;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projected;
import dev.ferrule.model.json.Projection;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from JSON lines. Confined.
 *
 * <p>A line is {@code {"action_id": 1, "action_name": "message_sent", "timestamp": "...", "data":
 * {...}, "secret_data": {...}}}; {@code secret} may stand for {@code secret_data}. All of it may
 * itself be the {@code data} of an object with {@code send_time}, as it stands in a queue. The id
 * and the time may be left out: the number of the line and the clock's time then stand for them.
 */
public final class EventReader {
  private static final Projection ENVELOPE = Projection.of(paths(""));
  private static final Projection QUEUED = Projection.of(paths("data"));
  private static final int ID = 0;
  private static final int NAME = 1;
  private static final int TIME = 2;
  private static final int DATA = 3;
  private static final int SECRET = 4;
  private static final int SECRET_SHORT = 5;
  private static final int SENT = 6;

  private final Projected envelope = ENVELOPE.newProjected();
  private final Projected queued = QUEUED.newProjected();
  private final InstantSource clock;
  private final @Nullable String bareAction;
  private boolean gaveId;

  /**
   * @param bareAction null when lines are as above; otherwise each line is the data alone, of
   *     events of this action
   */
  public EventReader(InstantSource clock, @Nullable String bareAction) {
    this.clock = clock;
    this.bareAction = bareAction;
  }

  private static List<JsonPath> paths(String under) {
    var fields = List.of("action_id", "action_name", "timestamp", "data", "secret_data", "secret");
    var paths = new java.util.ArrayList<JsonPath>();
    for (String field : fields) {
      var path = JsonPath.parse("$." + field);
      paths.add(under.isEmpty() ? path : path.under(under));
    }
    paths.add(JsonPath.parse("$.send_time"));
    return paths;
  }

  /**
   * The event of a line.
   *
   * @param number the number of the line, from 1
   * @throws FerruleException with {@link ErrorCode#EVENT_INVALID} or {@link
   *     ErrorCode#EVENT_TOO_LARGE}
   */
  public Event read(JsonSlice line, long number) {
    gaveId = false;
    if (bareAction != null) {
      return new Event(number, bareAction, EventTime.of(clock.instant()), line);
    }
    line.read(ENVELOPE, envelope);
    if (envelope.kind(NAME) != Projected.ABSENT) {
      return read(envelope, line, number);
    }
    line.read(QUEUED, queued);
    return read(queued, line, number);
  }

  private Event read(Projected json, JsonSlice line, long number) {
    if (json.kind(NAME) != Projected.STRING) {
      throw new FerruleException(
          ErrorCode.EVENT_INVALID, "expected an action_name in the event, found none");
    }
    if (json.kind(DATA) != Projected.OBJECT) {
      throw new FerruleException(
          ErrorCode.EVENT_INVALID, "expected an object in data of the event, found none");
    }
    int secret = json.kind(SECRET) == Projected.OBJECT ? SECRET : SECRET_SHORT;
    return new Event(
        id(json, number),
        json.text(NAME),
        time(json),
        slice(json, DATA, line),
        json.kind(secret) == Projected.OBJECT ? slice(json, secret, line) : JsonSlice.EMPTY);
  }

  /** Whether the event that was read last came with an id. */
  public boolean gaveId() {
    return gaveId;
  }

  private long id(Projected json, long number) {
    gaveId = json.kind(ID) != Projected.ABSENT && json.kind(ID) != Projected.NULL;
    return switch (json.kind(ID)) {
      case Projected.INT -> json.longValue(ID);
      case Projected.STRING -> parseId(json.text(ID));
      case Projected.ABSENT, Projected.NULL -> number;
      default ->
          throw new FerruleException(
              ErrorCode.EVENT_INVALID,
              "expected a whole number of 64 bits as action_id, found another value");
    };
  }

  private static long parseId(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new FerruleException(
          ErrorCode.EVENT_INVALID,
          "expected a whole number of 64 bits as action_id, found another value",
          e);
    }
  }

  private EventTime time(Projected json) {
    if (json.kind(TIME) == Projected.STRING) {
      return EventTime.parse(json.text(TIME));
    }
    return json.kind(SENT) == Projected.STRING
        ? EventTime.parse(json.text(SENT))
        : EventTime.of(clock.instant());
  }

  private static JsonSlice slice(Projected json, int path, JsonSlice line) {
    return new JsonSlice(line.bytes(), json.start(path), json.end(path) - json.start(path));
  }
}
