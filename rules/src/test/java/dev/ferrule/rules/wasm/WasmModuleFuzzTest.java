package dev.ferrule.rules.wasm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.declared.DeclaredFunctions;
import dev.ferrule.rules.functions.additions.TestCall;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WasmModuleFuzzTest {
  private static final WasmLimits LIMITS = new WasmLimits(100_000, 4, Duration.ofMillis(500), 1);

  @Test
  void aDamagedModuleIsRefusedOrRunsWithinItsLimits() {
    long seed = Long.getLong("ferrule.seed", new Random().nextLong());
    var random = new Random(seed);
    byte[] whole =
        TestModule.create()
            .memory(1, -1)
            .counter()
            .alloc()
            .function(
                "F", "ii", "l", 1, 0x03, 0x40, 0x20, 2, 0x41, 1, 0x6A, 0x22, 2, 0x20, 1, 0x48, 0x0D,
                0, 0x0B, 0x20, 2, 0xAC)
            .bytes();
    var declared =
        DeclaredFunctions.parse("wasm: {F: {module: f, parameters: {s: str}, result: int}}").wasm();
    int ran = 0;
    for (int round = 0; round < 1_000; round++) {
      byte[] damaged = whole.clone();
      if (round % 2 == 0) {
        // In the code, where a small change may still make sense.
        damaged[damaged.length - 1 - random.nextInt(30)] = (byte) random.nextInt(0x80);
      } else {
        for (int i = random.nextInt(3); i >= 0; i--) {
          damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt(256);
        }
      }
      try (var open = WasmFunctions.open(declared, _ -> damaged, LIMITS)) {
        TestCall.of(open.functions().getFirst()).with("s", "text").value();
        ran++;
      } catch (FerruleException e) {
        // Refused, which is the other right answer.
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed=" + seed + " round=" + round, e);
      }
    }
    assertTrue(ran > 0, "seed=" + seed);
  }
}
