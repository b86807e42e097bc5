package dev.ferrule.rules.wasm;

import java.util.ArrayList;
import java.util.List;

/**
 * A module with a budget built in: it traps when it has run more instructions than it was given.
 *
 * @param bytes the module
 * @param budgetGlobal the global that holds what is left; negative once it is spent
 */
record Metering(byte[] bytes, int budgetGlobal) {
  /*
   * Two globals are added after those of the module, so that no index moves: the budget (i64) and a
   * place to keep a size (i32). Code is charged where control can come back to it: at the start of a
   * function for what stands outside of its loops, and at the head of each loop for what stands in
   * it and not in a loop within. Every instruction that runs has then been paid for, at most once
   * too often where a branch was not taken. An instruction whose work grows with its operand (fill,
   * copy, init) pays for that too. Compiled code thus stays compiled, and ends at the same
   * instruction on every machine.
   */
  private static final int IMPORTS = 2;
  private static final int TABLES = 4;
  private static final int GLOBALS = 6;
  private static final int CODE = 10;
  private static final int TAGS = 13;
  private static final int MOST_TABLE_ENTRIES = 100_000;

  /** Sections in the order that the format wants, which is not that of their numbers. */
  private static final List<Integer> ORDER = List.of(1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11);

  private record Section(int id, int start, int end) {}

  static Metering of(byte[] module, long budget) {
    if (module.length < 8 || module[0] != 0 || module[1] != 'a' || module[2] != 's') {
      throw Bytes.invalid("expected a WebAssembly module, found other bytes");
    }
    var sections = sections(module);
    int globals = 0;
    for (var section : sections) {
      if (section.id == GLOBALS) {
        globals = new Bytes(module, section.start, section.end).number();
      }
    }
    var out = new ModuleWriter().copy(module, 0, 8);
    boolean hasGlobals = false;
    for (var section : sections) {
      if (!hasGlobals && ORDER.indexOf(section.id) >= ORDER.indexOf(GLOBALS)) {
        hasGlobals = true;
        out.put(GLOBALS).sized(globals(module, section, globals, budget));
        if (section.id == GLOBALS) {
          continue;
        }
      }
      if (section.id == CODE) {
        out.put(CODE).sized(code(module, section, globals));
      } else {
        check(module, section);
        int size = section.end - section.start;
        out.put(section.id).number(size).copy(module, section.start, section.end);
      }
    }
    return new Metering(out.bytes(), globals);
  }

  private static List<Section> sections(byte[] module) {
    var sections = new ArrayList<Section>();
    var bytes = new Bytes(module, 8, module.length);
    while (!bytes.atEnd()) {
      int id = bytes.next();
      int size = bytes.number();
      int start = bytes.at();
      bytes.skip(size);
      if (id == 0) {
        continue; // Names and notes do nothing.
      }
      if (!ORDER.contains(id) || id == TAGS) {
        throw Bytes.invalid(
            "expected a section of WebAssembly 2.0, found section %d".formatted(id));
      }
      sections.add(new Section(id, start, bytes.at()));
    }
    return sections;
  }

  private static void check(byte[] module, Section section) {
    var bytes = new Bytes(module, section.start, section.end);
    if (section.id == IMPORTS && bytes.number() > 0) {
      throw Bytes.invalid("expected a module without imports, found some");
    }
    if (section.id == TABLES) {
      for (int i = bytes.number(); i > 0; i--) {
        bytes.next();
        int limits = bytes.next();
        int entries = bytes.number();
        if (entries > MOST_TABLE_ENTRIES) {
          throw Bytes.invalid(
              "expected at most %d entries in a table, found %d"
                  .formatted(MOST_TABLE_ENTRIES, entries));
        }
        if ((limits & 1) != 0) {
          bytes.skipNumber();
        }
      }
    }
  }

  private static byte[] globals(byte[] module, Section section, int count, long budget) {
    var out = new ModuleWriter().number(count + 2L);
    if (section.id == GLOBALS) {
      var bytes = new Bytes(module, section.start, section.end);
      bytes.skipNumber();
      out.copy(module, bytes.at(), section.end);
    }
    out.put(0x7E, 1, 0x42).signed(budget).put(0x0B);
    return out.put(0x7F, 1, 0x41, 0, 0x0B).bytes();
  }

  private static byte[] code(byte[] module, Section section, int budgetGlobal) {
    var bytes = new Bytes(module, section.start, section.end);
    int functions = bytes.number();
    var out = new ModuleWriter().number(functions);
    for (int i = 0; i < functions; i++) {
      int size = bytes.number();
      int start = bytes.at();
      bytes.skip(size);
      out.sized(new MeteredBody(module, start, bytes.at(), budgetGlobal).bytes());
    }
    return out.bytes();
  }
}
