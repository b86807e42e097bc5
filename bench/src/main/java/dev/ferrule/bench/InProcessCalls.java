package dev.ferrule.bench;

import dev.ferrule.cpython.Interpreter;
import dev.ferrule.cpython.PythonLocation;
import dev.ferrule.cpython.PythonModule.PythonFunction;
import dev.ferrule.cpython.PythonType;
import dev.ferrule.model.FerruleException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** The part of {@link FunctionsBench} inside the process, beside a call of a C function alone. */
final class InProcessCalls {
  private static final int FORKS = 3;
  private static final int CALLS = 1_000_000;
  private static final String SOURCE =
      """
      import ferrule

      @ferrule.function(runs="in_process")
      def Plus(number: int) -> int:
          return number + 1
      """;

  /** What the C library makes of a long, which is a call that does nothing else. */
  @SuppressWarnings("restricted")
  private static final MethodHandle ABSOLUTE =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("labs"),
              FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

  private InProcessCalls() {}

  static void measure(Report report, Main.Setup setup) {
    Interpreter interpreter;
    try {
      interpreter = Interpreter.open(PythonLocation.find("python3", null));
    } catch (FerruleException e) {
      report.row("python, in the process").put("function", "left out: " + e.getMessage());
      return;
    }
    interpreter.addPath(setup.home().resolve("python/src").toAbsolutePath());
    var type = PythonType.of(PythonType.Kind.INT);
    try (var module = interpreter.load("bench_functions", SOURCE, Path.of("functions.py"));
        PythonFunction plus = module.function("Plus", List.of(type), type)) {
      row(
          report,
          "python, in the process",
          number -> plus.call(number) instanceof Long sum ? sum : -1);
    }
    row(report, "a C function alone", InProcessCalls::absolutePlusOne);
  }

  private static void row(Report report, String what, LongUnaryOperator call) {
    var nanos = new double[FORKS];
    time(call);
    for (int fork = 0; fork < FORKS; fork++) {
      nanos[fork] = time(call);
    }
    Arrays.sort(nanos);
    Map<String, Object> row = report.row(what);
    row.put("function", "of one call");
    row.put("ns/call", Report.round(nanos[FORKS / 2]));
    row.put("of forks", Arrays.stream(nanos).mapToObj(Report::round).toList().toString());
  }

  private static double time(LongUnaryOperator call) {
    long started = System.nanoTime();
    for (long i = 0; i < CALLS; i++) {
      if (call.applyAsLong(i) != i + 1) {
        throw new IllegalStateException("expected " + (i + 1));
      }
    }
    return (System.nanoTime() - started) / (double) CALLS;
  }

  private static long absolutePlusOne(long number) {
    try {
      return (long) ABSOLUTE.invokeExact(number) + 1;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
