package dev.ferrule.model.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds all matches of a path in a value as the reference does, its failures and oddities included,
 * and keeps the first. Reused; confined.
 *
 * <p>Two corners differ: the parent of an element that a slice took from what is no array, which
 * there is an array made for it, is no value of the document and fails (nor is it passed on the way
 * to {@code $}); and a walk that goes on without end, as {@code $..*..*..*} does in a large
 * document, fails after {@link #MAX_STEPS}.
 */
final class PathWalk {
  static final int MAX_STEPS = 20_000_000;

  /*
   * A match is the number of a node. Not of the document are: NOTHING, which is above the root;
   * NULL, which looking at that makes of it; and one character of a string, which a position in a
   * string gives and which is numbered downwards from NULL - 1. The flag marks an element that a
   * slice took from what is no array.
   */
  private static final int NOTHING = -1;
  private static final int NULL = -2;
  private static final int TAKEN = 1 << 30;

  private final Tape tape;
  private final List<String> characters = new ArrayList<>();
  private final List<Integer> strings = new ArrayList<>(); // the matches they are of
  private int[] matches = new int[64];
  private int top;
  private int steps;
  private @Nullable String failure;

  PathWalk(int maxDepth) {
    tape = new Tape(maxDepth);
  }

  /** Turns to the value that begins here, of a document that has been checked. */
  void turnTo(byte[] document, int from, int documentEnd) {
    tape.turnTo(document, from, documentEnd);
  }

  /** Finds the first match; false if the reference fails. */
  boolean first(PathStep step) {
    characters.clear();
    strings.clear();
    top = 0;
    steps = 0;
    failure = null;
    if (!find(step, 0)) {
      return false;
    }
    return top == 0
        || matches[0] != NOTHING
        || fail("AttributeError: 'NoneType' object has no attribute 'value'");
  }

  @Nullable String failure() {
    return failure;
  }

  boolean found() {
    return top > 0;
  }

  /** What was found, as {@link Projected#found} takes it. */
  int kind() {
    return kind(matches[0]);
  }

  int start() {
    return matches[0] >= 0 ? tape.start(matches[0] & ~TAKEN) : tape.start(0);
  }

  int end() {
    return matches[0] >= 0 ? tape.end(matches[0] & ~TAKEN) : start();
  }

  /** The text of what was found if that is one character of a string. */
  @Nullable String text() {
    return matches[0] < NULL ? character(matches[0]) : null;
  }

  private String character(int match) {
    return characters.get(NULL - 1 - match);
  }

  private int kind(int match) {
    if (match >= 0) {
      return tape.kind(match & ~TAKEN);
    }
    return match < NULL ? Projected.STRING : Projected.NULL;
  }

  private boolean fail(String why) {
    failure = why;
    return false;
  }

  private boolean push(int match) {
    if (top == matches.length) {
      matches = Arrays.copyOf(matches, top * 2);
    }
    matches[top++] = match;
    return true;
  }

  /** Adds the matches below one; false on a failure. */
  private boolean find(PathStep step, int from) {
    if (++steps > MAX_STEPS) {
      return fail("expected at most %d steps of a path, found more".formatted(MAX_STEPS));
    }
    return switch (step) {
      case PathStep.Root _ -> push(from == NOTHING ? NULL : from == NULL ? NULL : 0);
      case PathStep.This _ -> push(from == NOTHING ? NULL : from);
      case PathStep.Parent _ -> parent(from);
      case PathStep.Fields fields -> fields(fields, from);
      case PathStep.Index(int index) -> index(index, from);
      case PathStep.Slice slice -> slice(slice, from);
      case PathStep.Child(var left, var right) -> below(left, right, from);
      case PathStep.Descendants(var left, var right) -> anywhere(left, right, from);
      case PathStep.Union(var left, var right) -> find(left, from) && find(right, from);
      case PathStep.Where(var left, var right) -> where(left, right, from);
    };
  }

  private boolean parent(int from) {
    if (from >= 0 && (from & TAKEN) != 0) {
      return fail("expected the parent of an element of an array, found another's");
    }
    if (from < NULL) {
      return push(strings.get(NULL - 1 - from));
    }
    return push(from < 0 ? NOTHING : tape.parent(from));
  }

  private boolean fields(PathStep.Fields fields, int from) {
    if (kind(from) != Projected.OBJECT) {
      return true;
    }
    int object = from & ~TAKEN;
    if (fields.all()) {
      for (int node = tape.first(object); node != Tape.NONE; node = tape.next(node)) {
        push(node);
      }
      return true;
    }
    List<String> names = fields.names();
    for (int i = 0; i < names.size(); i++) {
      int node = tape.field(object, names.get(i));
      if (node != Tape.NONE) {
        push(node);
      }
    }
    return true;
  }

  private boolean index(int index, int from) {
    return switch (kind(from)) {
      case Projected.ARRAY -> elementAt(index, from);
      case Projected.OBJECT -> index >= length(from) || fail("KeyError: " + index);
      case Projected.STRING, Projected.ESCAPED -> character(index, from);
      default -> fail("TypeError: object of type '" + type(from) + "' has no len()");
    };
  }

  private boolean elementAt(int index, int from) {
    int length = length(from);
    if (index >= length) {
      return true;
    }
    if (index < -length) {
      return fail("IndexError: list index out of range");
    }
    return push(element(from, index < 0 ? index + length : index));
  }

  private boolean character(int index, int from) {
    String text = string(from);
    int length = text.codePointCount(0, text.length());
    if (index >= length) {
      return true;
    }
    if (index < -length) {
      return fail("IndexError: string index out of range");
    }
    int at = text.offsetByCodePoints(0, index < 0 ? index + length : index);
    characters.add(Character.toString(text.codePointAt(at)));
    strings.add(from);
    return push(NULL - characters.size());
  }

  private String string(int from) {
    if (from < 0) {
      return character(from);
    }
    int node = from & ~TAKEN;
    return JsonText.decode(tape.bytes(), tape.start(node) + 1, tape.end(node) - 1);
  }

  private int length(int container) {
    int length = 0;
    for (int n = tape.first(container & ~TAKEN); n != Tape.NONE; n = tape.next(n)) {
      length++;
    }
    return length;
  }

  private int element(int array, int index) {
    int node = tape.first(array & ~TAKEN);
    for (int i = 0; i < index; i++) {
      node = tape.next(node);
    }
    return node;
  }

  private boolean slice(PathStep.Slice slice, int from) {
    if (kind(from) == Projected.ARRAY) {
      Integer start = slice.start();
      Integer end = slice.end();
      int length = start == null && end == null ? Integer.MAX_VALUE : length(from);
      int low = start == null ? 0 : bound(start, length);
      int high = end == null ? length : bound(end, length);
      int node = tape.first(from & ~TAKEN);
      for (int i = 0; node != Tape.NONE && i < high; i++) {
        if (i >= low) {
          push(node);
        }
        node = tape.next(node);
      }
      return true;
    }
    // A slice of an object, string, integer or boolean is one of an array that holds just that.
    String type = type(from);
    if (type.equals("float") || type.equals("NoneType")) {
      return fail("TypeError: object of type '" + type + "' has no len()");
    }
    Integer start = slice.start();
    Integer end = slice.end();
    boolean taken = (start == null || bound(start, 1) == 0) && (end == null || bound(end, 1) == 1);
    return !taken || push(from >= 0 ? from | TAKEN : from);
  }

  private static int bound(int index, int length) {
    return index < 0 ? Math.max(0, index + length) : Math.min(index, length);
  }

  /** What Python calls the type of a match. */
  private String type(int match) {
    return switch (kind(match)) {
      case Projected.OBJECT -> "dict";
      case Projected.ARRAY -> "list";
      case Projected.STRING, Projected.ESCAPED -> "str";
      case Projected.NULL -> "NoneType";
      default -> scalarType(match & ~TAKEN);
    };
  }

  private String scalarType(int node) {
    return switch (tape.firstByte(node)) {
      case 't', 'f' -> "bool";
      case 'n' -> "NoneType";
      default ->
          JsonNumber.kind(tape.bytes(), tape.start(node), tape.end(node)) == Projected.FLOAT
              ? "float"
              : "int";
    };
  }

  private boolean below(PathStep left, PathStep right, int from) {
    int mark = top;
    if (!find(left, from)) {
      return false;
    }
    int above = top;
    for (int i = mark; i < above; i++) {
      if (!find(right, matches[i])) {
        return false;
      }
    }
    drop(mark, above);
    return true;
  }

  /** Takes the matches from {@code mark} to {@code to} out from under the later ones. */
  private void drop(int mark, int to) {
    System.arraycopy(matches, to, matches, mark, top - to);
    top -= to - mark;
  }

  private boolean where(PathStep left, PathStep right, int from) {
    int mark = top;
    if (!find(left, from)) {
      return false;
    }
    int kept = mark;
    int to = top;
    for (int i = mark; i < to; i++) {
      if (!find(right, matches[i])) {
        return false;
      }
      if (top > to) {
        matches[kept++] = matches[i];
      }
      top = to;
    }
    top = kept;
    return true;
  }

  private boolean anywhere(PathStep left, PathStep right, int from) {
    int mark = top;
    if (!find(left, from)) {
      return false;
    }
    int above = top;
    for (int i = mark; i < above; i++) {
      if (!everywhere(right, matches[i])) {
        return false;
      }
    }
    drop(mark, above);
    return true;
  }

  private boolean everywhere(PathStep right, int from) {
    if (!find(right, from)) {
      return false;
    }
    if (from == NOTHING) {
      return fail("AttributeError: 'NoneType' object has no attribute 'value'");
    }
    int kind = kind(from);
    if (kind != Projected.OBJECT && kind != Projected.ARRAY) {
      return true;
    }
    for (int node = tape.first(from & ~TAKEN); node != Tape.NONE; node = tape.next(node)) {
      if (!everywhere(right, node)) {
        return false;
      }
    }
    return true;
  }
}
