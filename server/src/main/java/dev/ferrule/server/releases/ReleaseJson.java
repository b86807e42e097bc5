package dev.ferrule.server.releases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * State, history and reports as JSON, as they are kept and as HTTP shows them. A field that is not
 * known is left alone, so that nodes of two versions can share a storage. Stateless.
 */
public final class ReleaseJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

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

  /** Whether two arrays hold the same in any order. */
  static boolean sameElements(String one, String other) {
    return elements(one).equals(elements(other));
  }

  private static List<String> elements(String array) {
    var elements = new ArrayList<String>();
    MAPPER.readTree(array).forEach(element -> elements.add(element.toString()));
    Collections.sort(elements);
    return elements;
  }

  public static ObjectNode of(ShadowComparison.Snapshot found) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("live", found.live()).put("shadow", found.shadow());
    json.put("since", found.since().toString());
    json.put("compared", found.compared());
    json.put("differing", found.differing()).put("failed", found.failed());
    put(json.putObject("rules"), found.rules());
    put(json.putObject("verdicts"), found.verdicts());
    ArrayNode samples = json.putArray("samples");
    for (ShadowComparison.Sample sample : found.samples()) {
      ObjectNode one = samples.addObject();
      one.put("id", Long.toString(sample.id())).put("action_name", sample.action());
      one.set("live", of(sample.live()));
      one.set("shadow", of(sample.shadow()));
    }
    return json;
  }

  private static void put(ObjectNode json, Map<String, ShadowComparison.Counts> counts) {
    counts.forEach((name, both) ->
        json.putObject(name)
            .put("only_live", both.onlyLive())
            .put("only_shadow", both.onlyShadow()));
  }

  private static ObjectNode of(Observed observed) {
    ObjectNode json = MAPPER.createObjectNode();
    ArrayNode rules = json.putArray("rules");
    observed.rules().forEach(rules::add);
    ArrayNode verdicts = json.putArray("verdicts");
    observed.verdicts().forEach(verdicts::add);
    json.set("effects", MAPPER.readTree(observed.effects()));
    return json.put("error_count", observed.errors());
  }

  /** The difference between two releases. */
  public static ObjectNode of(String first, String other, ReleaseDiff diff) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("from", first).put("to", other);
    ArrayNode files = json.putArray("files");
    for (ReleaseDiff.File file : diff.files()) {
      files
          .addObject()
          .put("path", file.path())
          .put("change", lower(file.change()))
          .put("diff", file.unified());
    }
    ObjectNode rules = json.putObject("rules");
    diff.rulesAdded().forEach(rules.putArray("added")::add);
    diff.rulesRemoved().forEach(rules.putArray("removed")::add);
    diff.rulesChanged().forEach(rules.putArray("changed")::add);
    return json;
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
