package dev.ferrule.server.cli;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Calls a node over HTTP, for the commands that need one. Confined. */
final class NodeClient {
  static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @CommandLine.Option(
      names = "--url",
      paramLabel = "URL",
      description = "the node (default: $FERRULE_URL or http://127.0.0.1:8080)")
  private @Nullable String url;

  @CommandLine.Option(
      names = "--key",
      paramLabel = "KEY",
      description = "an API key (default: $FERRULE_API_KEY)")
  private @Nullable String key;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Calls this node whatever the command line says. */
  NodeClient at(String nodeUrl) {
    this.url = nodeUrl;
    return this;
  }

  private String base() {
    String base = url == null ? System.getenv("FERRULE_URL") : url;
    return base == null || base.isEmpty() ? DEFAULT_URL : base.replaceAll("/+$", "");
  }

  JsonNode get(String path) {
    return read(send(request(path).GET()));
  }

  JsonNode delete(String path) {
    return read(send(request(path).DELETE()));
  }

  JsonNode post(String path, JsonNode body) {
    return read(send(json(request(path), "POST", body)));
  }

  JsonNode put(String path, JsonNode body) {
    return read(send(json(request(path), "PUT", body)));
  }

  /** Puts a file as it is. */
  JsonNode put(String path, String mediaType, byte[] body) {
    return read(
        send(
            request(path)
                .header("content-type", mediaType)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))));
  }

  /** Posts lines and gives each line of the response to {@code each}, as it comes. */
  void postLines(String path, byte[] lines, Consumer<JsonNode> each) {
    HttpResponse<InputStream> response =
        send(
            request(path)
                .header("content-type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(lines)));
    requireSuccess(response);
    try (var reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        each.accept(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(uri(base() + path)).timeout(Duration.ofMinutes(30));
    if (hasKey()) {
      request.header("authorization", "Bearer " + key());
    }
    return request;
  }

  private @Nullable String key() {
    return key == null ? System.getenv("FERRULE_API_KEY") : key;
  }

  /** Whether a key goes with each request. */
  boolean hasKey() {
    String given = key();
    return given != null && !given.isEmpty();
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      HttpRequest.newBuilder(uri); // refuses what is no http or https
      return uri;
    } catch (IllegalArgumentException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a URL in --url as http://127.0.0.1:8080, found another text",
          e);
    }
  }

  private static HttpRequest.Builder json(
      HttpRequest.Builder request, String method, JsonNode body) {
    return request
        .header("content-type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  private FerruleException unreachable(Exception e) {
    return new FerruleException(
        ErrorCode.NODE_UNREACHABLE,
        "expected a node at %s, found none; start one with ./ferrule up, or name another with --url"
            .formatted(base()),
        e);
  }

  private JsonNode read(HttpResponse<InputStream> response) {
    requireSuccess(response);
    try (InputStream body = response.body()) {
      return Json.parse(body.readAllBytes());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private void requireSuccess(HttpResponse<InputStream> response) {
    if (response.statusCode() < 300) {
      return;
    }
    JsonNode problem;
    try (InputStream body = response.body()) {
      problem = Json.parse(body.readAllBytes());
    } catch (IOException e) {
      throw unreachable(e);
    }
    String id = problem.path("code").asString("");
    throw new FerruleException(
        Arrays.stream(ErrorCode.values())
            .filter(code -> code.id().equals(id))
            .findFirst()
            .orElse(ErrorCode.INTERNAL),
        problem.path("detail").asString("the node answered with status " + response.statusCode()));
  }

  /** The collection that was named, or the only one there is. */
  String collection(@Nullable String named) {
    if (named != null) {
      return named;
    }
    JsonNode all = get("/v1/collections").path("collections");
    if (all.size() == 1) {
      return all.get(0).path("name").asString("");
    }
    var names = new java.util.ArrayList<String>();
    all.forEach(one -> names.add(one.path("name").asString("")));
    throw new FerruleException(
        ErrorCode.REQUEST_MALFORMED,
        "expected --collection with one of [%s]".formatted(String.join(", ", names)));
  }

  static String path(String collection, String rest) {
    return "/v1/collections/" + encode(collection) + rest;
  }

  /** Percent-encodes a part of a path; slashes stay. */
  static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}
