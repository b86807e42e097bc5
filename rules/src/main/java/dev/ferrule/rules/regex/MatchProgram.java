package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Greed;
import dev.ferrule.rules.regex.Tree.Sign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree as instructions for the {@link Backtracker}: four numbers each, an operation and what it
 * works on. Repetitions are counted, not unrolled, so its size follows the pattern's. Immutable
 * once built.
 */
final class MatchProgram {
  /** Instructions are this far apart. */
  static final int WIDTH = 4;

  /** {@code set}: one character of the set. */
  static final int SET = 0;

  static final int MATCH = 1;

  /** {@code target}. */
  static final int JUMP = 2;

  /** {@code target}: go on here, and there when that fails. */
  static final int FORK = 3;

  /** {@code slot}: note the position. */
  static final int MARK = 4;

  /** {@code place}. */
  static final int PLACE = 5;

  /** {@code reference}. */
  static final int REFERENCE = 6;

  /** {@code group, target}: go there unless the group has matched. */
  static final int IF_GROUP = 7;

  /** {@code repetition}: characters of one set. */
  static final int RUN = 8;

  /** {@code repetition}: start counting. */
  static final int LOOP_START = 9;

  /** {@code repetition}: once more, or on behind the loop. */
  static final int LOOP = 10;

  /** {@code repetition}: after an iteration of a possessive loop, which is kept. */
  static final int LOOP_KEEP = 11;

  /** {@code slot}: remember how much there is to retry. */
  static final int CUT_START = 12;

  /** {@code slot}: what was matched since then stays as it is. */
  static final int CUT = 13;

  /** {@code slot, position slot, width}: like {@link #CUT_START}, and steps back by the width. */
  static final int LOOK_START = 14;

  /** {@code slot, position slot}: what was looked for is there; go on from where it began. */
  static final int LOOK_FOUND = 15;

  /** {@code slot}: what must not be there is there. */
  static final int LOOK_REFUSED = 16;

  /**
   * A counted loop; {@code body} and {@code exit} are addresses, the rest but the set are slots.
   */
  record Repetition(
      int min, int max, Greed greed, int set, int body, int exit, int count, int last, int cut) {}

  private int[] code = new int[64];
  private int size;
  private int slots;
  private final List<CodePointSet> sets = new ArrayList<>();
  private final Map<CodePointSet, Integer> setNumbers = new HashMap<>();
  private final List<Repetition> repetitions = new ArrayList<>();
  private final List<Tree.Place> places = new ArrayList<>();
  private final List<Tree.Backreference> references = new ArrayList<>();

  private MatchProgram(int groupCount) {
    this.slots = 2 * groupCount;
  }

  static MatchProgram of(Parser.Parsed parsed) {
    var program = new MatchProgram(parsed.groupCount());
    program.emit(parsed.tree());
    program.add(MATCH, 0, 0, 0);
    program.code = Arrays.copyOf(program.code, program.size);
    return program;
  }

  int[] code() {
    return code;
  }

  int slots() {
    return slots;
  }

  CodePointSet[] sets() {
    return sets.toArray(CodePointSet[]::new);
  }

  Tree.Place[] places() {
    return places.toArray(Tree.Place[]::new);
  }

  Tree.Backreference[] references() {
    return references.toArray(Tree.Backreference[]::new);
  }

  Repetition[] repetitions() {
    return repetitions.toArray(Repetition[]::new);
  }

  private int add(int operation, int first, int second, int third) {
    if (size == code.length) {
      code = Arrays.copyOf(code, 2 * size);
    }
    int address = size;
    code[size++] = operation;
    code[size++] = first;
    code[size++] = second;
    code[size++] = third;
    return address;
  }

  private int number(CodePointSet set) {
    return setNumbers.computeIfAbsent(
        set,
        added -> {
          sets.add(added);
          return sets.size() - 1;
        });
  }

