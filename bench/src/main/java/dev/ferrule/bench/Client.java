package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls a server under test. Thread-safe. */
final class Client {
  private static final int BULK = 500;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  Client(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }

  JsonNode post(String path, JsonNode body) {
    return call("POST", path, "application/json", JsonMapper.shared().writeValueAsString(body));
  }

  JsonNode call(String method, String path, String type, String body) {
    String answer = text(method, path, type, body);
    return JsonMapper.shared().readTree(answer.isEmpty() ? "{}" : answer);
  }

  /** A text field of a JSON object. */
  static String text(String json, String field) {
    return JsonMapper.shared().readTree(json).path(field).asString("");
  }

  private String text(String method, String path, String type, String body) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url + path))
                  .header("content-type", type)
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new FerruleException(
            ErrorCode.INTERNAL,
            "expected success from %s, found %d: %s"
                .formatted(path, response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new FerruleException(ErrorCode.NODE_UNREACHABLE, "no answer from " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FerruleException(ErrorCode.NODE_UNREACHABLE, "interrupted", e);
    }
  }

  /** Puts documents in bulk and checks each result; waits until they can be found. */
  void put(String collection, List<ObjectNode> documents) {
    var failed = new AtomicInteger();
    for (int from = 0; from < documents.size(); from += BULK) {
      var body = new StringBuilder();
      List<ObjectNode> part = documents.subList(from, Math.min(documents.size(), from + BULK));
      part.forEach(d -> body.append(JsonMapper.shared().writeValueAsString(d)).append('\n'));
      String results =
          text(
              "POST",
              "/v1/collections/" + collection + "/documents?wait=indexed",
              "application/x-ndjson",
              body.toString());
      results
          .lines()
          .forEach(line -> {
            if (line.contains("\"failed\"")) {
              failed.incrementAndGet();
            }
          });
      System.err.printf(
          "\r  %s: %d of %d documents", collection, from + part.size(), documents.size());
    }
    System.err.println();
    if (failed.get() > 0) {
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected every document to be taken, found failed=" + failed);
    }
  }

  static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  byte[] request(String path, JsonNode body) {
    byte[] json = JsonMapper.shared().writeValueAsBytes(body);
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, URI.create(url).getAuthority(), json.length);
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    var whole = java.util.Arrays.copyOf(headBytes, headBytes.length + json.length);
    System.arraycopy(json, 0, whole, headBytes.length, json.length);
    return whole;
  }
}
