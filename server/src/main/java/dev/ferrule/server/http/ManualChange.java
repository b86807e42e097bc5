package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.labels.KeptLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.LabelStatus;
import dev.ferrule.server.config.Suggestions;
import dev.ferrule.server.releases.Releases;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of a label that somebody asks for by hand, checked against the live release.
 *
 * @param entity whose label
 * @param change what is asked
 */
record ManualChange(Entity entity, LabelChange change) {
  private static final int MOST_REASON_CHARS = 1_000;
  private static final double MOST_SECONDS = 100 * 365.25 * 86_400;

  /** Reads {@code label}, {@code status}, {@code reason} and the expiry. */
  static ManualChange read(
      Entity entity, Fields fields, String caller, Instant now, Releases releases) {
    String label = fields.text("label");
    requireName(entity, label);
    requireDefined(entity, label, releases);
    String reason = fields.textOr("reason", "");
    if (reason.length() > MOST_REASON_CHARS) {
      throw Fields.malformed(
          "expected at most %d characters in reason, found %d"
              .formatted(MOST_REASON_CHARS, reason.length()));
    }
    var change =
        new LabelChange(
            label, status(fields.text("status")), caller, reason, now, expiresAt(fields, now));
    return new ManualChange(entity, change);
  }

  private static void requireName(Entity entity, String label) {
    if (!KeptLabels.accepts(entity, label)) {
      throw invalid(
          "expected the type and id of an entity and a label, of 1 to %d bytes, found another text"
              .formatted(KeptLabels.MOST_NAME_BYTES));
    }
  }

  private static void requireDefined(Entity entity, String label, Releases releases) {
    var routing = releases.findRouting();
    if (routing == null) {
      return; // nothing says which labels there are
    }
    Map<String, List<String>> known = routing.live().labels();
    List<String> types = known.get(label);
    if (types == null) {
      throw invalid(
          "expected a label of the live release, found %s%s"
              .formatted(label, Suggestions.didYouMean(label, known.keySet())));
    }
    if (!types.contains(entity.type())) {
      throw invalid(
          "expected an entity of type %s for label=%s, found type=%s%s"
              .formatted(
                  String.join(" or ", types),
                  label,
                  entity.type(),
                  Suggestions.didYouMean(entity.type(), types)));
    }
  }

  static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.LABEL_INVALID, message);
  }

  private static LabelStatus status(String text) {
    return switch (text) {
      case "added" -> LabelStatus.MANUALLY_ADDED;
      case "removed" -> LabelStatus.MANUALLY_REMOVED;
      default -> throw Fields.malformed("expected added or removed in status, found " + text);
    };
  }

  private static @Nullable Instant expiresAt(Fields fields, Instant now) {
    JsonNode after = fields.find("expires_after_s");
    String at = fields.textOr("expires_at", "");
    if (after != null && !at.isEmpty()) {
      throw Fields.malformed("expected expires_at or expires_after_s, found both");
    }
    if (after != null) {
      double seconds = after.isNumber() ? after.asDouble() : Double.NaN;
      if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
        throw Fields.malformed(
            "expected seconds, more than 0 and at most 100 years, in expires_after_s, found another"
                + " value");
      }
      return now.plusMillis(Math.round(seconds * 1_000));
    }
    return at.isEmpty() ? null : future(at, now);
  }

  private static Instant future(String text, Instant now) {
    try {
      Instant time = Instant.parse(text);
      if (time.isAfter(now)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // told below, as a time that is past is
    }
    throw Fields.malformed(
        "expected a time to come in expires_at as 2030-01-31T12:00:00Z, found another text");
  }
}
