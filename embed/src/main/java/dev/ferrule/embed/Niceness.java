package dev.ferrule.embed;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * Lets a thread give way to others when all processors are busy: a model computes for milliseconds
 * on end, and whoever waits to serve a request, or Java itself for a safepoint, would wait as long.
 * See {@code setpriority(2)}. Stateless.
 */
@SuppressWarnings("restricted") // calls the C library
final class Niceness {
  /* A third of the share of a thread at 0, by the scheduler's weights. */
  private static final int NICE = 5;
  private static final int PRIO_PROCESS = 0;

  /* To Linux a thread is a process, and 0 is who calls. */
  private static final int CALLER = 0;

  private Niceness() {}

  /** Makes the calling platform thread nicer, on Linux; it stays so. */
  static void raise() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return;
    }
    try {
      var linker = Linker.nativeLinker();
      var integer = ValueLayout.JAVA_INT;
      int failed =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("setpriority"),
                      FunctionDescriptor.of(integer, integer, integer, integer))
                  .invokeExact(PRIO_PROCESS, CALLER, NICE);
      assert failed == 0 : "anybody may be nicer";
    } catch (Throwable e) {
      throw new IllegalStateException("every Linux has setpriority", e);
    }
  }
}
