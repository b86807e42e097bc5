package dev.ferrule.server.http;

import dev.ferrule.model.Document;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.collections.Incoming;
import dev.ferrule.server.collections.Ingestion;
import dev.ferrule.server.collections.MetadataJson;
import dev.ferrule.server.collections.PutResult;
import dev.ferrule.text.extract.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts many documents of one request, some at a time, and streams a result line for each in their
 * order. A document that fails does so alone: its line carries the problem.
 */
final class BulkPut {
  /** Enough to keep the model's batches full; the rest of the request waits. */
  private static final int AT_ONCE = 16;

  private final Ingestion ingestion;
  private final Collection collection;
  private final Request request;
  private long lastSequence;

  BulkPut(Ingestion ingestion, Collection collection, Request request) {
    this.ingestion = ingestion;
    this.collection = collection;
    this.request = request;
  }

  /**
   * One item of the request.
   *
   * @param id the document's id where it is known before the item is read; else empty
   * @param reader makes the document
   */
  private record Item(String id, Supplier<Incoming> reader) {}

  /** NDJSON: a document per line. */
  Response lines() {
    boolean wait = request.waitsForIndex();
    var items = new ArrayList<Item>();
    byte[] body = request.body();
    int start = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == '\n') {
        int from = start;
        int to = i;
        if (!new String(body, from, to - from, StandardCharsets.UTF_8).isBlank()) {
          items.add(line(java.util.Arrays.copyOfRange(body, from, to)));
        }
        start = i + 1;
      }
    }
    return put(items, wait);
  }

  private Item line(byte[] json) {
    try {
      JsonNode document = Json.read(json);
      return new Item(document.path("id").asString(""), () -> incoming(collection, "", document));
    } catch (FerruleException e) {
      return new Item(
          "",
          () -> {
            throw e;
          });
    }
  }

  /** A form: a document per file, and metadata for all in a field {@code metadata}. */
  Response files() {
    boolean wait = request.waitsForIndex();
    var items = new ArrayList<Item>();
    byte[] metadata = "{}".getBytes(StandardCharsets.UTF_8);
    String prefix = "";
    for (Request.Part part : request.parts()) {
      requireUnicode(part);
      if (part.fileName().isEmpty() && part.name().equals("metadata")) {
        metadata = part.content();
      } else if (part.fileName().isEmpty() && part.name().equals("prefix")) {
        prefix = new String(part.content(), StandardCharsets.UTF_8);
      } else if (part.fileName().isEmpty()) {
        throw Fields.malformed(
            "expected files and the fields metadata or prefix, found " + part.name());
      }
    }
    var values = MetadataJson.read(collection.schema(), Json.read(metadata));
    for (Request.Part part : request.parts()) {
      if (!part.fileName().isEmpty()) {
        String id = prefix + part.fileName();
        byte[] content = part.content();
        items.add(
            new Item(
                id,
                () ->
                    new Incoming(
                        id, "", MediaTypes.of(part.fileName(), content), content, values)));
      }
    }
    if (items.isEmpty()) {
      throw Fields.malformed("expected at least one file in the form, found none");
    }
    return put(items, wait);
  }

  /** The decoder of forms puts U+FFFD where it found no UTF-8. */
  private static void requireUnicode(Request.Part part) {
    String text =
        part.fileName().isEmpty()
            ? new String(part.content(), StandardCharsets.UTF_8)
            : part.fileName();
    if (text.indexOf('\ufffd') >= 0) {
      throw Fields.malformed("expected UTF-8 in the fields and file names of the form, found none");
    }
  }

  /** A document from JSON; the id may come from the path. */
  static Incoming incoming(Collection collection, String id, JsonNode json) {
    Fields fields = Fields.of(json, "id", "title", "text", "media_type", "metadata");
    String given = fields.textOr("id", id);
    if (given.isEmpty()) {
      throw new FerruleException(
          ErrorCode.DOCUMENT_INVALID, "expected a document id in id, found nothing");
    }
    if (!id.isEmpty() && !given.equals(id)) {
      throw new FerruleException(
          ErrorCode.DOCUMENT_INVALID, "expected the same id in the path and in id, found two");
    }
    Document.requireId(given);
    String mediaType = fields.textOr("media_type", MediaTypes.PLAIN);
    if (!mediaType.equals(MediaTypes.PLAIN)
        && !mediaType.equals(MediaTypes.MARKDOWN)
        && !mediaType.equals(MediaTypes.HTML)) {
      throw new FerruleException(
          ErrorCode.DOCUMENT_INVALID,
          "expected text/plain, text/markdown or text/html in media_type, found %s; upload other files"
              .formatted(mediaType));
    }
    JsonNode metadata = fields.find("metadata");
    return new Incoming(
        given,
        fields.textOr("title", ""),
        mediaType,
        fields.text("text").getBytes(StandardCharsets.UTF_8),
        metadata == null ? Map.of() : MetadataJson.read(collection.schema(), metadata));
  }

  private Response put(List<Item> items, boolean wait) {
    return new Response.Streamed(
        "application/x-ndjson",
        output -> {
          try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = new ArrayDeque<Future<ObjectNode>>();
            var ids = new HashSet<String>();
            for (Item item : items) {
              Incoming incoming = null;
              ObjectNode failed = null;
              try {
                incoming = item.reader().get();
              } catch (RuntimeException | StackOverflowError e) {
                failed = failure(item.id(), e);
              }
              // the same document twice: in its order
              boolean again = incoming != null && !ids.add(incoming.id());
              while (pending.size() >= AT_ONCE || (again && !pending.isEmpty())) {
                output.write(line(pending.remove()));
              }
              if (incoming == null) {
                pending.add(CompletableFuture.completedFuture(failed));
              } else {
                Incoming document = incoming;
                pending.add(workers.submit(() -> put(document)));
              }
            }
            while (!pending.isEmpty()) {
              String line = line(pending.remove());
              if (pending.isEmpty() && wait) {
                line = awaited(line);
              }
              output.write(line);
            }
          }
        });
  }

  /** The last line, once all can be found; it says so when that takes too long. */
  private String awaited(String line) {
    try {
      collection.awaitIndexed(lastSequence());
      return line;
    } catch (FerruleException e) {
      ObjectNode last = (ObjectNode) Json.parse(line.getBytes(StandardCharsets.UTF_8));
      last.set("error", Problem.json(e));
      return Json.text(last) + "\n";
    }
  }

  private ObjectNode put(Incoming incoming) {
    try {
      PutResult result = ingestion.put(collection, incoming);
      reached(result.sequence());
      return DocumentRoutes.json(result);
    } catch (RuntimeException | StackOverflowError e) {
      return failure(incoming.id(), e);
    }
  }

  private static ObjectNode failure(String id, Throwable failure) {
    ObjectNode line = Json.object();
    if (!id.isEmpty()) {
      line.put("id", id);
    }
    line.put("result", "failed");
    line.set("error", Problem.json(Problem.meaning(failure)));
    return line;
  }

  private synchronized void reached(long sequence) {
    lastSequence = Math.max(lastSequence, sequence);
  }

  private synchronized long lastSequence() {
    return lastSequence;
  }

  private static String line(Future<ObjectNode> pending) throws IOException {
    return Json.text(result(pending)) + "\n";
  }

  private static ObjectNode result(Future<ObjectNode> pending) throws IOException {
    try {
      return pending.get();
    } catch (ExecutionException e) {
      throw new IOException("a put failed unexpectedly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
