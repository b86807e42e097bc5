package dev.ferrule.server.workers;

import dev.ferrule.cpython.Interpreter;
import dev.ferrule.cpython.PythonLocation;
import dev.ferrule.rules.declared.WorkerDeclaration;
import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where functions run: in this process when they ask for it and the node allows it, or else by
 * workers. Thread-safe.
 */
public final class FunctionPlaces implements WorkerFunctions.Caller {
  private final WorkerFunctions.Caller workers;
  private final @Nullable InProcess here;

  private FunctionPlaces(WorkerFunctions.Caller workers, @Nullable InProcess here) {
    this.workers = workers;
    this.here = here;
  }

  /**
   * As settings say. Starts Python when it is allowed.
   *
   * @throws dev.ferrule.model.FerruleException when there is no Python that can be loaded
   */
  public static FunctionPlaces of(Settings settings, WorkerFunctions.Caller workers) {
    if (!settings.isOn("functions.in_process")) {
      return new FunctionPlaces(workers, null);
    }
    String library = settings.text("functions.python_library");
    var location =
        PythonLocation.find(
            settings.text("functions.python"), library.isEmpty() ? null : Path.of(library));
    var interpreter = Interpreter.open(location);
    Path own = Path.of(System.getProperty("ferrule.home", "."), "python", "src");
    if (Files.isDirectory(own)) {
      interpreter.addPath(own.toAbsolutePath());
    }
    return new FunctionPlaces(workers, new InProcess(interpreter));
  }

  /** Whether this process runs a function. */
  public boolean runsHere(WorkerFunctions.Versioned function) {
    return here != null
        && function.version() != null
        && function.declaration().runs() == WorkerDeclaration.Runs.IN_PROCESS;
  }

  @Override
  public Body body(WorkerFunctions.Versioned function) {
    return workers.body(function);
  }

  @Override
  public Body body(WorkerFunctions.Versioned function, byte @Nullable [] source) {
    return here != null && source != null && runsHere(function)
        ? here.body(function, source)
        : workers.body(function);
  }
}
