package dev.ferrule.model.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree of a path. Each prints as the reference prints it. Immutable. */
sealed interface PathStep {
  /** The document that the path is asked of. */
  record Root() implements PathStep {
    @Override
    public String toString() {
      return "$";
    }
  }

  /** The value itself. */
  record This() implements PathStep {
    @Override
    public String toString() {
      return "`this`";
    }
  }

  /** The container that the value was reached through. */
  record Parent() implements PathStep {
    @Override
    public String toString() {
      return "`parent`";
    }
  }

  /** Fields of an object by name, in the order of the names; with a star among them, all. */
  record Fields(List<String> names) implements PathStep {
    public Fields {
      names = List.copyOf(names);
    }

    boolean all() {
      return names.contains("*");
    }

    @Override
    public String toString() {
      return String.join(",", names);
    }
  }

  /** One element by position, from the end if negative. */
  record Index(int index) implements PathStep {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /** Elements by Python's slice, without a step. */
  record Slice(@Nullable Integer start, @Nullable Integer end) implements PathStep {
    @Override
    public String toString() {
      if (start == null && end == null) {
        return "[*]";
      }
      // As the reference prints it: a zero, and the colon before no end, are left out.
      String from = start == null || start == 0 ? "" : start.toString();
      return "[" + from + (end == null || end == 0 ? "" : ":" + end) + "]";
    }
  }

  /** The matches of one path below those of another. */
  record Child(PathStep left, PathStep right) implements PathStep {
    @Override
    public String toString() {
      return left + "." + right;
    }
  }

  /** The matches of a path at a value and everything below it, containers first. */
  record Descendants(PathStep left, PathStep right) implements PathStep {
    @Override
    public String toString() {
      return left + ".." + right;
    }
  }

  /** The matches of one path, then those of another. */
  record Union(PathStep left, PathStep right) implements PathStep {
    @Override
    public String toString() {
      return left + "|" + right;
    }
  }

  /** The matches of a path below which another has a match. */
  record Where(PathStep left, PathStep right) implements PathStep {
    @Override
    public String toString() {
      return left + " where " + right;
    }
  }

  /** Whether this looks above the value it starts from, so that it can't be cut off its path. */
  static boolean looksUp(PathStep step) {
    return switch (step) {
      case Root _, Parent _ -> true;
      case This _, Fields _, Index _, Slice _ -> false;
      case Child(var left, var right) -> looksUp(left) || looksUp(right);
      case Descendants(var left, var right) -> looksUp(left) || looksUp(right);
      case Union(var left, var right) -> looksUp(left) || looksUp(right);
      case Where(var left, var right) -> looksUp(left) || looksUp(right);
    };
  }
}
