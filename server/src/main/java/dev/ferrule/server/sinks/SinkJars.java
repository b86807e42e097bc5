package dev.ferrule.server.sinks;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** The sinks in the jars of a directory, which stay open until it is closed. Immutable. */
final class SinkJars implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Path directory;
  private final URLClassLoader loader;
  private final List<ResultSink> sinks;

  private SinkJars(Path directory, URLClassLoader loader, List<ResultSink> sinks) {
    this.directory = directory;
    this.loader = loader;
    this.sinks = List.copyOf(sinks);
  }

  /** Loads them; {@link ErrorCode#CONFIG_INVALID} when the directory or a sink is none. */
  static SinkJars open(Path directory) {
    var loader =
        new URLClassLoader(
            "sinks", jars(directory).toArray(URL[]::new), ResultSink.class.getClassLoader());
    try {
      var sinks = new ArrayList<ResultSink>();
      for (ResultSink sink : ServiceLoader.load(ResultSink.class, loader)) {
        requireName(sink.name(), sinks);
        sinks.add(sink);
      }
      return new SinkJars(directory, loader, sinks);
    } catch (ServiceConfigurationError | LinkageError e) {
      close(loader);
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected sinks in the jars of events.sinks_directory, found: " + e.getMessage(),
          e);
    } catch (RuntimeException e) {
      close(loader);
      throw e;
    }
  }

  private static void requireName(String name, List<ResultSink> others) {
    if (!NAME.matcher(name).matches() || others.stream().anyMatch(s -> s.name().equals(name))) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a name of its own for each sink, of letters, digits, _ and -, found another");
    }
  }

  private static List<URL> jars(Path directory) {
    try (var files = Files.list(directory)) {
      var urls = new ArrayList<URL>();
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        urls.add(file.toUri().toURL());
      }
      return urls;
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a directory of jars in events.sinks_directory, found none at " + directory,
          e);
    }
  }

  List<ResultSink> sinks() {
    return sinks;
  }

  /** What stands in the properties file of a sink; empty without one. */
  Map<String, String> settings(String sink) throws IOException {
    Path file = directory.resolve(sink + ".properties");
    var settings = new HashMap<String, String>();
    if (Files.exists(file)) {
      var properties = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      properties
          .stringPropertyNames()
          .forEach(key -> settings.put(key, properties.getProperty(key)));
    }
    return settings;
  }

  @Override
  public void close() {
    close(loader);
  }

  private static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      throw new FerruleException(ErrorCode.INTERNAL, "expected to close jars of sinks", e);
    }
  }
}
