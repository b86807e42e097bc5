package dev.ferrule.server.events;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.server.results.Result;
import java.time.Instant;

/** A stored result as JSON, as webhooks and sinks give it to others. Stateless. */
public final class ResultJson {
  private ResultJson() {}

  /** Writes the fields of a result into an object that is begun. */
  public static void fields(Result result, JsonWriter out) {
    out.name("id").value(Long.toString(result.id()));
    out.name("action_name").value(result.action());
    out.name("timestamp").value(result.time());
    out.name("received_at").value(Instant.ofEpochMilli(result.receivedMillis()).toString());
    out.name("release").value(result.release());
    out.name("verdicts").value(result.verdicts());
    out.name("rules").value(result.rules());
    out.name("entities").value(result.entities());
    out.name("effects").json(result.effects(), 0, result.effects().length);
    out.name("error_count").value((long) result.errors());
  }
}
