package dev.ferrule.server.collections;

import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.Field;
import dev.ferrule.model.FieldType;
import dev.ferrule.model.FieldValue;
import dev.ferrule.model.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Filters from JSON, checked against a schema. An object with one operator:
 *
 * <pre>
 * {"eq": {"city": "Lisbon"}}            {"in": {"city": ["Lisbon", "Porto"]}}
 * {"range": {"stars": {"gte": 3, "lt": 5}}}   {"exists": "stars"}   {"documents": ["id", "id2"]}
 * {"and": [F, F]}   {"or": [F, F]}   {"not": F}
 * </pre>
 */
public final class FilterJson {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NODES = 1_024;

  private final CollectionSchema schema;
  private int nodes;

  private FilterJson(CollectionSchema schema) {
    this.schema = schema;
  }

  /** Reads a filter; {@link ErrorCode#FILTER_INVALID} says what does not fit. Null stays null. */
  public static @Nullable Filter read(CollectionSchema schema, @Nullable JsonNode node) {
    return node == null ? null : new FilterJson(schema).filter(node, 0);
  }

  private Filter filter(JsonNode node, int depth) {
    count(1);
    if (depth > MAX_DEPTH) {
      throw tooMuch();
    }
    if (!node.isObject() || node.size() != 1) {
      throw wrong(
          "expected an object with one of eq, in, range, exists, documents, and, or, not; found "
              + (node.isObject() ? node.size() + " of them" : "another type"));
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    JsonNode operand = only.getValue();
    return switch (only.getKey()) {
      case "eq" -> {
        Map.Entry<String, JsonNode> entry = fieldEntry("eq", operand);
        Field field = field(entry.getKey());
        yield new Filter.Eq(field.name(), value(field, entry.getValue()));
      }
      case "in" -> {
        Map.Entry<String, JsonNode> entry = fieldEntry("in", operand);
        Field field = field(entry.getKey());
        yield new Filter.In(field.name(), values(field, entry.getValue()));
      }
      case "range" -> {
        Map.Entry<String, JsonNode> entry = fieldEntry("range", operand);
        yield range(field(entry.getKey()), entry.getValue());
      }
      case "exists" -> {
        if (!operand.isString()) {
          throw wrong("expected a field name in exists, found another type");
        }
        yield new Filter.Exists(field(operand.asString()).name());
      }
      case "documents" -> new Filter.Documents(texts(operand));
      case "and" -> new Filter.And(filters("and", operand, depth));
      case "or" -> new Filter.Or(filters("or", operand, depth));
      case "not" -> new Filter.Not(filter(operand, depth + 1));
      default ->
          throw wrong(
              "expected eq, in, range, exists, documents, and, or or not, found " + only.getKey());
    };
  }

  private void count(int more) {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw tooMuch();
    }
  }

  private static FerruleException tooMuch() {
    return wrong(
        "expected at most %d levels and %d conditions, found more".formatted(MAX_DEPTH, MAX_NODES));
  }

  private static Map.Entry<String, JsonNode> fieldEntry(String operator, JsonNode operand) {
    if (!operand.isObject() || operand.size() != 1) {
      throw wrong(
          "expected {\"field\": ...} with one field in %s, found another shape"
              .formatted(operator));
    }
    return operand.properties().iterator().next();
  }

  private Field field(String name) {
    Field field = schema.findField(name);
    if (field == null) {
      throw wrong(
          "expected a field of the schema (%s), found %s"
              .formatted(
                  String.join(", ", schema.fields().stream().map(Field::name).toList()), name));
    }
    return field;
  }

  private static FieldValue value(Field field, JsonNode node) {
    try {
      return MetadataJson.value(field, node);
    } catch (FerruleException e) {
      throw wrong(e.getMessage() == null ? "wrong value" : e.getMessage());
    }
  }

  private List<FieldValue> values(Field field, JsonNode list) {
    if (!list.isArray()) {
      throw wrong("expected a list in in, found another type");
    }
    count(list.size());
    var values = new ArrayList<FieldValue>();
    list.forEach(item -> values.add(value(field, item)));
    return values;
  }

  private List<String> texts(JsonNode list) {
    if (!list.isArray()) {
      throw wrong("expected a list in documents, found another type");
    }
    count(list.size());
    var texts = new ArrayList<String>();
    for (JsonNode item : list) {
      if (!item.isString()) {
        throw wrong("expected document ids in documents, found another type");
      }
      texts.add(item.asString());
    }
    return texts;
  }

  private Filter range(Field field, JsonNode bounds) {
    if (field.type() == FieldType.KEYWORD || field.type() == FieldType.BOOL) {
      throw wrong(
          "expected a number or a time in range, found %s of type %s"
              .formatted(field.name(), field.type()));
    }
    if (!bounds.isObject() || bounds.isEmpty()) {
      throw wrong("expected some of gt, gte, lt, lte in range, found none");
    }
    Filter.Bound from = null;
    Filter.Bound to = null;
    for (Map.Entry<String, JsonNode> bound : bounds.properties()) {
      FieldValue value = value(field, bound.getValue());
      switch (bound.getKey()) {
        case "gt" -> from = new Filter.Bound(value, Filter.Edge.EXCLUSIVE);
        case "gte" -> from = new Filter.Bound(value, Filter.Edge.INCLUSIVE);
        case "lt" -> to = new Filter.Bound(value, Filter.Edge.EXCLUSIVE);
        case "lte" -> to = new Filter.Bound(value, Filter.Edge.INCLUSIVE);
        default -> throw wrong("expected gt, gte, lt or lte in range, found " + bound.getKey());
      }
    }
    return new Filter.Range(field.name(), from, to);
  }

  private List<Filter> filters(String operator, JsonNode list, int depth) {
    if (!list.isArray()) {
      throw wrong("expected a list in %s, found another type".formatted(operator));
    }
    var filters = new ArrayList<Filter>();
    list.forEach(item -> filters.add(filter(item, depth + 1)));
    return filters;
  }

  private static FerruleException wrong(String message) {
    return new FerruleException(ErrorCode.FILTER_INVALID, message);
  }
}
