package dev.ferrule.server.results;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link ResultFilter} in the numbers of one block. Confined. */
final class BlockFilter {
  private final ResultFilter filter;
  private final BlockHead head;
  private final boolean anyTime;
  private final int action;
  private final int entity;
  private final boolean @Nullable [] rules;
  private final boolean @Nullable [] verdicts;
  private final boolean @Nullable [] releases;

  private BlockFilter(ResultFilter filter, BlockHead head, int action, int entity) {
    this.filter = filter;
    this.head = head;
    this.anyTime =
        head.receivedLeast >= filter.fromMillis() && head.receivedMost < filter.toMillis();
    this.action = action;
    this.entity = entity;
    this.rules = listsWith(head, filter.rule());
    this.verdicts = listsWith(head, filter.verdict());
    this.releases = namesFrom(head, filter.release());
  }

  /** The filter for a block; null when no result of it is wanted. */
  static @Nullable BlockFilter of(ResultFilter filter, BlockHead head) {
    boolean inTime =
        head.receivedMost >= filter.fromMillis() && head.receivedLeast < filter.toMillis();
    if (!inTime || lacks(head, filter.rule()) || lacks(head, filter.verdict())) {
      return null;
    }
    int action = filter.action() == null ? -1 : head.name(filter.action());
    if (filter.action() != null && action < 0) {
      return null;
    }
    int entity =
        filter.entity() == null ? -1 : Arrays.asList(head.entityNames()).indexOf(filter.entity());
    return filter.entity() != null && entity < 0
        ? null
        : new BlockFilter(filter, head, action, entity);
  }

  private static boolean lacks(BlockHead head, @Nullable String name) {
    return name != null && head.name(name) < 0;
  }

  private static boolean @Nullable [] listsWith(BlockHead head, @Nullable String name) {
    if (name == null) {
      return null;
    }
    int number = head.name(name);
    var found = new boolean[head.lists()];
    for (int i = 0; i < found.length; i++) {
      found[i] = Arrays.stream(head.list(i)).anyMatch(each -> each == number);
    }
    return found;
  }

  private static boolean @Nullable [] namesFrom(BlockHead head, @Nullable String prefix) {
    if (prefix == null) {
      return null;
    }
    var found = new boolean[head.names.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = head.names[i].startsWith(prefix);
    }
    return found;
  }

  boolean test(int i) {
    return (anyTime || isInTime(head.received()[i]))
        && (action < 0 || head.actions()[i] == action)
        && (rules == null || rules[head.rules()[i]])
        && (verdicts == null || verdicts[head.verdicts()[i]])
        && (releases == null || releases[head.releases()[i]])
        && (entity < 0 || has(head.entities(), i));
  }

  private boolean isInTime(long millis) {
    return millis >= filter.fromMillis() && millis < filter.toMillis();
  }

  private boolean has(List<int[]> entities, int i) {
    for (int each : entities.get(i)) {
      if (each == entity) {
        return true;
      }
    }
    return false;
  }
}
