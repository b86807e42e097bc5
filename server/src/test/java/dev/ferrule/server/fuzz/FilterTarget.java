package dev.ferrule.server.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ChunkingSettings;
import dev.ferrule.model.CollectionSchema;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.Field;
import dev.ferrule.model.FieldType;
import dev.ferrule.server.collections.FilterJson;
import dev.ferrule.server.http.Json;
import java.util.List;
import java.util.Set;

/** Any JSON is a filter of the schema, the same whenever it is read, or is refused. */
public final class FilterTarget {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          "fuzz",
          "all-MiniLM-L6-v2",
          ChunkingSettings.DEFAULT,
          CollectionSchema.Analyzer.ENGLISH,
          List.of(
              new Field("k", FieldType.KEYWORD),
              new Field("n", FieldType.INT),
              new Field("x", FieldType.FLOAT),
              new Field("b", FieldType.BOOL),
              new Field("t", FieldType.TIME)));
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.REQUEST_MALFORMED, ErrorCode.FILTER_INVALID);

  private FilterTarget() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      assertEquals(
          FilterJson.read(SCHEMA, Json.read(input)), FilterJson.read(SCHEMA, Json.read(input)));
    } catch (FerruleException refused) {
      assertTrue(REFUSALS.contains(refused.code()), refused.toString());
    }
  }
}
