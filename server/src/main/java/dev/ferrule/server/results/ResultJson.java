package dev.ferrule.server.results;

import dev.ferrule.model.json.JsonWriter;
import java.time.Instant;

/**
 * Stored results as JSON, as clients, sinks and webhooks get them; see docs/events.md. Stateless.
 */
public final class ResultJson {
  /** How much of a result is shown. */
  public enum Detail {
    /** Without features and data. */
    SHORT,
    /** With the features. */
    FEATURES,
    /** With the features and the event's data. */
    WHOLE
  }

  private ResultJson() {}

  /** Writes one object. */
  public static void write(Result result, Detail detail, JsonWriter out) {
    out.beginObject();
    out.name("id").value(Long.toString(result.id()));
    out.name("action_name").value(result.action());
    out.name("release").value(result.release());
    out.name("received_at").value(Instant.ofEpochMilli(result.receivedMillis()).toString());
    out.name("timestamp").value(result.time());
    out.name("verdicts").value(result.verdicts());
    out.name("rules").value(result.rules());
    out.name("entities").value(result.entities());
    json("effects", result.effects(), out);
    out.name("error_count").value((long) result.errors());
    if (detail != Detail.SHORT) {
      json("features", result.features(), out);
    }
    if (detail == Detail.WHOLE) {
      json("data", result.data(), out);
    }
    out.endObject();
  }

  private static void json(String name, byte[] json, JsonWriter out) {
    out.name(name);
    if (json.length == 0) {
      out.nullValue();
    } else {
      byte[] strict = StrictJson.of(json);
      out.json(strict, 0, strict.length);
    }
  }
}
