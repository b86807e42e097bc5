package dev.ferrule.rules.format;

import java.util.List;

/**
 * Text that may be laid out in more than one way. Immutable.
 *
 * <p>Source: Philip Wadler, "A prettier printer" (2003), with groups that break as a whole.
 */
sealed interface Doc {
  Doc EMPTY = new Concat(List.of());

  /** Whether it holds something that ends a line, so that no group around it can be flat. */
  boolean breaks();

  /** Text as it is; it may hold line ends of its own. */
  record Text(String text) implements Doc {
    @Override
    public boolean breaks() {
      return false;
    }
  }

  /** One after the other. */
  record Concat(List<Doc> parts) implements Doc {
    public Concat {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean breaks() {
      for (var part : parts) {
        if (part.breaks()) {
          return true;
        }
      }
      return false;
    }
  }

  /** A place for a line end. */
  enum Line implements Doc {
    /** Nothing where its group is flat. */
    SOFT,
    /** A space where its group is flat. */
    SPACE;

    @Override
    public boolean breaks() {
      return false;
    }
  }

  /** Indented by one step more. */
  record Indent(Doc content) implements Doc {
    @Override
    public boolean breaks() {
      return content.breaks();
    }
  }

  /** Flat where it fits, otherwise with a line end in each of its own places. */
  record Group(Doc content, boolean breaks) implements Doc {}

  /** Text for where its group is not flat. */
  record IfBroken(String text) implements Doc {
    @Override
    public boolean breaks() {
      return false;
    }
  }

  /** A comment for the end of the line that is being written. */
  record Trailing(String comment) implements Doc {
    @Override
    public boolean breaks() {
      return true;
    }
  }

  /** A comment on a line of its own. */
  record OwnLine(String comment) implements Doc {
    @Override
    public boolean breaks() {
      return true;
    }
  }

  /** An empty line, where a line has just begun. */
  record Blank() implements Doc {
    @Override
    public boolean breaks() {
      return true;
    }
  }

  static Doc text(String text) {
    return new Text(text);
  }

  static Doc of(Doc... parts) {
    return new Concat(List.of(parts));
  }

  static Doc group(Doc content) {
    return new Group(content, content.breaks());
  }

  static Doc broken(Doc content) {
    return new Group(content, true);
  }
}
