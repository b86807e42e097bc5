package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.http.Json;
import dev.ferrule.text.extract.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts files into a collection of a node. */
@CommandLine.Command(
    name = "ingest",
    description = {
      "Puts files, or all files below directories, into a collection, which is made when absent.",
      "A document's id is its path below the one given. Lines of .jsonl and .ndjson files are",
      "documents of their own: {\"id\", \"title\", \"text\", \"metadata\"}."
    },
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  private static final int AT_ONCE = 4;
  private static final int BULK_BYTES = 4 << 20;

  @CommandLine.Mixin private NodeClient client = new NodeClient();

  @CommandLine.Option(
      names = {"-c", "--collection"},
      description = "where to put them (default: ${DEFAULT-VALUE})")
  private String collection = "documents";

  @CommandLine.Option(names = "--json", description = "print the totals as JSON")
  private boolean json;

  @CommandLine.Parameters(arity = "1..*", paramLabel = "PATH", description = "files or directories")
  private List<Path> paths = List.of();

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() {
    Totals totals = ingest(client, collection, paths, System.err);
    var out = spec.commandLine().getOut();
    if (json) {
      ObjectNode results = Json.object();
      totals.results.forEach(results::put);
      out.println(Json.text(Json.object().put("collection", collection).set("results", results)));
    } else {
      out.println(collection + ": " + totals);
    }
    out.flush();
    return totals.count("failed") > 0 ? 3 : 0;
  }

  /** How many documents had which result. Thread-safe. */
  static final class Totals {
    private final Map<String, Long> results = new TreeMap<>();

    synchronized void add(JsonNode result, String name, PrintStream errors) {
      String outcome = result.path("result").asString("failed");
      results.merge(outcome, 1L, Long::sum);
      if (outcome.equals("failed")) {
        errors.printf(
            "%n%s: %s%n",
            result.path("id").asString(name),
            result.path("error").path("detail").asString("failed"));
      }
    }

    synchronized long count(String outcome) {
      return results.getOrDefault(outcome, 0L);
    }

    @Override
    public synchronized String toString() {
      var parts = new ArrayList<String>();
      results.forEach((outcome, count) -> parts.add(count + " " + outcome));
      return parts.isEmpty() ? "nothing to put" : String.join(", ", parts);
    }
  }

  /** One file to put. */
  private record Source(Path file, String id) {}

  static Totals ingest(
      NodeClient client, String collection, List<Path> paths, PrintStream messages) {
    ensureCollection(client, collection);
    List<Source> sources = sources(paths);
    var totals = new Totals();
    var progress = new Progress(messages, "ingesting into " + collection + ":", sources.size());
    try (ExecutorService workers =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var pending = new ArrayList<Future<?>>();
      for (Source source : sources) {
        pending.add(
            workers.submit(() -> {
              put(client, collection, source, totals, messages);
              progress.advance();
            }));
      }
      for (Future<?> each : pending) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FerruleException known
          ? known
          : new FerruleException(ErrorCode.INTERNAL, "ingesting failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    progress.finish();
    return totals;
  }

  private static void ensureCollection(NodeClient client, String collection) {
    try {
      client.get(NodeClient.path(collection, ""));
    } catch (FerruleException e) {
      if (e.code() != ErrorCode.COLLECTION_NOT_FOUND) {
        throw e;
      }
      client.put(NodeClient.path(collection, ""), Json.object());
    }
  }

  private static List<Source> sources(List<Path> paths) {
    var sources = new ArrayList<Source>();
    for (Path path : paths) {
      try {
        if (Files.isDirectory(path)) {
          try (Stream<Path> below = Files.walk(path)) {
            below
                .filter(Files::isRegularFile)
                .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                .sorted()
                .forEach(file ->
                    sources.add(
                        new Source(file, path.relativize(file).toString().replace('\\', '/'))));
          }
        } else if (Files.isRegularFile(path)) {
          sources.add(new Source(path, String.valueOf(path.getFileName())));
        } else {
          throw new FerruleException(
              ErrorCode.DOCUMENT_INVALID, "expected a file or directory, found none: " + path);
        }
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
    return sources;
  }

  private static FerruleException unreadable(Path path, IOException e) {
    return new FerruleException(
        ErrorCode.DOCUMENT_INVALID, "expected a readable file, found none: " + path, e);
  }

  private static void put(
      NodeClient client, String collection, Source source, Totals totals, PrintStream messages) {
    String name = source.id().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
        putLines(client, collection, source.file(), totals, messages);
        return;
      }
      byte[] content = Files.readAllBytes(source.file());
      String path = NodeClient.path(collection, "/documents/" + NodeClient.encode(source.id()));
      totals.add(
          client.put(path, MediaTypes.of(source.id(), content), content), source.id(), messages);
    } catch (FerruleException e) {
      if (e.code() == ErrorCode.NODE_UNREACHABLE) {
        throw e;
      }
      ObjectNode failed = Json.object().put("id", source.id()).put("result", "failed");
      failed.putObject("error").put("detail", e.getMessage());
      totals.add(failed, source.id(), messages);
    } catch (IOException e) {
      throw unreadable(source.file(), e);
    }
  }

  private static void putLines(
      NodeClient client, String collection, Path file, Totals totals, PrintStream messages)
      throws IOException {
    String path = NodeClient.path(collection, "/documents");
    var batch = new ByteArrayOutputStream();
    try (InputStream in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        batch.write(buffer, 0, read);
        if (batch.size() >= BULK_BYTES) {
          byte[] all = batch.toByteArray();
          int end = all.length;
          while (end > 0 && all[end - 1] != '\n') {
            end--;
          }
          if (end > 0) {
            byte[] whole = java.util.Arrays.copyOf(all, end);
            batch.reset();
            batch.write(all, end, all.length - end);
            client.postLines(path, whole, line -> totals.add(line, "a line", messages));
          }
        }
      }
    }
    if (batch.size() > 0) {
      client.postLines(path, batch.toByteArray(), line -> totals.add(line, "a line", messages));
    }
  }
}
