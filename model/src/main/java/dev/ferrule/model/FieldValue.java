package dev.ferrule.model;

import java.time.Instant;

/** One value of a metadata field, in its declared type. Immutable. */
public sealed interface FieldValue {
  /** The type this value belongs to. */
  FieldType type();

  /** A {@link FieldType#KEYWORD}. */
  record Keyword(String value) implements FieldValue {
    @Override
    public FieldType type() {
      return FieldType.KEYWORD;
    }
  }

  /** A {@link FieldType#INT}. */
  record Int(long value) implements FieldValue {
    @Override
    public FieldType type() {
      return FieldType.INT;
    }
  }

  /** A {@link FieldType#FLOAT}. */
  record Decimal(double value) implements FieldValue {
    @Override
    public FieldType type() {
      return FieldType.FLOAT;
    }
  }

  /** A {@link FieldType#BOOL}. */
  record Bool(boolean value) implements FieldValue {
    @Override
    public FieldType type() {
      return FieldType.BOOL;
    }
  }

  /** A {@link FieldType#TIME}. */
  record Time(Instant value) implements FieldValue {
    @Override
    public FieldType type() {
      return FieldType.TIME;
    }
  }
}
