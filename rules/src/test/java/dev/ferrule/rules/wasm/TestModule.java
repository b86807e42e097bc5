package dev.ferrule.rules.wasm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles a WebAssembly module. Types are letters: {@code i} for i32, {@code l} for i64, {@code
 * d} for f64.
 */
final class TestModule {
  private record Made(String name, String parameters, String results, byte[] body) {}

  private final List<Made> functions = new ArrayList<>();
  private int pages = -1;
  private int mostPages = -1;
  private boolean imports;
  private boolean counts;
  private int start = -1;
  private int tableEntries = -1;

  static TestModule create() {
    return new TestModule();
  }

  TestModule memory(int first, int most) {
    pages = first;
    mostPages = most;
    return this;
  }

  /** An import, which no module may have. */
  TestModule importing() {
    imports = true;
    return this;
  }

  /** A mutable i32 at 0, from 1024: where the next bytes are free. */
  TestModule counter() {
    counts = true;
    return this;
  }

  TestModule table(int entries) {
    tableEntries = entries;
    return this;
  }

  /** A function with i32 locals. */
  TestModule function(String name, String parameters, String results, int locals, int... code) {
    var body = new ModuleWriter();
    if (locals > 0) {
      body.number(1).number(locals).put(0x7F);
    } else {
      body.number(0);
    }
    functions.add(new Made(name, parameters, results, body.put(code).put(0x0B).bytes()));
    return this;
  }

  TestModule startsWith(int function) {
    start = function;
    return this;
  }

  /** {@code alloc}, which moves the counter. */
  TestModule alloc() {
    return function("alloc", "i", "i", 0, 0x23, 0, 0x23, 0, 0x20, 0, 0x6A, 0x24, 0);
  }

  byte[] bytes() {
    var out = new ModuleWriter().put(0, 'a', 's', 'm', 1, 0, 0, 0);
    var types = new ModuleWriter().number(functions.size());
    var indexes = new ModuleWriter().number(functions.size());
    var exports = new ModuleWriter().number(functions.size());
    var code = new ModuleWriter().number(functions.size());
    for (int i = 0; i < functions.size(); i++) {
      var made = functions.get(i);
      types.put(0x60);
      values(types, made.parameters);
      values(types, made.results);
      indexes.number(i);
      exports.sized(made.name.getBytes(StandardCharsets.UTF_8)).put(0).number(i);
      code.sized(made.body);
    }
    out.put(1).sized(types.bytes());
    if (imports) {
      var name = new byte[] {'a'};
      out.put(2).sized(new ModuleWriter().number(1).sized(name).sized(name).put(0, 0).bytes());
    }
    out.put(3).sized(indexes.bytes());
    if (tableEntries >= 0) {
      out.put(4).sized(new ModuleWriter().number(1).put(0x70, 0).number(tableEntries).bytes());
    }
    if (pages >= 0) {
      var memory = new ModuleWriter().number(1).put(mostPages < 0 ? 0 : 1).number(pages);
      out.put(5).sized((mostPages < 0 ? memory : memory.number(mostPages)).bytes());
    }
    if (counts) {
      out.put(6).sized(new byte[] {1, 0x7F, 1, 0x41, (byte) 0x80, 8, 0x0B});
    }
    out.put(7).sized(exports.bytes());
    if (start >= 0) {
      out.put(8).sized(new ModuleWriter().number(start).bytes());
    }
    return out.put(10).sized(code.bytes()).bytes();
  }

  private static void values(ModuleWriter out, String letters) {
    out.number(letters.length());
    letters.chars().forEach(c -> out.put(c == 'i' ? 0x7F : c == 'l' ? 0x7E : 0x7C));
  }
}
