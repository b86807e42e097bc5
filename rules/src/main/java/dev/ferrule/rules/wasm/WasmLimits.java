package dev.ferrule.rules.wasm;

import java.time.Duration;

/**
 * What one call may use.
 *
 * @param instructions the budget of WebAssembly instructions, by which a call ends at the same
 *     place on every machine
 * @param memoryPages the most memory of an instance in pages of 64 KiB
 * @param time how long a call may run, whatever its budget; it is ended at most twice as late
 * @param instances how many calls of one module run at a time; more wait, for as long as one may
 *     run
 */
public record WasmLimits(long instructions, int memoryPages, Duration time, int instances) {
  /** 20 million instructions, 16 MiB, a tenth of a second, two instances for each processor. */
  public static final WasmLimits DEFAULT =
      new WasmLimits(
          20_000_000, 256, Duration.ofMillis(100), 2 * Runtime.getRuntime().availableProcessors());

  public WasmLimits {
    if (instructions < 1 || memoryPages < 1 || !time.isPositive() || instances < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: instructions=%d memoryPages=%d time=%s instances=%d"
              .formatted(instructions, memoryPages, time, instances));
    }
  }
}
