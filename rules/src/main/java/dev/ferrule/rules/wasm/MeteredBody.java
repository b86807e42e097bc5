package dev.ferrule.rules.wasm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The body of one function, with charges put in. Confined. */
final class MeteredBody {
  private static final int BLOCK = 0x02;
  private static final int LOOP = 0x03;
  private static final int IF = 0x04;
  private static final int END = 0x0B;
  private static final int MEMORY_GROW = 0x40;

  /** As memory is copied when it grows. */
  private static final int GROW_COST = 20_000;

  private final byte[] module;
  private final Bytes bytes;
  private final int budgetGlobal;

  /** Where charges go, in order: at a place in the module, for a loop, or for a size. */
  private final List<Charge> charges = new ArrayList<>();

  private static final class Charge {
    final int at;
    final boolean bySize;
    long cost = 1;

    Charge(int at, boolean bySize) {
      this.at = at;
      this.bySize = bySize;
    }
  }

  private final int start;
  private final int end;

  MeteredBody(byte[] module, int start, int end, int budgetGlobal) {
    this.module = module;
    this.bytes = new Bytes(module, start, end);
    this.start = start;
    this.end = end;
    this.budgetGlobal = budgetGlobal;
  }

  byte[] bytes() {
    for (int groups = bytes.number(); groups > 0; groups--) {
      bytes.skipNumber();
      bytes.next();
    }
    walk();
    var out = new ModuleWriter();
    int copied = start;
    for (var charge : charges) {
      out.copy(module, copied, charge.at);
      write(charge, out);
      copied = charge.at;
    }
    return out.copy(module, copied, end).bytes();
  }

  private void walk() {
    // The charge that pays for an instruction, by the blocks that are open.
    Deque<Charge> open = new ArrayDeque<>();
    open.push(charge(bytes.at(), false));
    while (!bytes.atEnd()) {
      int before = bytes.at();
      int code = bytes.next();
      var paying = open.peek();
      if (paying == null) {
        throw Bytes.invalid("expected the end of a function at %d, found more".formatted(before));
      }
      paying.cost++;
      switch (code) {
        case BLOCK, IF -> {
          bytes.skipNumber();
          open.push(paying);
        }
        case LOOP -> {
          bytes.skipNumber();
          open.push(charge(bytes.at(), false));
        }
        case END -> open.pop();
        case MEMORY_GROW -> {
          paying.cost += GROW_COST;
          bytes.skipNumber();
        }
        case 0xFC -> prefixed(before);
        default -> Immediates.skip(code, bytes);
      }
    }
  }

  private void prefixed(int before) {
    int code = bytes.number();
    switch (code) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> {}
      case 8, 10, 12, 14 -> {
        charge(before, true);
        bytes.skipNumber();
        bytes.skipNumber();
      }
      case 11, 17 -> {
        charge(before, true);
        bytes.skipNumber();
      }
      case 9, 13, 16 -> bytes.skipNumber();
      default -> throw Immediates.unknown(0xFC00 | code);
    }
  }

  private Charge charge(int at, boolean bySize) {
    var charge = new Charge(at, bySize);
    charges.add(charge);
    return charge;
  }

  /** Code that takes the cost from the budget, and traps when there is not enough. */
  private void write(Charge charge, ModuleWriter out) {
    int sizeGlobal = budgetGlobal + 1;
    if (charge.bySize) {
      out.put(0x24).number(sizeGlobal); // global.set: the size, from the stack
    }
    out.put(0x23).number(budgetGlobal); // global.get
    if (charge.bySize) {
      out.put(0x23).number(sizeGlobal);
      out.put(0xAD, 0x42, 3, 0x88); // i64.extend_i32_u, i64.const 3, i64.shr_u
    } else {
      out.put(0x42).signed(charge.cost); // i64.const
    }
    out.put(0x7D, 0x24).number(budgetGlobal); // i64.sub, global.set
    out.put(0x23).number(budgetGlobal);
    out.put(0x42, 0, 0x53, 0x04, 0x40, 0x00, 0x0B); // < 0: if, unreachable, end
    if (charge.bySize) {
      out.put(0x23).number(sizeGlobal);
    }
  }
}
