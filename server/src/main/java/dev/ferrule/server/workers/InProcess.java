package dev.ferrule.server.workers;

import dev.ferrule.cpython.Interpreter;
import dev.ferrule.cpython.PythonModule;
import dev.ferrule.cpython.PythonType;
import dev.ferrule.cpython.Raised;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Functions that this process runs in its Python. Thread-safe. */
final class InProcess {
  /* A function keeps what it needs when its module is forgotten, so this bounds memory alone. */
  private static final int MOST_MODULES = 16;

  private final Interpreter interpreter;
  private final Map<String, PythonModule> modules =
      new LinkedHashMap<>(MOST_MODULES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PythonModule> eldest) {
          boolean full = size() > MOST_MODULES;
          if (full) {
            eldest.getValue().close();
          }
          return full;
        }
      };

  InProcess(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /**
   * What calls a function.
   *
   * @throws dev.ferrule.model.FerruleException when its source does not run
   */
  Body body(WorkerFunctions.Versioned versioned, byte[] source) {
    var declaration = versioned.declaration();
    var parameters =
        declaration.parameters().stream().map(each -> pythonType(each.type())).toList();
    var function =
        module(versioned, source)
            .function(declaration.name(), parameters, pythonType(declaration.result()));
    return (_, arguments) -> outcome(function.call(plain(arguments)));
  }

  private synchronized PythonModule module(WorkerFunctions.Versioned versioned, byte[] source) {
    String version = Objects.requireNonNull(versioned.version());
    String path = Objects.requireNonNull(versioned.declaration().source());
    return modules.computeIfAbsent(
        version + path,
        _ ->
            interpreter.load(
                "ferrule_functions_%s_%s".formatted(version, path.replaceAll("[^A-Za-z0-9]", "_")),
                new String(source, StandardCharsets.UTF_8),
                Path.of(path)));
  }

  private static @Nullable Object outcome(@Nullable Object value) {
    return value instanceof Raised raised
        ? Failure.traced(raised.type(), raised.message(), raised.traceback())
        : value;
  }

  private static @Nullable Object[] plain(@Nullable Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Entity) {
        @Nullable Object[] plain = arguments.clone();
        for (int j = i; j < plain.length; j++) {
          if (plain[j] instanceof Entity entity) {
            plain[j] = entity.id();
          }
        }
        return plain;
      }
    }
    return arguments;
  }

  /** A type that workers.yaml may have, as Python has it. */
  private static PythonType pythonType(Type type) {
    return switch (type) {
      case Type.ListOf(var item) -> PythonType.listOf(pythonType(item));
      case Type.Union(var members) -> pythonType(members.getFirst()).orNone();
      case Type.Plain plain when plain == Type.INT -> PythonType.of(PythonType.Kind.INT);
      case Type.Plain plain when plain == Type.FLOAT -> PythonType.of(PythonType.Kind.FLOAT);
      case Type.Plain plain when plain == Type.BOOL -> PythonType.of(PythonType.Kind.BOOL);
      case Type.Plain _, Type.EntityOf _, Type.Variable _ -> PythonType.of(PythonType.Kind.STR);
    };
  }
}
