package dev.ferrule.rules.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.declared.DeclaredFunctions;
import dev.ferrule.rules.functions.additions.TestCall;
import dev.ferrule.rules.values.Failure;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WasmFunctionsTest {
  private static final WasmLimits LIMITS = new WasmLimits(1_000_000, 16, Duration.ofSeconds(5), 2);

  /** Loops for ever. */
  private static final int[] FOREVER = {0x03, 0x40, 0x0C, 0, 0x0B};

  private @Nullable WasmFunctions open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  private TestCall call(TestModule module, String declaration) {
    return call(module, declaration, LIMITS);
  }

  private TestCall call(TestModule module, String declaration, WasmLimits limits) {
    close();
    var declared =
        DeclaredFunctions.parse("wasm: {F: {module: f.wasm, export: f, " + declaration + "}}");
    open = WasmFunctions.open(declared.wasm(), _ -> module.bytes(), limits);
    return TestCall.of(open.functions().getFirst());
  }

  private static TestModule texts() {
    return TestModule.create().memory(1, -1).counter().alloc();
  }

  private static Failure failure(@Nullable Object value) {
    return assertInstanceOf(Failure.class, value);
  }

  private static String message(@Nullable Object value) {
    return failure(value).message();
  }

  @Test
  void numbersArePassedByValue() {
    var add = TestModule.create().function("f", "ll", "l", 0, 0x20, 0, 0x20, 1, 0x7C);
    var call = call(add, "parameters: {a: int, b: int}, result: int");
    assertEquals(5L, call.with("a", 2L).with("b", 3L).value());
    assertEquals(Long.MIN_VALUE, call.with("a", Long.MAX_VALUE).with("b", 1L).value());
    assertEquals("OverflowError", failure(call.with("b", BigInteger.TWO.pow(70)).value()).error());
    var half = TestModule.create().function("f", "d", "d", 0, 0x20, 0, 0x20, 0, 0xA0);
    assertEquals(3.0, call(half, "parameters: {a: float}, result: float").with("a", 1.5).value());
    assertEquals(4.0, call(half, "parameters: {a: float}, result: float").with("a", 2L).value());
    var not = TestModule.create().function("f", "i", "i", 0, 0x20, 0, 0x45);
    assertEquals(false, call(not, "parameters: {a: bool}, result: bool").with("a", true).value());
  }

  @Test
  void textsGoInAndOutAsUtf8() {
    // Returns the argument: its place << 32 | its size.
    var echo =
        texts().function("f", "ii", "l", 0, 0x20, 0, 0xAD, 0x42, 32, 0x86, 0x20, 1, 0xAD, 0x84);
    var call = call(echo, "parameters: {s: str}, result: str");
    assertEquals("grüße 😀", call.with("s", "grüße 😀").value());
    assertEquals("", call.with("s", "").value());
    assertEquals(
        "\2\0\0\0\1\0\0\0a\2\0\0\0ä",
        call(echo, "parameters: {s: 'list[str]'}, result: str")
            .with("s", List.of("a", "ä"))
            .value());
    var size = texts().function("f", "ii", "l", 0, 0x20, 1, 0xAD);
    assertEquals(3L, call(size, "parameters: {s: str}, result: int").with("s", "añ").value());
  }

  @Test
  void aTrapIsAFailureAndTheNextCallWorks() {
    // 100 / a
    var divide = TestModule.create().function("f", "l", "l", 0, 0x42, 0xE4, 0, 0x20, 0, 0x7F);
    var call = call(divide, "parameters: {a: int}, result: int");
    for (int i = 0; i < 5; i++) {
      assertEquals("RuntimeError", failure(call.with("a", 0L).value()).error());
      assertEquals(20L, call.with("a", 5L).value());
    }
    var trap = TestModule.create().function("f", "", "l", 0, 0x00);
    assertTrue(
        message(call(trap, "result: int").value())
            .startsWith("expected a result of module f.wasm, found: "));
  }

  @Test
  void anEndlessLoopEndsByItsBudget() {
    var loop =
        TestModule.create()
            .function(
                "f", "i", "l", 0, 0x20, 0, 0x04, 0x40, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B, 0x42, 7);
    var call = call(loop, "parameters: {a: bool}, result: int");
    for (int i = 0; i < 3; i++) {
      var failed = failure(call.with("a", true).value());
      assertEquals("TimeoutError", failed.error());
      assertEquals(
          "expected at most 1000000 instructions in module f.wasm, found more", failed.message());
      assertEquals(7L, call.with("a", false).value());
    }
  }

  @Test
  void anEndlessLoopEndsByTimeWhateverItsBudget() {
    var loop =
        TestModule.create()
            .function(
                "f", "i", "l", 0, 0x20, 0, 0x04, 0x40, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B, 0x42, 7);
    var limits = new WasmLimits(1L << 60, 16, Duration.ofMillis(50), 1);
    var call = call(loop, "parameters: {a: bool}, result: int", limits);
    long start = System.nanoTime();
    assertEquals(
        "expected module f.wasm to end within 50 ms, found it running",
        message(call.with("a", true).value()));
    assertTrue(System.nanoTime() - start < 5_000_000_000L);
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(7L, call.with("a", false).value());
  }

  @Test
  void endlessRecursionIsAFailure() {
    var self = TestModule.create().function("f", "l", "l", 0, 0x20, 0, 0x10, 0);
    var call =
        call(
            self,
            "parameters: {a: int}, result: int",
            new WasmLimits(1L << 60, 16, Duration.ofSeconds(5), 1));
    assertEquals("RuntimeError", failure(call.with("a", 1L).value()).error());
    assertEquals("RuntimeError", failure(call.with("a", 1L).value()).error());
  }

  @Test
  void memoryGrowsToItsLimitAndNoFurther() {
    // Grows by a page, a times; the result of the last time.
    var grow =
        TestModule.create().memory(1, -1).function("f", "l", "l", 0, 0x20, 0, 0xA7, 0x40, 0, 0xAC);
    var call = call(grow, "parameters: {a: int}, result: int");
    assertEquals(1L, call.with("a", 15L).value());
    assertEquals(1L, call.with("a", 15L).value(), "a full instance is not used again");
    assertEquals(-1L, call.with("a", 16L).value());
    assertEquals(-1L, call.with("a", 60_000L).value());
    var unbounded =
        TestModule.create()
            .memory(1, -1)
            .function("f", "", "l", 0, 0x03, 0x40, 0x41, 1, 0x40, 0, 0x1A, 0x0C, 0, 0x0B, 0x42, 0);
    assertEquals("TimeoutError", failure(call(unbounded, "result: int").value()).error());
  }

  @Test
  void aLargeFillPaysForItsSize() {
    // memory.fill(0, 1, 1 MiB) for ever
    var fill =
        TestModule.create()
            .memory(16, -1)
            .function(
                "f", "", "l", 0, 0x03, 0x40, 0x41, 0, 0x41, 1, 0x41, 0x80, 0x80, 0xC0, 0, 0xFC, 11,
                0, 0x0C, 0, 0x0B, 0x42, 0);
    long start = System.nanoTime();
    assertEquals("TimeoutError", failure(call(fill, "result: int").value()).error());
    assertTrue(System.nanoTime() - start < 3_000_000_000L);
  }

  @Test
  void aBadPlaceIsAFailure() {
    var beyond = texts().function("f", "ii", "l", 0, 0x42, 0x7F);
    var call = call(beyond, "parameters: {s: str}, result: str");
    assertEquals(
        "expected a result of module f.wasm, found: bytes 4294967295 to 8589934590 from the result"
            + " in a memory of 65536",
        message(call.with("s", "a").value()));
    var alloc =
        TestModule.create()
            .memory(1, -1)
            .function("alloc", "i", "i", 0, 0x41, 0x7F)
            .function("f", "ii", "l", 0, 0x42, 0);
    assertTrue(
        message(call(alloc, "parameters: {s: str}, result: int").with("s", "a").value())
            .contains("from alloc"));
    var load = TestModule.create().memory(1, -1).function("f", "", "i", 0, 0x41, 0x7F, 0x28, 2, 0);
    assertEquals("RuntimeError", failure(call(load, "result: bool").value()).error());
    var noText = texts().function("f", "", "l", 0, 0x41, 0, 0x41, 0xFF, 1, 0x3A, 0, 0, 0x42, 1);
    assertEquals(
        "expected a result of module f.wasm, found: a result that is not UTF-8",
        message(call(noText, "result: str").value()));
  }

  @Test
  void whatEarlierCallsLeftIsForgottenBeforeItMatters() {
    // alloc never frees: a hundred calls of 60,000 bytes need more than one instance holds.
    var size = texts().function("f", "ii", "l", 0, 0x20, 1, 0xAD);
    var call = call(size, "parameters: {s: str}, result: int").with("s", "x".repeat(60_000));
    for (int i = 0; i < 100; i++) {
      assertEquals(60_000L, call.value());
    }
    assertTrue(message(call.with("s", "x".repeat(2 << 20)).value()).contains("beyond the memory"));
  }

  @Test
  void resetRunsBeforeEachCall() {
    // f adds one to the counter and returns it; reset sets it to 5.
    var module =
        TestModule.create()
            .counter()
            .function("reset", "", "", 0, 0x41, 5, 0x24, 0)
            .function("f", "", "l", 0, 0x23, 0, 0x41, 1, 0x6A, 0x24, 0, 0x23, 0, 0xAC);
    var call = call(module, "result: int");
    assertEquals(6L, call.value());
    assertEquals(6L, call.value());
  }

  @Test
  void modulesThatCannotBeTrustedAreRefused() {
    assertRefused(TestModule.create().importing().function("f", "", "l", 0, 0x42, 0), "imports");
    assertRefused(
        TestModule.create().memory(17, -1).function("f", "", "l", 0, 0x42, 0), "16 pages");
    assertRefused(TestModule.create().table(1 << 30).function("f", "", "l", 0, 0x42, 0), "table");
    assertRefused(TestModule.create().function("f", "", "i", 0, 0x41, 0), "of type");
    assertRefused(TestModule.create().function("g", "", "l", 0, 0x42, 0), "found none");
    assertRefused(TestModule.create().function("f", "", "l", 0, 0xFD, 0), "without vectors");
    assertRefused(
        TestModule.create()
            .function("f", "", "l", 0, 0x42, 0)
            .function("s", "", "", 0, FOREVER)
            .startsWith(1),
        "starts");
    assertRefused(TestModule.create().function("f", "", "l", 0), "expected WebAssembly, found");
    var declared = DeclaredFunctions.parse("wasm: {F: {module: f.wasm, result: int}}").wasm();
    assertThrows(FerruleException.class, () -> WasmFunctions.open(declared, _ -> null, LIMITS));
    assertThrows(
        FerruleException.class,
        () -> WasmFunctions.open(declared, _ -> new byte[] {1, 2, 3}, LIMITS));
    byte[] whole = TestModule.create().function("F", "", "l", 0, 0x42, 0).bytes();
    for (int length = 8; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThrows(
          FerruleException.class, () -> WasmFunctions.open(declared, _ -> cut, LIMITS).close());
    }
  }

  private void assertRefused(TestModule module, String why) {
    var thrown = assertThrows(FerruleException.class, () -> call(module, "result: int"));
    assertTrue(String.valueOf(thrown.getMessage()).contains(why), thrown.getMessage());
  }

  @Test
  void threadsShareAModuleWithoutMixingTheirTexts() throws InterruptedException {
    var echo =
        texts().function("f", "ii", "l", 0, 0x20, 0, 0xAD, 0x42, 32, 0x86, 0x20, 1, 0xAD, 0x84);
    call(echo, "parameters: {s: str}, result: str");
    var function = java.util.Objects.requireNonNull(open).functions().getFirst();
    var wrong = new AtomicInteger();
    var threads = new Thread[8];
    for (int t = 0; t < threads.length; t++) {
      String text = "text of thread " + t;
      threads[t] =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 500; i++) {
                  if (!text.equals(TestCall.of(function).with("s", text).value())) {
                    wrong.incrementAndGet();
                  }
                }
              });
    }
    for (var thread : threads) {
      thread.join();
    }
    assertEquals(0, wrong.get());
  }
}
