package dev.ferrule.cpython;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a Python is. Immutable.
 *
 * @param library its shared library, as {@code libpython3.11.so.1.0}
 * @param executable its program; a virtual environment's brings the packages of that
 * @param version as {@code 3.11}
 */
public record PythonLocation(Path library, Path executable, String version) {
  private static final int FIND_SECONDS = 20;
  private static final String QUESTION =
      """
      import os, sys, sysconfig
      get = sysconfig.get_config_var
      places = [os.path.join(get(d) or '', get(n) or '') for d in ('LIBDIR', 'LIBPL') for n in ('INSTSONAME', 'LDLIBRARY')]
      shared = [p for p in places if ('.so' in p or p.endswith('.dylib')) and os.path.isfile(p)]
      print(sys.executable)
      print('%d.%d' % sys.version_info[:2])
      print('free-threaded' if get('Py_GIL_DISABLED') else shared[0] if shared else '')
      """;

  /**
   * Asks a Python where it is.
   *
   * @param python the program, by its name or its path
   * @param library the shared library to use in place of the one that belongs to it, or null
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when it has no shared library
   */
  public static PythonLocation find(String python, @Nullable Path library) {
    String[] lines = ask(python).split("\n", -1);
    if (lines.length < 3) {
      throw none(python, "no answer");
    }
    if (lines[2].equals("free-threaded")) {
      throw none(python, "a free-threaded build");
    }
    Path found = library != null ? library : Path.of(lines[2]);
    if (!Files.isRegularFile(found)) {
      throw none(python, library == null ? "none" : "none at " + library);
    }
    return new PythonLocation(found, Path.of(lines[0]), lines[1]);
  }

  private static FerruleException none(String python, String found) {
    return new FerruleException(
        ErrorCode.CONFIG_INVALID,
        ("expected the shared library of %s (functions.python_library), found %s;"
                + " Debian: apt-get install libpython3.11, pyenv: build with --enable-shared")
            .formatted(python, found));
  }

  private static String ask(String python) {
    try {
      var process =
          new ProcessBuilder(python, "-c", QUESTION)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(FIND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw none(python, "no answer within " + FIND_SECONDS + " s");
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw none(python, "no such program");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw none(python, "an interruption");
    }
  }
}
