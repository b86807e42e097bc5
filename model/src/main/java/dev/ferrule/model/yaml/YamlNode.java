package dev.ferrule.model.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A YAML document with the place of every part. Immutable. */
public sealed interface YamlNode {
  /** The line it starts on, from 1. */
  int line();

  /** The column it starts at, in code points from 0. */
  int columnCodePoints();

  /**
   * A single value.
   *
   * @param value null, String, Boolean, Integer, Long, BigInteger or Double
   */
  record Scalar(@Nullable Object value, int line, int columnCodePoints) implements YamlNode {}

  record Sequence(List<YamlNode> items, int line, int columnCodePoints) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * Keys with values.
   *
   * @param entries in the order written, repeated keys included
   */
  record Mapping(List<Entry> entries, int line, int columnCodePoints) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** One key and its value. */
  record Entry(YamlNode key, YamlNode value) {}
}
