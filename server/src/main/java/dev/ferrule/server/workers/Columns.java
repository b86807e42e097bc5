package dev.ferrule.server.workers;

import com.google.protobuf.ByteString;
import dev.ferrule.proto.v1.Booleans;
import dev.ferrule.proto.v1.Column;
import dev.ferrule.proto.v1.Floats;
import dev.ferrule.proto.v1.Integers;
import dev.ferrule.proto.v1.Lists;
import dev.ferrule.proto.v1.Texts;
import dev.ferrule.rules.types.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Values of the rule language as columns of the protocol, and back. Stateless. */
final class Columns {
  /** Stands for a row that is null where null is not allowed. */
  static final Object MISSING = new Object();

  private static final int NUMBER_BYTES = 10;
  private static final int MOST_UTF8_BYTES = 3;

  private Columns() {}

  /**
   * Most bytes that a value takes in a column, or -1 when it is not of the type (an int of more
   * than 64 bits, say).
   */
  static long mostBytes(Type type, @Nullable Object value) {
    if (value == null) {
      return isOptional(type) ? NUMBER_BYTES : -1;
    }
    return switch (present(type)) {
      case Type.ListOf(var item) -> value instanceof List<?> list ? mostBytes(item, list) : -1;
      case Type.Plain.STR ->
          value instanceof String text ? NUMBER_BYTES + (long) MOST_UTF8_BYTES * text.length() : -1;
      case Type.Plain.BOOL -> value instanceof Boolean ? 1 : -1;
      case Type.Plain.INT -> value instanceof Long ? NUMBER_BYTES : -1;
      default -> value instanceof Number ? NUMBER_BYTES : -1;
    };
  }

  private static long mostBytes(Type item, List<?> list) {
    long bytes = NUMBER_BYTES;
    for (var each : list) {
      long more = mostBytes(item, each);
      if (more < 0) {
        return -1;
      }
      bytes += more;
    }
    return bytes;
  }

  private static boolean isOptional(Type type) {
    return type instanceof Type.Union(var members) && members.contains(Type.NONE);
  }

  private static Type present(Type type) {
    return type instanceof Type.Union(var members)
        ? members.stream().filter(member -> member != Type.NONE).findFirst().orElse(Type.NONE)
        : type;
  }

  /** A column of values that {@link #mostBytes} found to be of the type. */
  static Column encode(Type type, int rows, IntFunction<@Nullable Object> value) {
    var column = Column.newBuilder();
    if (isOptional(type)) {
      var nulls = new BitSet();
      for (int i = 0; i < rows; i++) {
        if (value.apply(i) == null) {
          nulls.set(i);
        }
      }
      column.setNulls(ByteString.copyFrom(nulls.toByteArray()));
    }
    switch (present(type)) {
      case Type.ListOf(var item) -> column.setLists(lists(item, rows, value));
      case Type.Plain.STR -> {
        var texts = Texts.newBuilder();
        for (int i = 0; i < rows; i++) {
          texts.addValues(value.apply(i) instanceof String text ? text : "");
        }
        column.setTexts(texts);
      }
      case Type.Plain.BOOL -> {
        var booleans = Booleans.newBuilder();
        for (int i = 0; i < rows; i++) {
          booleans.addValues(value.apply(i) instanceof Boolean flag && flag);
        }
        column.setBooleans(booleans);
      }
      case Type.Plain.INT -> {
        var integers = Integers.newBuilder();
        for (int i = 0; i < rows; i++) {
          integers.addValues(value.apply(i) instanceof Long number ? number : 0);
        }
        column.setIntegers(integers);
      }
      default -> {
        var floats = Floats.newBuilder();
        for (int i = 0; i < rows; i++) {
          floats.addValues(value.apply(i) instanceof Number number ? number.doubleValue() : 0);
        }
        column.setFloats(floats);
      }
    }
    return column.build();
  }

