package dev.ferrule.rules.check;

import dev.ferrule.rules.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A part of the merged configuration and where it was written. Confined to the check. */
sealed interface ConfigValue {
  Span span();

  /** Keys with values, in order. */
  record Table(SequencedMap<String, Entry> entries, Span span) implements ConfigValue {}

  record Entry(Span keySpan, ConfigValue value) {}

  record Items(List<ConfigValue> values, Span span) implements ConfigValue {}

  record Plain(@Nullable Object value, Span span) implements ConfigValue {}

  /** The value without places: Map, List or a plain value. */
  static @Nullable Object plain(ConfigValue value) {
    return switch (value) {
      case Plain(var it, _) -> it;
      case Items(var values, _) -> {
        List<@Nullable Object> list = new ArrayList<>();
        values.forEach(each -> list.add(plain(each)));
        yield list;
      }
      case Table(var entries, _) -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach((key, entry) -> map.put(key, plain(entry.value())));
        yield map;
      }
    };
  }

  /**
   * The place of a part, or of the closest part around it. Numbers, booleans and nulls have none of
   * their own: their key stands for them.
   *
   * @param location keys and indexes from the top
   */
  static @Nullable Span closest(ConfigValue top, List<?> location, Point point) {
    Span best = null;
    var current = top;
    for (var part : location) {
      var entry = current instanceof Table(var entries, _) ? entries.get(part) : null;
      ConfigValue next;
      if (entry != null) {
        best = entry.keySpan();
        next = entry.value();
      } else if (current instanceof Items(var values, _)
          && part instanceof Integer index
          && index < values.size()) {
        next = values.get(index);
      } else {
        break;
      }
      boolean placed = !(next instanceof Plain(var value, _)) || value instanceof String;
      if (point == Point.VALUE && placed) {
        best = next.span();
      }
      current = next;
    }
    return best;
  }

  /** What to point at. */
  enum Point {
    KEY,
    VALUE
  }
}
