package dev.ferrule.cpython;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferrule.cpython.PythonModule.PythonFunction;
import dev.ferrule.cpython.PythonType.Kind;
import dev.ferrule.model.FerruleException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static final PythonType INT = PythonType.of(Kind.INT);
  private static final PythonType FLOAT = PythonType.of(Kind.FLOAT);
  private static final PythonType STR = PythonType.of(Kind.STR);
  private static final PythonType BOOL = PythonType.of(Kind.BOOL);

  /* The decorator alone, as the package may not be installed where this runs. */
  private static final String MARK =
      """
      import sys, types
      class Declared:
          def __init__(self, call): self.name, self.call = call.__name__, call
      def function(f):
          f.__ferrule_function__ = Declared(f)
          return f
      """;

  @SuppressWarnings("NullAway.Init")
  private static Interpreter interpreter;

  private static int modules;

  @BeforeAll
  static void start() {
    PythonLocation location;
    try {
      location = PythonLocation.find(System.getProperty("ferrule.python", "python3"), null);
    } catch (FerruleException e) {
      assumeTrue(false, e.getMessage());
      return;
    }
    interpreter = Interpreter.open(location);
  }

  private static PythonModule module(String text) {
    modules++;
    return interpreter.load(
        "functions_" + modules, MARK + text.stripIndent(), Path.of("/rules/functions.py"));
  }

  private static PythonFunction identity(PythonType type) {
    return module("@function\ndef F(x): return x\n").function("F", List.of(type), type);
  }

  @Test
  void valuesOfEachTypeComeBackAsTheyWere() {
    assertEquals(-5L, identity(INT).call(-5L));
    assertEquals(Long.MIN_VALUE, identity(INT).call(Long.MIN_VALUE));
    assertEquals(1.5, identity(FLOAT).call(1.5));
    assertEquals(3.0, identity(FLOAT).call(3L));
    assertEquals(true, identity(BOOL).call(true));
    assertEquals(false, identity(BOOL).call(false));
    assertEquals("grün 🙂\0", identity(STR).call("grün 🙂\0"));
    assertEquals("x".repeat(100_000), identity(STR).call("x".repeat(100_000)));
    assertNull(identity(STR.orNone()).call((Object) null));
    var lists = PythonType.listOf(PythonType.listOf(STR.orNone()));
    var value = List.of(Arrays.asList("a", null), List.of());
    assertEquals(value, identity(lists).call(value));
    assertEquals(List.of(1.0, 2.5), identity(PythonType.listOf(FLOAT)).call(List.of(1L, 2.5)));
  }

  @Test
  void aResultOfAnotherTypeSaysWhichWasExpected() {
    var module =
        module(
            "@function\ndef F(x): return {'s': 'a', 'n': None, 'i': 1, 'big': 1 << 64, 't': (1, 2)}[x]\n");
    assertEquals(
        Raised.wrong("expected int, found str"), module.function("F", List.of(STR), INT).call("s"));
    assertEquals(
        Raised.wrong("expected Optional[str], found int"),
        module.function("F", List.of(STR), STR.orNone()).call("i"));
    assertEquals(
        Raised.wrong("expected float, found None"),
        module.function("F", List.of(STR), FLOAT).call("n"));
    assertEquals(
        Raised.wrong("expected an int of at most 64 bits, found a larger one"),
        module.function("F", List.of(STR), INT).call("big"));
    assertEquals(1.0, module.function("F", List.of(STR), FLOAT).call("i"));
    assertEquals(
        List.of(1L, 2L), module.function("F", List.of(STR), PythonType.listOf(INT)).call("t"));
    assertEquals(
        Raised.wrong("expected int, found tuple"),
        module.function("F", List.of(STR), INT).call("t"));
  }

  @Test
  void whatIsRaisedHasTheFunctionsFrames() {
    var function =
        module(
                """
                def inner(x):
                    raise ValueError('found ' + x)

                @function
                def F(x):
                    if x == 'exit':
                        sys.exit(3)
                    if x == 'deep':
                        return F(x)
                    return inner(x)
                """)
            .function("F", List.of(STR), INT);
    var raised = assertInstanceOf(Raised.class, function.call("fish"));
    assertEquals("ValueError", raised.type());
    assertEquals("found fish", raised.message());
    assertTrue(raised.traceback().contains("raise ValueError('found ' + x)"), raised.traceback());
    assertEquals(2, raised.traceback().split("File \"/rules/functions.py\"", -1).length - 1);
    assertEquals("SystemExit", ((Raised) Nullness.of(function.call("exit"))).type());
    assertEquals("RecursionError", ((Raised) Nullness.of(function.call("deep"))).type());
    assertEquals("found again", ((Raised) Nullness.of(function.call("again"))).message());
  }

  @Test
  void sourcesThatDoNotRunAreRefusedWithTheirTraceback() {
    var thrown = assertThrows(FerruleException.class, () -> module("import nothing_there\n"));
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("No module named 'nothing_there'"),
        thrown.getMessage());
    assertThrows(FerruleException.class, () -> module("def F(:\n"));
    var missing =
        assertThrows(FerruleException.class, () -> module("x = 1\n").function("F", List.of(), INT));
    assertEquals(
        "expected @ferrule.function F in /rules/functions.py, found none", missing.getMessage());
  }

  @Test
  void modulesKnowNothingOfEachOther() {
    String text =
        "count = 0\n@function\ndef F():\n    global count\n    count += 1\n    return count\n";
    var first = module(text).function("F", List.of(), INT);
    var second = module(text).function("F", List.of(), INT);
    first.call();
    assertEquals(2L, first.call());
    assertEquals(1L, second.call());
  }

  @Test
  void aClosedModuleAndFunctionAreForgotten() {
    var module =
        module(
            "@function\ndef F(): return len([m for m in sys.modules if m.startswith('functions_')])\n");
    var function = module.function("F", List.of(), INT);
    long before = (Long) Nullness.of(function.call());
    module("x = 1\n").close();
    assertEquals(before, function.call());
    module.close();
    assertEquals(before - 1, function.call());
    function.close();
    assertInstanceOf(Raised.class, function.call());
  }

  @Test
  void aMillionCallsKeepNoReferenceAndNoMemory() throws Throwable {
    var module =
        module(
            """
            kept = 'a text of some length that stays'
            @function
            def F(a, b, c, d): return [a, kept, None]
            @function
            def References(): return sys.getrefcount(kept) + sys.getrefcount(None) // 1000
            @function
            def Blocks(): return sys.getallocatedblocks()
            @function
            def Raise(a): raise ValueError(a)
            """);
    var list = PythonType.listOf(STR.orNone());
    var function = module.function("F", List.of(STR, FLOAT, list, INT.orNone()), list);
    var raise = module.function("Raise", List.of(STR), INT);
    var references = module.function("References", List.of(), INT);
    var blocks = module.function("Blocks", List.of(), INT);
    List<@Nullable String> items = Arrays.asList("one", null);
    for (int i = 0; i < 100_000; i++) {
      function.call("number " + i, 1.5, items, null);
    }
    for (int i = 0; i < 1_000; i++) {
      raise.call("number " + i);
    }
    long allocated = allocatedBytes();
    long referred = number(references);
    long held = number(blocks);
    for (int i = 0; i < 1_000_000; i++) {
      function.call("number " + i, 1.5, items, null);
    }
    for (int i = 0; i < 20_000; i++) {
      raise.call("number " + i);
    }
    long referredAfter = number(references);
    assertTrue(Math.abs(referredAfter - referred) <= 1, referred + " then " + referredAfter);
    long heldAfter = number(blocks);
    assertTrue(heldAfter - held < 1_000, held + " then " + heldAfter + " blocks of Python's");
    // A byte kept by each call would be 32 MB of malloc's; what the JVM's compilers hold, they give
    // back.
    long grown = allocatedBytes() - allocated;
    for (int i = 0; i < 100 && grown >= 24L << 20; i++) {
      Thread.sleep(100);
      grown = allocatedBytes() - allocated;
    }
    assertTrue(grown < 24L << 20, "grew by " + (grown >> 20) + " MiB");
  }

  private static long number(PythonFunction function) {
    return (Long) Nullness.of(function.call());
  }

  /* What the process has from malloc: neither the heap of Java nor that of Python, which Python counts itself. */
  @SuppressWarnings("restricted") // a call of libc
  private static long allocatedBytes() throws Throwable {
    var linker = Linker.nativeLinker();
    var sizes = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));
    var function = linker.defaultLookup().findOrThrow("mallinfo2");
    try (var arena = Arena.ofConfined()) {
      var call = linker.downcallHandle(function, FunctionDescriptor.of(sizes));
      var info = (MemorySegment) call.invokeExact((SegmentAllocator) arena);
      return info.getAtIndex(ValueLayout.JAVA_LONG, 4) + info.getAtIndex(ValueLayout.JAVA_LONG, 7);
    }
  }

  @Test
  void threadsThatComeAndGoLeaveNothing() throws Exception {
    var function = identity(INT);
    // A thread's end is seen by Java a moment before it is seen by the system.
    for (int i = 0; i < 200 || (interpreter.keptThreads() >= 20 && i < 2_000); i++) {
      long number = i;
      var thread = Thread.ofPlatform().start(() -> assertEquals(number, function.call(number)));
      thread.join();
    }
    assertTrue(interpreter.keptThreads() < 20, "kept " + interpreter.keptThreads());
  }

  @Test
  void callsOfManyThreadsAreEachTheirOwn() throws ExecutionException, InterruptedException {
    var function =
        module("import time\n@function\ndef F(x):\n    time.sleep(0)\n    return x + '!'\n")
            .function("F", List.of(STR), STR);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int t = 0; t < 50; t++) {
        int thread = t;
        all.add(
            threads.submit(() -> {
              for (int i = 0; i < 500; i++) {
                String text = thread + " " + i;
                assertEquals(text + "!", function.call(text));
              }
            }));
      }
      for (var one : all) {
        one.get();
      }
    }
  }

  @Test
  void aTrivialCallTakesLessThanAMicrosecond() {
    var function = identity(INT);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long started = System.nanoTime();
      for (long i = 0; i < 100_000; i++) {
        if (!Long.valueOf(i).equals(function.call(i))) {
          throw new AssertionError();
        }
      }
      best = Math.min(best, (System.nanoTime() - started) / 100_000);
    }
    System.err.println("in-process: " + best + " ns a call");
    assertTrue(best < 1_000, best + " ns");
  }

  private static final class Nullness {
    static Object of(@Nullable Object value) {
      return java.util.Objects.requireNonNull(value);
    }
  }
}
