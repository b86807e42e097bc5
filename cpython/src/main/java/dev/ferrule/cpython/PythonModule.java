package dev.ferrule.cpython;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source file that was run. Thread-safe. To be closed, after its functions are no longer called.
 */
public final class PythonModule implements AutoCloseable {
  private final Interpreter interpreter;
  private final String name;
  private final Path path;

  PythonModule(Interpreter interpreter, String name, Path path) {
    this.interpreter = interpreter;
    this.name = name;
    this.path = path;
  }

  /**
   * A function that the source marks with {@code @ferrule.function}.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when it has none of that name
   */
  public PythonFunction function(String function, List<PythonType> parameters, PythonType result) {
    if (parameters.size() > Scratch.MOST_ARGUMENTS) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected at most %d parameters of %s, found %d"
              .formatted(Scratch.MOST_ARGUMENTS, function, parameters.size()));
    }
    int gil = interpreter.enter();
    try {
      long found = interpreter.find(name, function);
      if (found == 0) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected @ferrule.function %s in %s, found none".formatted(function, path));
      }
      return new PythonFunction(interpreter, found, parameters, result);
    } finally {
      interpreter.leave(gil);
    }
  }

  /** Forgets the module. A function that is still called keeps what it needs. */
  @Override
  public void close() {
    int gil = interpreter.enter();
    try {
      interpreter.unload(name);
    } finally {
      interpreter.leave(gil);
    }
  }

  /**
   * A function. Thread-safe; one call runs at a time, and a call that never returns holds up all
   * others of the process.
   */
  public static final class PythonFunction implements AutoCloseable {
    private final Interpreter interpreter;
    private final PythonType[] parameters;
    private final PythonType result;
    private long callable;

    private PythonFunction(
        Interpreter interpreter, long callable, List<PythonType> parameters, PythonType result) {
      this.interpreter = interpreter;
      this.callable = callable;
      this.parameters = parameters.toArray(PythonType[]::new);
      this.result = result;
    }

    /**
     * Calls it.
     *
     * @param arguments one for each parameter: null (None), String, Long, Double, Boolean, or a
     *     list of these
     * @return the value, or {@link Raised}
     */
    public @Nullable Object call(@Nullable Object... arguments) {
      var python = interpreter.python;
      var values = interpreter.values;
      int gil = interpreter.enter();
      try (var scratch = values.scratch()) {
        if (callable == 0) {
          return new Raised("RuntimeError", "the function was closed", "");
        }
        for (int i = 0; i < parameters.length; i++) {
          Object argument = arguments[i];
          long made = values.toPython(argument, parameters[i], scratch);
          if (made == 0) {
            return Raised.wrong(
                "expected %s, found a value that it cannot hold".formatted(parameters[i]));
          }
          scratch.set(i, made);
        }
        long value = python.call(callable, scratch.address(), parameters.length);
        if (value == 0) {
          return interpreter.raised(scratch);
        }
        try {
          return values.toJava(value, result, scratch);
        } finally {
          python.decRef(value);
        }
      } finally {
        interpreter.leave(gil);
      }
    }

    @Override
    public void close() {
      int gil = interpreter.enter();
      try {
        if (callable != 0) {
          interpreter.python.decRef(callable);
          callable = 0;
        }
      } finally {
        interpreter.leave(gil);
      }
    }
  }
}
