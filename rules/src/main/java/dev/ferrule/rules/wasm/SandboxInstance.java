package dev.ferrule.rules.wasm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionType;

/** One instance of a module: its memory and its globals. Confined to one call at a time. */
final class SandboxInstance {
  private final Instance instance;
  private final int budgetGlobal;
  private final WasmLimits limits;
  private final int firstPages;
  private final @Nullable ExportFunction reset;
  private final Map<String, ExportFunction> exports = new HashMap<>();

  SandboxInstance(Instance instance, int budgetGlobal, WasmLimits limits) {
    this.instance = instance;
    this.budgetGlobal = budgetGlobal;
    this.limits = limits;
    this.firstPages = pages();
    var section = instance.module().exportSection();
    for (int i = 0; i < section.exportCount(); i++) {
      var export = section.getExport(i);
      if (export.exportType() == ExternalType.FUNCTION) {
        exports.put(export.name(), instance.export(export.name()));
      }
    }
    var type = typeOf("reset");
    this.reset = type != null && type.equals(FunctionType.empty()) ? exports.get("reset") : null;
  }

  private int pages() {
    return instance.memory() == null ? 0 : instance.memory().pages();
  }

  @Nullable FunctionType typeOf(String export) {
    return exports.containsKey(export) ? instance.exportType(export) : null;
  }

  /** Gives the call its budget, and the module the chance to forget the one before. */
  void begin() {
    instance.global(budgetGlobal).setValue(limits.instructions());
    if (reset != null) {
      reset.apply();
    }
  }

  /** Whether the budget is used up. */
  boolean isSpent() {
    return instance.global(budgetGlobal).getValue() < 0;
  }

  /** Whether calls have left so much in the memory that the next should begin anew. */
  boolean isFull() {
    int pages = pages();
    return pages > firstPages && pages > limits.memoryPages() / 2;
  }

  long call(String export, long... arguments) {
    return java.util.Objects.requireNonNull(exports.get(export)).apply(arguments)[0];
  }

  /** Puts bytes where the module says, and returns where. */
  int put(byte[] bytes) {
    if (bytes.length == 0) {
      return 0;
    }
    if (bytes.length > (long) limits.memoryPages() * Memory.PAGE_SIZE) {
      throw new TrapException("an argument of %d bytes, beyond the memory".formatted(bytes.length));
    }
    long pointer = Integer.toUnsignedLong((int) call("alloc", bytes.length));
    checkRange(pointer, bytes.length, "alloc");
    instance.memory().write((int) pointer, bytes);
    return (int) pointer;
  }

  /** The text at a place: its start in the upper half, its bytes in the lower. */
  String text(long place) {
    long start = place >>> 32;
    long size = place & 0xFFFF_FFFFL;
    checkRange(start, size, "the result");
    if (size == 0) {
      return "";
    }
    try {
      var bytes = ByteBuffer.wrap(instance.memory().readBytes((int) start, (int) size));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new TrapException("a result that is not UTF-8");
    }
  }

  private void checkRange(long start, long size, String what) {
    long end = (long) pages() * Memory.PAGE_SIZE;
    if (start + size > end) {
      throw new TrapException(
          "bytes %d to %d from %s in a memory of %d".formatted(start, start + size, what, end));
    }
  }
}
