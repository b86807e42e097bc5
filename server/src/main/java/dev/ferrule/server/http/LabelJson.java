package dev.ferrule.server.http;

import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.KeptLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.server.labels.Author;
import dev.ferrule.server.labels.EntityDirectory;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Entities and their labels as JSON; see docs/labels.md. Stateless. */
final class LabelJson {
  private LabelJson() {}

  static ObjectNode of(EntityDirectory.Entry entry, Instant now) {
    ObjectNode json = named(entry.key());
    ArrayNode labels = json.putArray("labels");
    sorted(entry.labels())
        .forEach((name, kept) -> {
          ObjectNode label = label(name, kept.state(), now);
          reasons(kept.state(), now, label);
          ArrayNode previous = label.putArray("previous");
          kept.previous()
              .forEach(state -> {
                ObjectNode before = previous.addObject().put("status", status(state.status()));
                reasons(state, now, before);
              });
          labels.add(label);
        });
    ArrayNode delayed = json.putArray("delayed");
    entry
        .delayed()
        .forEach(each -> {
          ObjectNode change = change(each.change()).put("due_at", each.change().at().toString());
          change.set("by", by(each.by()));
          delayed.add(change);
        });
    ArrayNode history = json.putArray("history");
    entry
        .history()
        .forEach(each -> {
          ObjectNode change = change(each.change()).put("at", each.madeAt().toString());
          change.set("by", by(each.by()));
          history.add(change);
        });
    return json;
  }

  static ObjectNode of(EntityDirectory.Page page, Instant now) {
    ObjectNode json = Json.object();
    ArrayNode entities = json.putArray("entities");
    for (var listed : page.entities()) {
      ObjectNode entity = named(listed.key());
      ArrayNode labels = entity.putArray("labels");
      sorted(listed.labels()).forEach((name, kept) -> labels.add(label(name, kept.state(), now)));
      entities.add(entity);
    }
    return json.put("next", page.next());
  }

  private static Map<String, KeptLabels.Kept> sorted(KeptLabels labels) {
    return new TreeMap<>(labels.byName());
  }

  private static ObjectNode named(String key) {
    int slash = key.indexOf('/');
    return Json.object()
        .put("entity", key)
        .put("type", key.substring(0, Math.max(slash, 0)))
        .put("id", key.substring(slash + 1));
  }

  private static ObjectNode label(String name, EntityLabels.State state, Instant now) {
    return Json.object()
        .put("label", name)
        .put("status", status(state.status()))
        .put("expired", state.reasons().values().stream().allMatch(r -> isPast(r.expiresAt(), now)))
        .put("expires_at", text(last(state)));
  }

  /** When the last reason ends, or null when one does not. */
  private static @Nullable Instant last(EntityLabels.State state) {
    Instant last = null;
    for (var reason : state.reasons().values()) {
      Instant end = reason.expiresAt();
      if (end == null) {
        return null;
      }
      last = last == null || end.isAfter(last) ? end : last;
    }
    return last;
  }

  private static void reasons(EntityLabels.State state, Instant now, ObjectNode into) {
    ArrayNode reasons = into.putArray("reasons");
    new TreeMap<>(state.reasons())
        .forEach((name, reason) ->
            reasons
                .addObject()
                .put("name", name)
                .put("description", reason.description())
                .put("created_at", reason.createdAt().toString())
                .put("expires_at", text(reason.expiresAt()))
                .put("expired", isPast(reason.expiresAt(), now)));
  }

  private static ObjectNode change(LabelChange change) {
    ObjectNode json =
        Json.object().put("label", change.label()).put("status", status(change.status()));
    json.putObject("reason")
        .put("name", change.reasonName())
        .put("description", change.description());
    return json.put("expires_at", text(change.expiresAt()));
  }

  private static ObjectNode by(Author author) {
    return switch (author) {
      case Author.ByEvent(long id, String release) ->
          Json.object().put("event", Long.toString(id)).put("release", release);
      case Author.ByKey(String key) -> Json.object().put("key", key);
    };
  }

  private static boolean isPast(@Nullable Instant time, Instant now) {
    return time != null && !time.isAfter(now);
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static String status(LabelStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
