package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Suggestions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object, read strictly: an unknown field, a missing one or one of another
 * type gives {@link ErrorCode#REQUEST_MALFORMED} that names it.
 */
public final class Fields {
  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /** Reads an object that may have the {@code known} fields. */
  public static Fields of(JsonNode node, String... known) {
    if (!node.isObject()) {
      throw malformed("expected a JSON object, found " + kind(node));
    }
    List<String> names = List.of(known);
    node.propertyNames()
        .forEach(name -> {
          if (!names.contains(name)) {
            throw malformed(
                "expected one of the fields %s, found %s%s"
                    .formatted(
                        String.join(", ", names), name, Suggestions.didYouMean(name, names)));
          }
        });
    return new Fields(node);
  }

  static FerruleException malformed(String message) {
    return new FerruleException(ErrorCode.REQUEST_MALFORMED, message);
  }

  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case MISSING -> "nothing";
      case BINARY, POJO -> "something else";
    };
  }

  /** The node, or null when it is absent or null. */
  public @Nullable JsonNode find(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A text that must be there. */
  public String text(String name) {
    JsonNode value = find(name);
    if (value == null) {
      throw malformed("expected a text in %s, found nothing".formatted(name));
    }
    return requireText(name, value);
  }

  public String textOr(String name, String otherwise) {
    JsonNode value = find(name);
    return value == null ? otherwise : requireText(name, value);
  }

  private static String requireText(String name, JsonNode value) {
    if (!value.isString()) {
      throw malformed("expected a text in %s, found %s".formatted(name, kind(value)));
    }
    return value.asString();
  }

  /** A text that must not be blank nor longer than {@code maxChars}. */
  public String shortText(String name, int maxChars) {
    String value = text(name);
    if (value.isBlank() || value.length() > maxChars) {
      throw malformed(
          "expected 1 to %d characters in %s, found %d"
              .formatted(maxChars, name, value.isBlank() ? 0 : value.length()));
    }
    return value;
  }

  public int integerOr(String name, int otherwise, int min, int max) {
    JsonNode value = find(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.asInt() < min
        || value.asInt() > max) {
      throw malformed(
          "expected a whole number from %d to %d in %s, found %s"
              .formatted(min, max, name, value.isNumber() ? value.asString() : kind(value)));
    }
    return value.asInt();
  }

  public boolean flagOr(String name, boolean otherwise) {
    JsonNode value = find(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw malformed("expected true or false in %s, found %s".formatted(name, kind(value)));
    }
    return value.asBoolean();
  }

  /** A list of texts, or one text alone. */
  public List<String> texts(String name) {
    JsonNode value = find(name);
    var texts = new ArrayList<String>();
    if (value != null && value.isArray()) {
      value.forEach(item -> texts.add(requireText(name, item)));
    } else {
      texts.add(text(name));
    }
    return texts;
  }
}
