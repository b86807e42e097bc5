package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.MatchProgram.Repetition;
import dev.ferrule.rules.regex.Tree.Greed;
import dev.ferrule.rules.regex.Tree.Place;
import java.util.Arrays;

/**
 * Searches by trying one way after another, as Python does: for patterns that refer back, look
 * around or forbid retries. Its time may grow without bound, so a search has a budget of steps.
 * Confined.
 */
final class Backtracker {
  /** Steps of one search, some 0.1 s. */
  static final long MAX_STEPS = 10_000_000;

  private static final int MAX_STACK = 1 << 22;

  /** An entry of the stack is this many numbers: a kind and three more. */
  private static final int ENTRY = 4;

  /** {@code address, position}: go on there. */
  private static final int RETRY = 0;

  /** {@code slot, value}: put the value back, and look further down. */
  private static final int UNDO = 1;

  /** {@code repetition, position, least}: give one character back. */
  private static final int SHRINK = 2;

  /** {@code repetition, position, most}: take one character more. */
  private static final int GROW = 3;

  /** {@code repetition, position}: once more through a lazy loop. */
  private static final int AGAIN = 4;

  private final int[] code;
  private final CodePointSet[] sets;
  private final Repetition[] repetitions;
  private final Place[] places;
  private final Tree.Backreference[] references;
  private final int[] slots;
  private int[] text = {};
  private int length;
  private int[] stack = new int[256];
  private int top;
  private long steps;

  /** What a retry brings back. */
  private int address;

  private int position;

  Backtracker(MatchProgram program) {
    this.code = program.code();
    this.sets = program.sets();
    this.repetitions = program.repetitions();
    this.places = program.places();
    this.references = program.references();
    this.slots = new int[program.slots()];
  }

  /** Whether the pattern is found anywhere. */
  boolean find(String chars) {
    read(chars);
    steps = MAX_STEPS;
    for (int from = 0; from <= length; from++) {
      if (matches(from)) {
        return true;
      }
    }
    return false;
  }

  private void read(String chars) {
    if (text.length < chars.length()) {
      text = new int[chars.length()];
    }
    length = 0;
    for (int i = 0; i < chars.length(); ) {
      int point = chars.codePointAt(i);
      text[length++] = point;
      i += Character.charCount(point);
    }
  }

  private boolean matches(int from) {
    Arrays.fill(slots, -1);
    top = 0;
    address = 0;
    position = from;
    while (true) {
      if (--steps < 0) {
        throw spent();
      }
      int at = address;
      if (code[at] == MatchProgram.MATCH) {
        return true;
      }
      address = at + MatchProgram.WIDTH;
      boolean failed =
          switch (code[at]) {
            case MatchProgram.SET -> !step(sets[code[at + 1]]);
            case MatchProgram.JUMP -> {
              address = code[at + 1];
              yield false;
            }
            case MatchProgram.FORK -> {
              push(RETRY, code[at + 1], position, 0);
              yield false;
            }
            case MatchProgram.MARK -> {
              set(code[at + 1], position);
              yield false;
            }
            case MatchProgram.PLACE -> !Places.holds(places[code[at + 1]], text, length, position);
            case MatchProgram.REFERENCE -> !repeatsGroup(references[code[at + 1]]);
            case MatchProgram.IF_GROUP -> {
              if (!isSet(code[at + 1])) {
                address = code[at + 2];
              }
              yield false;
            }
            case MatchProgram.RUN -> !run(repetitions[code[at + 1]], code[at + 1]);
            default -> !structure(at);
          };
      if (failed && !retry()) {
        return false;
      }
    }
  }

  private static RuntimeException spent() {
    return PatternSource.limit(
        "expected a search of at most %d steps, found more: the pattern retries too much"
            .formatted(MAX_STEPS));
  }

  private boolean step(CodePointSet set) {
    if (position < length && set.contains(text[position])) {
      position++;
      return true;
    }
    return false;
  }

  /** Loops, looks and cuts. */
  private boolean structure(int at) {
    int first = code[at + 1];
    switch (code[at]) {
      case MatchProgram.LOOP_START -> {
        set(repetitions[first].count(), 0);
        set(repetitions[first].last(), -1);
      }
      case MatchProgram.LOOP -> {
        return loop(repetitions[first], first);
      }
      case MatchProgram.LOOP_KEEP -> cut(slots[repetitions[first].cut()]);
      case MatchProgram.CUT_START -> set(first, top);
      case MatchProgram.CUT -> cut(slots[first]);
      case MatchProgram.LOOK_START -> {
        set(code[at + 2], position);
        set(first, top);
        position -= code[at + 3];
        return position >= 0;
      }
      case MatchProgram.LOOK_FOUND -> {
        position = slots[code[at + 2]];
        cut(slots[first]);
      }
      case MatchProgram.LOOK_REFUSED -> {
        drop(slots[first]);
        return false;
      }
      default -> throw new AssertionError(code[at]);
    }
    return true;
  }

