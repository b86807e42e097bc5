package dev.ferrule.engine;

import dev.ferrule.embed.Embedder;
import dev.ferrule.index.Hit;
import dev.ferrule.index.Query;
import dev.ferrule.index.SearchMode;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.text.StructuredText;
import dev.ferrule.text.extract.ExtractionLimits;
import dev.ferrule.text.extract.Extractors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Documents that can be searched, in memory and in an index of their own, cut, embedded and ranked
 * as in a collection of a node with standing settings. Thread-safe; what was put is found by
 * searches that begin after.
 */
public final class Documents implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Embedder embedder;
  private final Cores cores;
  private final Scratch scratch = Scratch.open();
  private final Extractors extractors = new Extractors(ExtractionLimits.DEFAULT);
  private final Passages passages = new Passages();
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  Documents(Embedder embedder, Cores cores) {
    this.embedder = embedder;
    this.cores = cores;
  }

  private record Held(String title, List<Chunk> chunks) {}

  /**
   * Puts documents; one with the id of a former takes its place.
   *
   * @param documents JSON lines with {@code id} and {@code text}, and perhaps {@code title} and
   *     {@code media_type}
   */
  public Job<Documents> put(ByteBuffer documents) {
    var lines = new Lines(documents, 0);
    return cores.start(
        Cores.Way.ALL,
        () -> () -> put(lines.next()),
        () -> {
          scratch.index().refresh();
          return this;
        });
  }

  private boolean put(Lines.@Nullable Piece piece) {
    if (piece == null) {
      return false;
    }
    for (Lines.Line line : piece.lines()) {
      put(line);
    }
    return true;
  }

  private void put(Lines.Line line) {
    JsonNode json;
    try {
      json = JSON.readTree(line.json().bytes(), line.json().offset(), line.json().length());
    } catch (JacksonException e) {
      throw malformed(line, "JSON", e);
    }
    String id = text(json, "id", "");
    String text = text(json, "text", "");
    if (id.isEmpty()) {
      throw malformed(line, "a document with an id and a text", null);
    }
    StructuredText structured =
        extractors.extract(
            text.getBytes(StandardCharsets.UTF_8), text(json, "media_type", "text/plain"));
    String title = text(json, "title", structured.title());
    List<Chunk> chunks = passages.of(embedder, Scratch.SCHEMA.chunking(), title, structured);
    held.put(id, new Held(title, chunks));
    scratch
        .index()
        .put(id, Map.of(), chunks.stream().map(c -> Passages.indexed(title, c)).toList());
  }

  private static FerruleException malformed(
      Lines.Line line, String expected, @Nullable Throwable cause) {
    return new FerruleException(
        ErrorCode.DOCUMENT_INVALID,
        "expected %s on line %d, found otherwise".formatted(expected, line.number()),
        cause);
  }

  private static String text(JsonNode json, String name, String otherwise) {
    JsonNode value = json.get(name);
    return value == null || !value.isString() || value.stringValue().isEmpty()
        ? otherwise
        : value.stringValue();
  }

  /**
   * Searches.
   *
   * @param queries UTF-8, one behind the other
   * @param ends where each ends in bytes, as 64-bit integers
   * @return JSON: an array for each query with its hits, best first, as docs/http-api.md has them
   */
  public Job<byte[]> search(ByteBuffer queries, ByteBuffer ends, SearchMode mode, int limit) {
    var texts = new Texts(queries, ends);
    var found = new ArrayNode[texts.count()];
    var next = new AtomicInteger();
    return cores.start(
        texts.count() <= 1 ? Cores.Way.HERE : Cores.Way.ALL,
        () ->
            () -> {
              int query = next.getAndIncrement();
              if (query >= found.length) {
                return false;
              }
              found[query] = search(texts.text(query), mode, limit);
              return true;
            },
        () -> {
          ArrayNode all = JSON.createArrayNode();
          for (ArrayNode hits : found) {
            all.add(hits);
          }
          return Rules.whole(JSON.writeValueAsString(all)).getBytes(StandardCharsets.UTF_8);
        });
  }

  private ArrayNode search(String text, SearchMode mode, int limit) {
    float[] vector =
        mode == SearchMode.LEXICAL ? null : Passages.await(embedder.embedQuery(text)).vector();
    ArrayNode hits = JSON.createArrayNode();
    for (Hit hit : scratch.index().search(new Query(mode, text, vector, null, limit))) {
      Held document = held.get(hit.documentId());
      if (document != null && hit.ordinal() < document.chunks().size()) { // else it changed
        Chunk chunk = document.chunks().get(hit.ordinal());
        Passages.write(document.title(), chunk, hit, hits.addObject());
      }
    }
    return hits;
  }

  /** How many documents there are. */
  public int size() {
    return held.size();
  }

  @Override
  public void close() {
    scratch.close();
  }
}
