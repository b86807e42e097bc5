package dev.ferrule.server.events;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.StrictJson;

/**
 * What the sender of an event is told.
 *
 * @param result the result, which is on disk
 * @param duplicate whether the event had come before; then this is the result of that time, and its
 *     effects did not happen again
 */
public record Evaluated(Result result, boolean duplicate) {
  private static final byte[] ID = JsonWriter.encodedName("id");
  private static final byte[] ACTION = JsonWriter.encodedName("action_name");
  private static final byte[] RELEASE = JsonWriter.encodedName("release");
  private static final byte[] VERDICTS = JsonWriter.encodedName("verdicts");
  private static final byte[] RULES = JsonWriter.encodedName("rules");
  private static final byte[] EFFECTS = JsonWriter.encodedName("effects");
  private static final byte[] ERRORS = JsonWriter.encodedName("error_count");
  private static final byte[] DUPLICATE = JsonWriter.encodedName("duplicate");
  private static final byte[] FEATURES = JsonWriter.encodedName("features");

  /** Writes it as one JSON object; see docs/events.md. */
  public void write(JsonWriter out, boolean withFeatures) {
    out.beginObject();
    out.name(ID).value(Long.toString(result.id()));
    out.name(ACTION).value(result.action());
    out.name(RELEASE).value(result.release());
    out.name(VERDICTS).value(result.verdicts());
    out.name(RULES).value(result.rules());
    json(EFFECTS, result.effects(), out);
    out.name(ERRORS).value((long) result.errors());
    out.name(DUPLICATE).value(duplicate);
    if (withFeatures) {
      json(FEATURES, result.features(), out);
    }
    out.endObject();
  }

  private static void json(byte[] name, byte[] json, JsonWriter out) {
    byte[] strict = StrictJson.of(json);
    out.name(name).json(strict, 0, strict.length);
  }
}
