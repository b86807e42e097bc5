package dev.ferrule.server.http;

import dev.ferrule.server.auth.ApiKeys;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** API keys as JSON: one form for the HTTP API and the command line. */
public final class KeyJson {
  private KeyJson() {}

  /** A key as it is listed. */
  static ObjectNode of(ApiKeys.ApiKey key) {
    return Json.object()
        .put("id", key.id())
        .put("name", key.name())
        .put("role", key.role().name().toLowerCase(Locale.ROOT))
        .put("created", key.created().toString());
  }

  /** A key just made, with its secret. */
  public static ObjectNode of(ApiKeys.NewKey made) {
    return of(made.key()).put("secret", made.secret());
  }

  /** All keys, without their secrets. */
  public static ObjectNode of(List<ApiKeys.ApiKey> keys) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("keys");
    keys.forEach(key -> list.add(of(key)));
    return body;
  }
}
