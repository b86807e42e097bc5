package dev.ferrule.rules.wasm;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.declared.OwnSignature;
import dev.ferrule.rules.declared.WasmDeclaration;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions that WebAssembly modules of a rule set compute. Thread-safe.
 *
 * <p>A module imports nothing, so it sees its arguments and no more. A call that traps, or goes
 * beyond one of the {@link WasmLimits}, is a Failure, and the next one works. Its instance is
 * thrown away. What a module exports is described in docs/rules/functions-yaml.md.
 */
public final class WasmFunctions implements AutoCloseable {
  private final CallClock clock;
  private final List<Function> functions;

  /** Where the bytes of modules are. */
  @FunctionalInterface
  public interface Modules {
    /** The bytes of the module at a path of the rule set, or null. */
    byte @Nullable [] find(String path);
  }

  private WasmFunctions(CallClock clock, List<Function> functions) {
    this.clock = clock;
    this.functions = List.copyOf(functions);
  }

  /**
   * Compiles each module once.
   *
   * @throws FerruleException with {@link dev.ferrule.model.ErrorCode#CONFIG_INVALID} when a module
   *     is missing, is none, imports something, or lacks an export of the declared type
   */
  public static WasmFunctions open(
      List<WasmDeclaration> declarations, Modules modules, WasmLimits limits) {
    var clock = new CallClock(limits.time());
    try {
      var sandboxes = new HashMap<String, Sandbox>();
      var functions = new ArrayList<Function>();
      for (var declaration : declarations) {
        String path = declaration.module();
        var sandbox = sandboxes.get(path);
        if (sandbox == null) {
          byte[] bytes = modules.find(path);
          if (bytes == null) {
            throw Bytes.invalid(
                "expected module %s of function %s, found no such file"
                    .formatted(path, declaration.name()));
          }
          sandbox = new Sandbox(path, bytes, limits, clock);
          sandboxes.put(path, sandbox);
        }
        functions.add(
            new PlainFunction(
                OwnSignature.of(
                    declaration.name(),
                    declaration.summary(),
                    declaration.parameters(),
                    declaration.result()),
                new WasmFunction(sandbox, declaration)));
      }
      return new WasmFunctions(clock, functions);
    } catch (FerruleException e) {
      clock.close();
      throw e;
    }
  }

  /** One function for each declaration, in order. */
  public List<Function> functions() {
    return functions;
  }

  @Override
  public void close() {
    clock.close();
  }
}
