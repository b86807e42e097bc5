package dev.ferrule.rules.wasm;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.values.Failure;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;

/** One module, compiled, with instances that wait for calls. Thread-safe. */
final class Sandbox {
  static final int MOST_MODULE_BYTES = 8 << 20;

  private final String path;
  private final WasmLimits limits;
  private final CallClock clock;
  private final WasmModule module;
  private final Function<Instance, Machine> machines;
  private final int budgetGlobal;
  private final MemoryLimits memory;
  private final Semaphore permits;
  private final ConcurrentLinkedQueue<SandboxInstance> idle = new ConcurrentLinkedQueue<>();

  Sandbox(String path, byte[] bytes, WasmLimits limits, CallClock clock) {
    this.path = path;
    this.limits = limits;
    this.clock = clock;
    this.permits = new Semaphore(limits.instances());
    if (bytes.length > MOST_MODULE_BYTES) {
      throw refuse("expected at most %d bytes, found more".formatted(MOST_MODULE_BYTES), null);
    }
    try {
      var metered = Metering.of(bytes, limits.instructions());
      budgetGlobal = metered.budgetGlobal();
      module = Parser.parse(metered.bytes());
      memory = memoryOf(module);
      machines =
          MachineFactoryCompiler.builder(module)
              .withInterpreterFallback(InterpreterFallback.SILENT)
              .compile();
    } catch (FerruleException e) {
      throw refuse(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | AssertionError e) {
      // The reader asserts what a module must be, where assertions are on.
      throw refuse("expected WebAssembly, found: " + e.getMessage(), e);
    }
    try (var _ = clock.start()) {
      idle.add(newInstance());
    } catch (WasmEngineException | StackOverflowError e) {
      throw refuse("expected a module that starts, found: " + e.getMessage(), e);
    }
  }

  private MemoryLimits memoryOf(WasmModule parsed) {
    var section = parsed.memorySection();
    if (section.isEmpty() || section.get().memoryCount() != 1) {
      return new MemoryLimits(0, 0);
    }
    var declared = section.get().getMemory(0).limits();
    if (declared.initialPages() > limits.memoryPages()) {
      throw Bytes.invalid(
          "expected at most %d pages of memory, found %d"
              .formatted(limits.memoryPages(), declared.initialPages()));
    }
    return new MemoryLimits(
        declared.initialPages(), Math.min(declared.maximumPages(), limits.memoryPages()));
  }

  private FerruleException refuse(String message, @Nullable Throwable cause) {
    return new FerruleException(
        ErrorCode.CONFIG_INVALID, "module %s: %s".formatted(path, message), cause);
  }

  private SandboxInstance newInstance() {
    var instance =
        Instance.builder(module).withMachineFactory(machines).withMemoryLimits(memory).build();
    return new SandboxInstance(instance, budgetGlobal, limits);
  }

  /** Refuses a module that does not export a function of this type. */
  void require(String export, FunctionType wanted) {
    var found = typeOf(export);
    if (found == null) {
      throw refuse("expected export `%s`, found none".formatted(export), null);
    }
    if (!found.equals(wanted)) {
      throw refuse(
          "expected export `%s` of type %s, found %s".formatted(export, wanted, found), null);
    }
  }

  void requireMemory() {
    if (module.memorySection().isEmpty()) {
      throw refuse("expected a memory for texts, found none", null);
    }
  }

  @Nullable FunctionType typeOf(String export) {
    var instance = java.util.Objects.requireNonNull(idle.peek());
    return instance.typeOf(export);
  }

  /** What one call does with an instance. */
  interface Use {
    @Nullable Object with(SandboxInstance instance);
  }

  /** Runs a call; whatever the module does, this returns, with a Failure if need be. */
  @Nullable Object run(Use use) {
    boolean entered = false;
    try {
      entered = permits.tryAcquire(limits.time().toNanos(), TimeUnit.NANOSECONDS);
      return entered ? enter(use) : Failure.unexpected("TimeoutError", busy());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Failure.unexpected("TimeoutError", "expected a result, found an interrupt");
    } finally {
      if (entered) {
        permits.release();
      }
    }
  }

  private String busy() {
    return "expected a free instance of module %s within %d ms, found %d calls under way"
        .formatted(path, limits.time().toMillis(), limits.instances());
  }

  private @Nullable Object enter(Use use) {
    var kept = idle.poll();
    try (var call = clock.start()) {
      if (kept != null) {
        try {
          return finish(kept, use.with(kept));
        } catch (WasmEngineException | StackOverflowError e) {
          if (call.ended() || kept.isSpent()) {
            return failure(call, kept, e);
          }
          // What earlier calls left behind may be to blame: once more, as if there had been none.
        }
      }
      SandboxInstance fresh = null;
      try {
        fresh = newInstance();
        return finish(fresh, use.with(fresh));
      } catch (WasmEngineException | StackOverflowError e) {
        return failure(call, fresh, e);
      }
    }
  }

  private @Nullable Object finish(SandboxInstance instance, @Nullable Object result) {
    if (!instance.isFull()) {
      idle.add(instance);
    }
    return result;
  }

  private Failure failure(CallClock.Call call, @Nullable SandboxInstance instance, Throwable e) {
    if (instance != null && instance.isSpent()) {
      return Failure.unexpected(
          "TimeoutError",
          "expected at most %d instructions in module %s, found more"
              .formatted(limits.instructions(), path));
    }
    if (call.ended()) {
      return Failure.unexpected(
          "TimeoutError",
          "expected module %s to end within %d ms, found it running"
              .formatted(path, limits.time().toMillis()));
    }
    return Failure.unexpected(
        "RuntimeError",
        "expected a result of module %s, found: %s".formatted(path, e.getMessage()));
  }
}
