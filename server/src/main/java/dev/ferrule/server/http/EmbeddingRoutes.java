package dev.ferrule.server.http;

import dev.ferrule.embed.Batcher;
import dev.ferrule.embed.Embedder;
import dev.ferrule.embed.Embedding;
import dev.ferrule.embed.ModelFiles;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.collections.Models;
import io.vertx.core.http.HttpMethod;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI-compatible embeddings, for clients that speak that already. */
final class EmbeddingRoutes {
  private static final int MAX_INPUTS = 2_048;

  private final Models models;

  EmbeddingRoutes(Models models) {
    this.models = models;
  }

  List<Route> routes() {
    return List.of(
        new Route(HttpMethod.POST, "/v1/embeddings", Role.READ, Route.Kind.NORMAL, this::embed),
        new Route(HttpMethod.GET, "/v1/models", Role.READ, Route.Kind.NORMAL, this::list));
  }

  private Response list(Request request) {
    var names = new TreeSet<>(ModelFiles.builtIn());
    names.addAll(models.loaded().keySet());
    ArrayNode data = Json.array();
    names.forEach(name ->
        data.addObject()
            .put("id", name)
            .put("object", "model")
            .put("created", 0)
            .put("owned_by", "ferrule"));
    ObjectNode body = Json.object().put("object", "list");
    body.set("data", data);
    return Response.json(body);
  }

  private Response embed(Request request) {
    Fields fields =
        Fields.of(request.json(), "model", "input", "encoding_format", "dimensions", "user");
    String name = fields.text("model");
    String format = fields.textOr("encoding_format", "float");
    if (!format.equals("float") && !format.equals("base64")) {
      throw Fields.malformed("expected float or base64 in encoding_format, found " + format);
    }
    List<String> inputs = fields.texts("input");
    if (inputs.isEmpty() || inputs.size() > MAX_INPUTS) {
      throw Fields.malformed(
          "expected 1 to %d texts in input, found %d".formatted(MAX_INPUTS, inputs.size()));
    }
    Embedder embedder = models.get(name);
    int dims = embedder.model().dims();
    int wanted = fields.integerOr("dimensions", dims, 1, 1 << 20);
    if (wanted != dims) {
      throw Fields.malformed(
          "expected dimensions=%d for %s, found %d".formatted(dims, name, wanted));
    }
    return Response.json(body(embedder, name, format, inputs));
  }

  private static ObjectNode body(
      Embedder embedder, String name, String format, List<String> inputs) {
    var lane = inputs.size() == 1 ? Batcher.Lane.QUERY : Batcher.Lane.DOCUMENT;
    var embeddings = new ArrayList<CompletableFuture<Embedding>>();
    long tokens = 0;
    for (String input : inputs) {
      embeddings.add(embedder.embedText(input, lane));
      tokens += embedder.tokens(input).length;
    }
    ObjectNode body = Json.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    for (int i = 0; i < inputs.size(); i++) {
      ObjectNode item = data.addObject().put("object", "embedding").put("index", i);
      float[] vector = embeddings.get(i).join().vector();
      if (format.equals("base64")) {
        var bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        item.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
      } else {
        ArrayNode numbers = item.putArray("embedding");
        for (float component : vector) {
          numbers.add(component);
        }
      }
    }
    body.put("model", name);
    body.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return body;
  }
}
