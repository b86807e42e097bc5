package dev.ferrule.server.releases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * State, history and reports as JSON, as they are kept and as HTTP shows them. A field that is not
 * known is left alone, so that nodes of two versions can share a storage. Stateless.
 */
public final class ReleaseJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ReleaseJson() {}

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  public static ObjectNode of(ReleaseState state) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("live", state.live());
    json.put("live_since", state.liveSince().toString());
    json.put("candidate", state.candidate());
    json.put("stage", lower(state.stage()));
    json.put("percent", state.percent());
    json.put("max_error_rate", state.bounds().maxErrorRate());
    json.put("max_p99_ms", state.bounds().maxP99Millis());
    ArrayNode previous = json.putArray("previous");
    state.previous().forEach(previous::add);
    json.put("revision", state.revision());
    return put(json, state.changed());
  }

  /**
   * @param revision what the storage counts
   */
  public static ReleaseState state(byte[] json, long revision) {
    JsonNode node = MAPPER.readTree(json);
    List<String> previous = new ArrayList<>();
    node.path("previous").forEach(hash -> previous.add(hash.asString()));
    return new ReleaseState(
        text(node, "live"),
        Instant.parse(node.path("live_since").asString()),
        text(node, "candidate"),
        node.path("percent").asInt(0),
        new Bounds(decimal(node, "max_error_rate"), decimal(node, "max_p99_ms")),
        previous,
        revision,
        authored(node));
  }

  public static ObjectNode of(Published published) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("hash", published.hash());
    put(json, published.authored());
    return json.put("files", published.files()).put("total_bytes", published.totalBytes());
  }

  public static Published published(byte[] json) {
    JsonNode node = MAPPER.readTree(json);
    return new Published(
        node.path("hash").asString(),
        authored(node),
        node.path("files").asInt(0),
        node.path("total_bytes").asLong(0));
  }

  public static ObjectNode of(HistoryEntry entry) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", entry.id());
    json.put("action", lower(entry.action()));
    json.put("release", entry.release());
    json.put("before", entry.before());
    json.put("percent", entry.percent());
    return put(json, entry.authored());
  }

  public static HistoryEntry entry(byte[] json) {
    JsonNode node = MAPPER.readTree(json);
    return new HistoryEntry(
        node.path("id").asString(),
        HistoryEntry.Action.valueOf(node.path("action").asString().toUpperCase(Locale.ROOT)),
        node.path("release").asString(),
        text(node, "before"),
        node.path("percent").asInt(0),
        authored(node));
  }

  public static ObjectNode of(NodeReport report) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("node", report.node());
    json.put("live", report.live());
    json.put("candidate", report.candidate());
    json.put("percent", report.percent());
    json.put("revision", report.revision());
    json.put("error", report.error());
    return json.put("at", report.at().toString());
  }

  public static NodeReport report(byte[] json) {
    JsonNode node = MAPPER.readTree(json);
    return new NodeReport(
        node.path("node").asString(),
        text(node, "live"),
        text(node, "candidate"),
        node.path("percent").asInt(0),
        node.path("revision").asLong(0),
        node.path("error").asString(""),
        Instant.parse(node.path("at").asString()));
  }

  private static ObjectNode put(ObjectNode json, Authored authored) {
    return json.put("by", authored.by())
        .put("at", authored.at().toString())
        .put("note", authored.note());
  }

  private static Authored authored(JsonNode node) {
    return new Authored(
        node.path("by").asString(""),
        Instant.parse(node.path("at").asString()),
        node.path("note").asString(""));
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? value.asString() : null;
  }

  private static @Nullable Double decimal(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isNumber() ? value.asDouble() : null;
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
