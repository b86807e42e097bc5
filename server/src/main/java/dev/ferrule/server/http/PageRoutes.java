package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The pages and the API's description, from the class path. */
final class PageRoutes {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.(js|css|svg)");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json");
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

  List<Route> routes() {
    var normal = Route.Kind.NORMAL;
    return List.of(
        new Route(HttpMethod.GET, "/", null, normal, r -> file("index.html")),
        new Route(HttpMethod.GET, "/openapi.json", null, normal, r -> file("openapi.json")),
        new Route(HttpMethod.GET, "/{file}", null, normal, r -> named(r.path("file"))));
  }

  private static Response named(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw missing(name);
    }
    return file(name);
  }

  private static Response file(String name) throws IOException {
    try (InputStream in = PageRoutes.class.getResourceAsStream("/web/" + name)) {
      if (in == null) {
        throw missing(name);
      }
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      return new Response.Whole(
          200,
          type == null ? "application/octet-stream" : type,
          in.readAllBytes(),
          Map.of("content-security-policy", POLICY, "referrer-policy", "no-referrer"));
    }
  }

  private static FerruleException missing(String name) {
    return new FerruleException(
        ErrorCode.REQUEST_NOT_FOUND, "expected a file of the pages, found none: " + name.length());
  }
}