  private static Lists lists(Type item, int rows, IntFunction<@Nullable Object> value) {
    var lists = Lists.newBuilder();
    var items = new ArrayList<@Nullable Object>();
    for (int i = 0; i < rows; i++) {
      List<?> list = value.apply(i) instanceof List<?> given ? given : List.of();
      lists.addLengths(list.size());
      items.addAll(list);
    }
    return lists.setItems(encode(item, items.size(), items::get)).build();
  }

  /**
   * The values of a column, {@link #MISSING} where one is null and may not be.
   *
   * @return null when the column is not of the type, or does not have so many rows
   */
  static @Nullable Object @Nullable [] decode(Type type, Column column, int rows) {
    @Nullable Object[] values = new @Nullable Object[rows];
    if (!fill(present(type), column, values)) {
      return null;
    }
    if (!column.getNulls().isEmpty()) {
      Object absent = isOptional(type) ? null : MISSING;
      var nulls = BitSet.valueOf(column.getNulls().asReadOnlyByteBuffer());
      for (int i = nulls.nextSetBit(0); i >= 0 && i < rows; i = nulls.nextSetBit(i + 1)) {
        values[i] = absent;
      }
    }
    return values;
  }

  private static boolean fill(Type type, Column column, @Nullable Object[] values) {
    return switch (type) {
      case Type.ListOf(var item) -> column.hasLists() && lists(item, column.getLists(), values);
      case Type.Plain.STR -> {
        List<String> texts = column.getTexts().getValuesList();
        yield column.hasTexts() && texts.size() == values.length && copy(texts, values);
      }
      case Type.Plain.BOOL ->
          column.hasBooleans()
              && column.getBooleans().getValuesCount() == values.length
              && copy(column.getBooleans().getValuesList(), values);
      case Type.Plain.INT ->
          column.hasIntegers()
              && column.getIntegers().getValuesCount() == values.length
              && copy(column.getIntegers().getValuesList(), values);
      case Type.Plain.FLOAT ->
          column.hasFloats()
              && column.getFloats().getValuesCount() == values.length
              && copy(column.getFloats().getValuesList(), values);
      default -> false;
    };
  }

  private static boolean copy(List<?> from, @Nullable Object[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from.get(i);
    }
    return true;
  }

  private static boolean lists(Type item, Lists lists, @Nullable Object[] values) {
    long all = 0;
    for (int length : lists.getLengthsList()) {
      all += Integer.toUnsignedLong(length);
    }
    if (lists.getLengthsCount() != values.length || all > Integer.MAX_VALUE) {
      return false;
    }
    int rows = countOf(lists.getItems());
    @Nullable Object[] items = rows == all ? decode(item, lists.getItems(), rows) : null;
    if (items == null) {
      return all == 0 && empty(values);
    }
    int from = 0;
    for (int i = 0; i < values.length; i++) {
      int to = from + lists.getLengths(i);
      var list = java.util.Collections.unmodifiableList(Arrays.asList(items).subList(from, to));
      values[i] = list.contains(MISSING) ? MISSING : list;
      from = to;
    }
    return true;
  }

  /* Lists without any item need no column of items. */
  private static boolean empty(@Nullable Object[] values) {
    Arrays.fill(values, List.of());
    return true;
  }

  private static int countOf(Column column) {
    return switch (column.getValuesCase()) {
      case INTEGERS -> column.getIntegers().getValuesCount();
      case FLOATS -> column.getFloats().getValuesCount();
      case BOOLEANS -> column.getBooleans().getValuesCount();
      case TEXTS -> column.getTexts().getValuesCount();
      case LISTS -> column.getLists().getLengthsCount();
      case VALUES_NOT_SET -> 0;
    };
  }

  /** What a column has, for messages: {@code floats}. */
  static String nameOf(Column column) {
    return switch (column.getValuesCase()) {
      case INTEGERS -> "int";
      case FLOATS -> "float";
      case BOOLEANS -> "bool";
      case TEXTS -> "str";
      case LISTS -> "list";
      case VALUES_NOT_SET -> "nothing";
    };
  }
}
