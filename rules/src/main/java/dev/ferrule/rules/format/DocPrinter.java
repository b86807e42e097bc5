package dev.ferrule.rules.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lays documents out in lines. Confined. */
final class DocPrinter {
  static final int WIDTH_CHARS = 100;
  private static final String STEP = "  ";

  private final StringBuilder out = new StringBuilder();
  private final List<Command> left = new ArrayList<>();
  private final List<String> trailing = new ArrayList<>();
  private int column;
  private boolean fresh = true;

  /** What is still to be written. */
  private record Command(int indent, boolean flat, Doc doc) {}

  /** Writes one document from the start of a line to the end of one. */
  void print(Doc doc) {
    left.add(new Command(0, false, doc));
    while (!left.isEmpty()) {
      write(left.removeLast());
    }
    if (!fresh) {
      newline(0);
    }
  }

  /** Writes empty lines. */
  void blankLines(int count) {
    out.repeat('\n', count);
  }

  boolean isEmpty() {
    return out.isEmpty();
  }

  String text() {
    return out.toString();
  }

  private void write(Command command) {
    int indent = command.indent();
    boolean flat = command.flat();
    switch (command.doc()) {
      case Doc.Text(var text) -> text(indent, text);
      case Doc.Concat(var parts) -> {
        for (int i = parts.size() - 1; i >= 0; i--) {
          left.add(new Command(indent, flat, parts.get(i)));
        }
      }
      case Doc.Line line -> {
        if (!flat) {
          newline(indent);
        } else if (line == Doc.Line.SPACE) {
          text(indent, " ");
        }
      }
      case Doc.Indent(var content) -> left.add(new Command(indent + 1, flat, content));
      case Doc.Group(var content, var breaks) ->
          left.add(new Command(indent, flat || (!breaks && fits(indent, content)), content));
      case Doc.IfBroken(var text) -> {
        if (!flat) {
          text(indent, text);
        }
      }
      case Doc.Trailing(var comment) -> trailing.add(comment);
      case Doc.OwnLine(var comment) -> {
        if (!fresh) {
          newline(indent);
        }
        text(indent, comment);
        newline(indent);
      }
      case Doc.Blank _ -> {
        if (!fresh) {
          newline(indent);
        }
        out.append('\n');
      }
    }
  }

  private void text(int indent, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (fresh) {
      out.append(STEP.repeat(indent));
      column = indent * STEP.length();
      fresh = false;
    }
    out.append(text);
    int last = text.lastIndexOf('\n');
    column = last < 0 ? column + width(text) : width(text.substring(last + 1));
  }

  // Comments that wait for a line end come before it, also when there is nothing else on the line.
  private void newline(int indent) {
    for (var comment : trailing) {
      text(indent, fresh ? comment : "  " + comment);
    }
    trailing.clear();
    if (!fresh) {
      out.append('\n');
      fresh = true;
      column = 0;
    }
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether a flat content, and what follows it up to the next line end, fits on this line. */
  private boolean fits(int indent, Doc content) {
    int room = WIDTH_CHARS - (fresh ? indent * STEP.length() : column);
    Deque<Command> ahead = new ArrayDeque<>();
    ahead.push(new Command(indent, true, content));
    int rest = left.size();
    while (room >= 0) {
      if (ahead.isEmpty()) {
        if (rest == 0) {
          return true;
        }
        ahead.push(left.get(--rest));
      }
      var next = ahead.pop();
      switch (next.doc()) {
        case Doc.Text(var text) -> {
          int end = text.indexOf('\n');
          if (end >= 0) {
            return width(text.substring(0, end)) <= room;
          }
          room -= width(text);
        }
        case Doc.Concat(var parts) -> {
          for (int i = parts.size() - 1; i >= 0; i--) {
            ahead.push(new Command(indent, next.flat(), parts.get(i)));
          }
        }
        case Doc.Line line -> {
          if (!next.flat()) {
            return true;
          }
          room -= line == Doc.Line.SPACE ? 1 : 0;
        }
        case Doc.Indent(var inner) -> ahead.push(new Command(indent, next.flat(), inner));
        case Doc.Group(var inner, _) -> ahead.push(new Command(indent, next.flat(), inner));
        case Doc.IfBroken(var text) -> room -= next.flat() ? 0 : width(text);
        case Doc.Trailing _ -> {}
        case Doc.OwnLine _, Doc.Blank _ -> {
          return true;
        }
      }
    }
    return false;
  }
}
