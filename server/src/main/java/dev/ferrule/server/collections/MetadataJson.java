package dev.ferrule.server.collections;

import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.Field;
import dev.ferrule.model.FieldValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Metadata between JSON and the schema's types. */
public final class MetadataJson {
  private static final int MAX_VALUES = 1_000;
  private static final int MAX_KEYWORD_BYTES = 8_191;

  private MetadataJson() {}

  /** The values of a JSON object; {@link ErrorCode#DOCUMENT_FIELD} names what does not fit. */
  public static Map<String, List<FieldValue>> read(CollectionSchema schema, JsonNode object) {
    if (!object.isObject()) {
      throw wrong("expected metadata to be an object, found another type");
    }
    var metadata = new LinkedHashMap<String, List<FieldValue>>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      Field field = schema.findField(entry.getKey());
      if (field == null) {
        throw wrong(
            "expected a field of the schema (%s), found %s"
                .formatted(
                    schema.fields().isEmpty()
                        ? "it has none"
                        : String.join(", ", schema.fields().stream().map(Field::name).toList()),
                    entry.getKey()));
      }
      if (!entry.getValue().isNull()) {
        metadata.put(field.name(), values(field, entry.getValue()));
      }
    }
    return metadata;
  }

  private static List<FieldValue> values(Field field, JsonNode node) {
    var values = new ArrayList<FieldValue>();
    if (node.isArray()) {
      if (node.size() > MAX_VALUES) {
        throw wrong(
            "expected at most %d values in %s, found %d"
                .formatted(MAX_VALUES, field.name(), node.size()));
      }
      node.forEach(item -> values.add(value(field, item)));
    } else {
      values.add(value(field, node));
    }
    return values;
  }

  /** One value in the type of {@code field}. */
  static FieldValue value(Field field, JsonNode node) {
    return switch (field.type()) {
      case KEYWORD -> {
        if (!node.isString()
            || node.asString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                > MAX_KEYWORD_BYTES) {
          throw wrongType(field, "a text of at most " + MAX_KEYWORD_BYTES + " bytes");
        }
        yield new FieldValue.Keyword(node.asString());
      }
      case INT -> {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
          throw wrongType(field, "a 64-bit whole number");
        }
        yield new FieldValue.Int(node.asLong());
      }
      case FLOAT -> {
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
          throw wrongType(field, "a finite number");
        }
        yield new FieldValue.Decimal(node.asDouble());
      }
      case BOOL -> {
        if (!node.isBoolean()) {
          throw wrongType(field, "true or false");
        }
        yield new FieldValue.Bool(node.asBoolean());
      }
      case TIME -> new FieldValue.Time(time(field, node));
    };
  }

  private static Instant time(Field field, JsonNode node) {
    if (node.isString()) {
      try {
        String text = node.asString();
        return text.length() == 10
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw wrongType(field, "a time as 2026-05-01T12:00:00Z or a date as 2026-05-01");
      }
    }
    throw wrongType(field, "a time as 2026-05-01T12:00:00Z or a date as 2026-05-01");
  }

  private static FerruleException wrongType(Field field, String expected) {
    return wrong(
        "expected %s in %s (%s), found another value"
            .formatted(expected, field.name(), field.type().name().toLowerCase(Locale.ROOT)));
  }

  private static FerruleException wrong(String message) {
    return new FerruleException(ErrorCode.DOCUMENT_FIELD, message);
  }

  /** The metadata as JSON; a single value stands alone, several in a list. */
  public static ObjectNode write(Map<String, List<FieldValue>> metadata) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    metadata.forEach((name, values) -> {
      if (values.size() == 1) {
        object.set(name, write(values.getFirst()));
      } else {
        ArrayNode list = object.putArray(name);
        values.forEach(value -> list.add(write(value)));
      }
    });
    return object;
  }

  private static JsonNode write(FieldValue value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case FieldValue.Keyword(var text) -> nodes.stringNode(text);
      case FieldValue.Int(var number) -> nodes.numberNode(number);
      case FieldValue.Decimal(var number) -> nodes.numberNode(number);
      case FieldValue.Bool(var flag) -> nodes.booleanNode(flag);
      case FieldValue.Time(var instant) -> nodes.stringNode(instant.toString());
    };
  }
}