  private boolean loop(Repetition loop, int index) {
    int count = slots[loop.count()];
    boolean possessive = loop.greed() == Greed.POSSESSIVE;
    if (count < loop.min()) {
      if (possessive) {
        set(loop.cut(), top);
      }
      set(loop.count(), count + 1);
      address = loop.body();
      return true;
    }
    if (loop.greed() == Greed.LAZY) {
      push(AGAIN, index, position, 0);
      address = loop.exit();
      return true;
    }
    // An iteration that matched nothing is not tried once more from the same place.
    if (count < loop.max() && position != slots[loop.last()]) {
      int before = top;
      push(RETRY, loop.exit(), position, 0);
      set(loop.last(), position);
      set(loop.count(), count + 1);
      if (possessive) {
        set(loop.cut(), before);
      }
      address = loop.body();
    } else {
      address = loop.exit();
    }
    return true;
  }

  private boolean again(Repetition loop) {
    int count = slots[loop.count()];
    if (count >= loop.max() || position == slots[loop.last()]) {
      return false;
    }
    set(loop.last(), position);
    set(loop.count(), count + 1);
    address = loop.body();
    return true;
  }

  private boolean run(Repetition run, int index) {
    CodePointSet set = sets[run.set()];
    int from = position;
    long wanted = run.greed() == Greed.LAZY ? run.min() : run.max();
    int end = (int) Math.min(length, from + wanted);
    int at = from;
    while (at < end && set.contains(text[at])) {
      at++;
    }
    steps -= at - from;
    if (at - from < run.min()) {
      return false;
    }
    position = at;
    if (run.greed() == Greed.GREEDY && at - from > run.min()) {
      push(SHRINK, index, at - 1, from + run.min());
    } else if (run.greed() == Greed.LAZY) {
      push(GROW, index, at, (int) Math.min(length, (long) from + run.max()));
    }
    return true;
  }

  private boolean isSet(int group) {
    int start = slots[2 * group];
    int end = slots[2 * group + 1];
    return start >= 0 && end >= start;
  }

  private boolean repeatsGroup(Tree.Backreference reference) {
    int group = reference.group();
    if (!isSet(group)) {
      return false;
    }
    int start = slots[2 * group];
    int size = slots[2 * group + 1] - start;
    if (position + size > length) {
      return false;
    }
    steps -= size;
    for (int i = 0; i < size; i++) {
      int ours = text[start + i];
      int theirs = text[position + i];
      boolean same =
          switch (reference.fold()) {
            case NONE -> ours == theirs;
            case ASCII -> Unicode.asciiLower(ours) == Unicode.asciiLower(theirs);
            case UNICODE -> Unicode.lower(ours) == Unicode.lower(theirs);
          };
      if (!same) {
        return false;
      }
    }
    position += size;
    return true;
  }

  private void set(int slot, int value) {
    push(UNDO, slot, slots[slot], 0);
    slots[slot] = value;
  }

  private void push(int kind, int first, int second, int third) {
    if (top + ENTRY > stack.length) {
      if (stack.length >= MAX_STACK) {
        throw spent();
      }
      stack = Arrays.copyOf(stack, 2 * stack.length);
    }
    stack[top] = kind;
    stack[top + 1] = first;
    stack[top + 2] = second;
    stack[top + 3] = third;
    top += ENTRY;
  }

  /** Takes back what was done until there is another way to go on. */
  private boolean retry() {
    while (top > 0) {
      top -= ENTRY;
      steps--;
      int first = stack[top + 1];
      int second = stack[top + 2];
      switch (stack[top]) {
        case RETRY -> {
          address = first;
          position = second;
          return true;
        }
        case UNDO -> slots[first] = second;
        case SHRINK -> {
          address = repetitions[first].exit();
          position = second;
          if (second > stack[top + 3]) {
            push(SHRINK, first, second - 1, stack[top + 3]);
          }
          return true;
        }
        case GROW -> {
          position = second;
          if (second < stack[top + 3] && step(sets[repetitions[first].set()])) {
            address = repetitions[first].exit();
            push(GROW, first, position, stack[top + 3]);
            return true;
          }
        }
        default -> {
          position = second;
          if (again(repetitions[first])) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Forgets the other ways since the stack was that high, but not what has to be put back. */
  private void cut(int height) {
    int kept = height;
    for (int entry = height; entry < top; entry += ENTRY) {
      if (stack[entry] == UNDO) {
        System.arraycopy(stack, entry, stack, kept, ENTRY);
        kept += ENTRY;
      }
    }
    steps -= (top - height) / ENTRY;
    top = kept;
  }

  /** Takes back everything since the stack was that high. */
  private void drop(int height) {
    while (top > height) {
      top -= ENTRY;
      if (stack[top] == UNDO) {
        slots[stack[top + 1]] = stack[top + 2];
      }
    }
  }

  /** Gives back what a large text or much retrying has taken. */
  void trim() {
    if (text.length > 1 << 14) {
      text = new int[0];
    }
    if (stack.length > 1 << 14) {
      stack = new int[256];
    }
  }
}
