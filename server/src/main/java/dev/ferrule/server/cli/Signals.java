package dev.ferrule.server.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * What to do when the process is told to stop. {@code sun.misc.Signal} is the JVM's only way to
 * hear of it without ending; it is in the supported module {@code jdk.unsupported}, and reached by
 * reflection, as the compiler warns of it whatever one says.
 */
final class Signals {
  private static final List<String> STOP = List.of("TERM", "INT", "HUP");

  private Signals() {}

  /** Runs {@code stop}, on a thread of the JVM's, in place of the end of the process. */
  static void onStop(Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object stopping =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                stop.run();
                return null;
              });
      for (String name : STOP) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, stopping);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected a JVM with sun.misc.Signal, found none", e);
    }
  }
}
