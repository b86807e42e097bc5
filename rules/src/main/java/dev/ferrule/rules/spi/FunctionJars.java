package dev.ferrule.rules.spi;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionTable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The functions of every {@link FunctionProvider} on the class path and in the jars of a directory.
 * Thread-safe; the jars stay open until it is closed, after which their functions must not run.
 */
public final class FunctionJars implements AutoCloseable {
  private final @Nullable URLClassLoader loader;
  private final List<Function> functions;

  private FunctionJars(@Nullable URLClassLoader loader, List<Function> functions) {
    this.loader = loader;
    this.functions = List.copyOf(functions);
  }

  /**
   * Loads the jars of a directory, in the order of their names.
   *
   * @param directory where the jars are, or null for the class path alone
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when the directory or a provider
   *     is none
   */
  public static FunctionJars open(@Nullable Path directory) {
    URLClassLoader loader = null;
    try {
      var parent = FunctionProvider.class.getClassLoader();
      loader =
          directory == null
              ? null
              : new URLClassLoader("functions", jars(directory).toArray(URL[]::new), parent);
      var functions = new ArrayList<Function>();
      var providers = ServiceLoader.load(FunctionProvider.class, loader == null ? parent : loader);
      for (var provider : providers) {
        functions.addAll(functionsOf(provider));
      }
      return new FunctionJars(loader, functions);
    } catch (ServiceConfigurationError | LinkageError e) {
      close(loader);
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a provider of functions, found: " + e.getMessage(),
          e);
    } catch (FerruleException e) {
      close(loader);
      throw e;
    }
  }

  private static List<Function> functionsOf(FunctionProvider provider) {
    try {
      var functions = List.copyOf(provider.functions());
      functions.forEach(function -> checkName(function.signature().name()));
      return functions;
    } catch (FerruleException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected functions from %s, found: %s".formatted(provider.getClass().getName(), e),
          e);
    }
  }

  private static void checkName(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a function name of letters, digits and underscores, found `%s`"
              .formatted(name));
    }
  }

  private static List<URL> jars(Path directory) {
    try (var files = Files.list(directory)) {
      var urls = new ArrayList<URL>();
      for (var file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        urls.add(url(file));
      }
      return urls;
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a directory of jars, found: %s".formatted(directory),
          e);
    }
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }

  /** All functions found. */
  public List<Function> functions() {
    return functions;
  }

  /**
   * One table of what ships and what is added.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when an added function has a
   *     name or alias that is taken
   */
  public static FunctionTable join(
      Collection<? extends Function> shipped, Collection<? extends Function> added) {
    Map<String, String> owners = new HashMap<>();
    for (var function : shipped) {
      names(function).forEach(name -> owners.put(name, "ships with Ferrule"));
    }
    for (var function : added) {
      for (String name : names(function)) {
        String owner = owners.putIfAbsent(name, "is added twice");
        if (owner != null) {
          throw new FerruleException(
              ErrorCode.CONFIG_INVALID,
              "expected a new name for an added function, found `%s`, which %s"
                  .formatted(name, owner));
        }
      }
    }
    var all = new ArrayList<Function>(shipped);
    all.addAll(added);
    return new FunctionTable(all);
  }

  private static List<String> names(Function function) {
    var names = new ArrayList<>(function.signature().aliases());
    names.add(function.signature().name());
    return names;
  }

  @Override
  public void close() {
    close(loader);
  }

  private static void close(@Nullable URLClassLoader loader) {
    try {
      if (loader != null) {
        loader.close();
      }
    } catch (IOException e) {
      throw new FerruleException(ErrorCode.INTERNAL, "expected to close jars of functions", e);
    }
  }
}
