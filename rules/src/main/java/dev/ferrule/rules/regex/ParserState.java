package dev.ferrule.rules.regex;

import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a parser knows of the groups and flags it has met. Confined. */
final class ParserState {
  int flags;

  /** The first group that a lookbehind in progress may not refer to, or -1 outside of one. */
  int lookbehindGroups = -1;

  /** What is wrong though it parses: told only when nothing else is. */
  private @Nullable FerruleException late;

  /** By number, the width of each group; null while it is open. Group 0 never closes. */
  private final List<Widths.@Nullable Width> groups = new ArrayList<>();

  private final Map<String, Integer> names = new HashMap<>();
  private final Map<Integer, Integer> conditions = new LinkedHashMap<>();

  ParserState(int flags) {
    this.flags = flags;
    groups.add(null);
  }

  int groupCount() {
    return groups.size();
  }

  int open(@Nullable String name, PatternSource source) {
    int number = groups.size();
    groups.add(null);
    if (name != null) {
      Integer before = names.putIfAbsent(name, number);
      if (before != null) {
        throw source.error(
            "redefinition of group name %s as group %d; was group %d"
                .formatted(Names.quoted(name), number, before),
            name.codePointCount(0, name.length()) + 1);
      }
    }
    return number;
  }

  void close(int number, Widths.Width width) {
    groups.set(number, width);
  }

  boolean isClosed(int number) {
    return number < groups.size() && groups.get(number) != null;
  }

  Widths.Width width(int number) {
    Widths.Width width = number < groups.size() ? groups.get(number) : null;
    return width == null ? new Widths.Width(0, 0) : width;
  }

  @Nullable Integer named(String name) {
    return names.get(name);
  }

  /** A condition may name a group that comes later; whether it does is known at the end. */
  void refer(int group, int position) {
    conditions.putIfAbsent(group, position);
  }

  void checkLookbehind(int group, PatternSource source) {
    if (lookbehindGroups < 0) {
      return;
    }
    if (!isClosed(group)) {
      throw source.error("cannot refer to an open group", 0);
    }
    if (group >= lookbehindGroups) {
      throw source.error("cannot refer to group defined in the same lookbehind subpattern", 0);
    }
  }

  void failLate(FerruleException failure) {
    if (late == null) {
      late = failure;
    }
  }

  void finish(PatternSource source) {
    if ((flags & Flags.ASCII) != 0 && (flags & Flags.UNICODE) != 0) {
      throw PatternSource.invalid("ASCII and UNICODE flags are incompatible");
    }
    if (source.peek() != PatternSource.END) {
      throw source.error("unbalanced parenthesis", 0);
    }
    conditions.forEach((group, position) -> {
      if (group >= groups.size()) {
        throw source.at("invalid group reference " + group, position);
      }
    });
    if (late != null) {
      throw late;
    }
  }
}