  private void emit(Tree tree) {
    CodePointSet set = CharSets.ofOne(tree);
    if (set != null) {
      add(SET, number(set), 0, 0);
      return;
    }
    switch (tree) {
      case Tree.Literal _, Tree.OneOf _, Tree.Any _ -> throw new AssertionError(tree);
      case Tree.At(var place) -> {
        add(PLACE, places.size(), 0, 0);
        places.add(place);
      }
      case Tree.Sequence(var items) -> items.forEach(this::emit);
      case Tree.Choice(var branches) -> choice(branches);
      case Tree.Group(int number, var body) -> {
        if (number == 0) {
          emit(body);
        } else {
          add(MARK, 2 * number, 0, 0);
          emit(body);
          add(MARK, 2 * number + 1, 0, 0);
        }
      }
      case Tree.Repeat repeat -> repeat(repeat);
      case Tree.Atomic(var body) -> {
        int slot = slots++;
        add(CUT_START, slot, 0, 0);
        emit(body);
        add(CUT, slot, 0, 0);
      }
      case Tree.Look look -> look(look);
      case Tree.Backreference reference -> {
        add(REFERENCE, references.size(), 0, 0);
        references.add(reference);
      }
      case Tree.Conditional conditional -> conditional(conditional);
    }
  }

  private void choice(List<Tree> branches) {
    var jumps = new ArrayList<Integer>();
    for (int i = 0; i < branches.size(); i++) {
      boolean last = i == branches.size() - 1;
      int fork = last ? -1 : add(FORK, 0, 0, 0);
      emit(branches.get(i));
      if (!last) {
        jumps.add(add(JUMP, 0, 0, 0));
        code[fork + 1] = size;
      }
    }
    jumps.forEach(jump -> code[jump + 1] = size);
  }

  private void conditional(Tree.Conditional conditional) {
    int test = add(IF_GROUP, conditional.group(), 0, 0);
    emit(conditional.yes());
    Tree no = conditional.no();
    if (no == null) {
      code[test + 2] = size;
    } else {
      int jump = add(JUMP, 0, 0, 0);
      code[test + 2] = size;
      emit(no);
      code[jump + 1] = size;
    }
  }

  /** A negative look leaves a fork to what follows it, which its success removes. */
  private void look(Tree.Look look) {
    int slot = slots++;
    int position = slots++;
    int width = (int) Math.min(look.widthCodePoints(), Integer.MAX_VALUE);
    int back = look.direction() == Tree.Direction.BEHIND ? width : 0;
    if (look.sign() == Sign.IS) {
      add(LOOK_START, slot, position, back);
      emit(look.body());
      add(LOOK_FOUND, slot, position, 0);
    } else {
      add(CUT_START, slot, 0, 0);
      int fork = add(FORK, 0, 0, 0);
      int inner = slots++;
      add(LOOK_START, inner, position, back);
      emit(look.body());
      add(LOOK_REFUSED, slot, 0, 0);
      code[fork + 1] = size;
    }
  }

  private void repeat(Tree.Repeat repeat) {
    int min = (int) Math.min(repeat.min(), Integer.MAX_VALUE - 1);
    int max = (int) Math.min(repeat.max(), Integer.MAX_VALUE);
    CodePointSet set = CharSets.ofOne(repeat.body());
    if (set != null) {
      add(RUN, repetitions.size(), 0, 0);
      repetitions.add(new Repetition(min, max, repeat.greed(), number(set), size, size, 0, 0, 0));
      return;
    }
    int index = repetitions.size();
    repetitions.add(new Repetition(min, max, repeat.greed(), 0, 0, 0, 0, 0, 0));
    int count = slots++;
    int last = slots++;
    int cut = slots++;
    add(LOOP_START, index, 0, 0);
    int loop = add(LOOP, index, 0, 0);
    emit(repeat.body());
    if (repeat.greed() == Greed.POSSESSIVE) {
      add(LOOP_KEEP, index, 0, 0);
    }
    add(JUMP, loop, 0, 0);
    repetitions.set(
        index, new Repetition(min, max, repeat.greed(), 0, loop + WIDTH, size, count, last, cut));
  }
}
