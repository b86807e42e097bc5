package dev.ferrule.cpython;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The Python of this process: one, as libpython has its state in the process, started once and
 * never ended. Thread-safe; one thread at a time runs Python.
 */
public final class Interpreter {
  /*
   * A process has one libpython and Python cannot be started twice in it, so this is the one place
   * where state is the process's own rather than wired.
   */
  private static final AtomicReference<@Nullable Interpreter> STARTED = new AtomicReference<>();
  private static final Path THREADS = Path.of("/proc/self/task");

  final LibPython python;
  final Values values;
  private final PythonLocation location;
  private final Bootstrap bootstrap;

  /*
   * Python keeps a state for each thread that calls it. Made and dropped with each call it costs
   * microseconds; kept, it would stay after the thread, and the threads that carry virtual ones come
   * and go. So it is kept, with the thread's number, and dropped when a new thread comes by after
   * the old one has ended.
   */
  private final ConcurrentHashMap<String, Long> threads = new ConcurrentHashMap<>();

  private Interpreter(PythonLocation location) {
    this.location = location;
    python = new LibPython(location.library());
    if (python.isInitialized()) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected a process without Python, found one that runs it");
    }
    python.initialize(location.executable().toString());
    values = new Values(python);
    bootstrap = Bootstrap.load(python, values);
    values.useFit(bootstrap.fit());
    python.saveThread();
  }

  /**
   * The Python of this process, started when it was not.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when it cannot be loaded, or
   *     when another one runs
   */
  public static Interpreter open(PythonLocation location) {
    synchronized (STARTED) {
      var started = STARTED.get();
      if (started == null) {
        started = new Interpreter(location);
        STARTED.set(started);
      } else if (!started.location.library().equals(location.library())) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected the Python that runs in this process, %s, found %s"
                .formatted(started.location.library(), location.library()));
      }
      return started;
    }
  }

  /** Which Python it is. */
  public PythonLocation location() {
    return location;
  }

  /** Lets modules be found in a directory too, after all others. */
  public void addPath(Path directory) {
    int gil = enter();
    try {
      raiseAsInvalid(bootstrap.call(bootstrap.path(), directory.toString()), "a path");
    } finally {
      leave(gil);
    }
  }

  /**
   * Runs a source file and what it has marked to run before its functions.
   *
   * @param name unlike that of any other module, as {@code functions_1f2e3d}
   * @param path shown in tracebacks; modules beside it can be imported when it exists
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when it raises
   */
  public PythonModule load(String name, String text, Path path) {
    int gil = enter();
    try {
      raiseAsInvalid(
          bootstrap.call(bootstrap.load(), name, text, path.toString()), path.toString());
      return new PythonModule(this, name, path);
    } finally {
      leave(gil);
    }
  }

  /** A new reference to a function of a module, or 0. The caller has the GIL. */
  long find(String module, String function) {
    return bootstrap.find(module, function);
  }

  /** Forgets a module. The caller has the GIL. */
  void unload(String module) {
    var _ = bootstrap.call(bootstrap.unload(), module);
  }

  /** What was raised. The caller has the GIL, and an error is set. */
  Raised raised(Scratch scratch) {
    return bootstrap.raised(scratch);
  }

  private void raiseAsInvalid(@Nullable Object result, String what) {
    if (result instanceof Raised raised) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected %s to run, found %s: %s\n%s"
              .formatted(what, raised.type(), raised.message(), raised.traceback())
              .stripTrailing());
    }
  }

  /** Takes the GIL, and waits for it without bound; gives what {@link #leave} wants. */
  int enter() {
    if (python.thisThread() == 0) {
      keepThread();
    }
    return python.ensure();
  }

  void leave(int gil) {
    python.release(gil);
  }

  private void keepThread() {
    var _ = python.ensure();
    String number = numberOfThisThread();
    if (number != null) {
      var before = threads.put(number, python.thisThread());
      if (before != null) {
        python.deleteThread(before);
      }
      threads
          .entrySet()
          .removeIf(thread -> {
            boolean ended = Files.notExists(THREADS.resolve(thread.getKey()));
            if (ended) {
              python.deleteThread(thread.getValue());
            }
            return ended;
          });
    }
    python.saveThread();
  }

  /* Null where /proc is not: there states stay. */
  private static @Nullable String numberOfThisThread() {
    try {
      return Objects.toString(
          Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName(), null);
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** How many threads Python keeps a state of, for tests. */
  int keptThreads() {
    return threads.size();
  }

  /**
   * What is written in Python. Confined to who has the GIL.
   *
   * @param find gives a function of a module
   * @param describe makes texts of an exception
   * @param fit makes a value exactly of a type
   * @param path makes modules of a directory found
   */
  private record Bootstrap(
      LibPython python,
      Values values,
      long load,
      long unload,
      long find,
      long describe,
      long fit,
      long path) {
    private static final PythonType TEXTS = PythonType.listOf(PythonType.of(PythonType.Kind.STR));

    static Bootstrap load(LibPython python, Values values) {
      long module = python.runModule("_ferrule_bootstrap", source());
      if (module == 0) {
        throw new IllegalStateException("the bootstrap of Python does not run");
      }
      return new Bootstrap(
          python,
          values,
          python.attribute(module, "load"),
          python.attribute(module, "unload"),
          python.attribute(module, "find"),
          python.attribute(module, "describe"),
          python.attribute(module, "fit"),
          python.attribute(module, "add_path"));
    }

    private static String source() {
      try (var in = Interpreter.class.getResourceAsStream("bootstrap.py")) {
        return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** None, or what was raised. */
    @Nullable Object call(long function, String... texts) {
      long result = invoke(function, texts);
      if (result == 0) {
        try (var scratch = values.scratch()) {
          return raised(scratch);
        }
      }
      python.decRef(result);
      return null;
    }

    long find(String module, String function) {
      long found = invoke(find, module, function);
      if (found == 0) {
        python.clearError();
      } else if (found == python.none) {
        python.decRef(found);
        return 0;
      }
      return found;
    }

    private long invoke(long function, String... texts) {
      try (var scratch = values.scratch()) {
        for (int i = 0; i < texts.length; i++) {
          scratch.set(i, scratch.text(texts[i]));
        }
        return python.call(function, scratch.address(), texts.length);
      }
    }

    Raised raised(Scratch scratch) {
      scratch.clear();
      long[] error = scratch.fetchError();
      for (int i = 0; i < error.length; i++) {
        scratch.set(i, error[i] == 0 ? python.incRef(python.none) : error[i]);
      }
      long described = python.call(describe, scratch.address(), error.length);
      if (described == 0) {
        python.clearError();
        return new Raised("Exception", "it could not be described", "");
      }
      try {
        return values.toJava(described, TEXTS, scratch) instanceof List<?> texts
            ? new Raised(
                String.valueOf(texts.get(0)),
                String.valueOf(texts.get(1)),
                String.valueOf(texts.get(2)))
            : new Raised("Exception", "it could not be described", "");
      } finally {
        python.decRef(described);
      }
    }
  }
}
