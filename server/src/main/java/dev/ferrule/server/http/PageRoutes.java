package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The pages, the console and the API's description, from the class path. */
final class PageRoutes {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.(js|css|svg)");
  private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-]+\\.(js|css|svg)");
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json");
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; form-action 'self';"
          + " frame-ancestors 'none'; base-uri 'none'";

  List<Route> routes() {
    var normal = Route.Kind.NORMAL;
    return List.of(
        new Route(HttpMethod.GET, "/", null, normal, r -> file("index.html")),
        new Route(HttpMethod.GET, "/openapi.json", null, normal, r -> file("openapi.json")),
        new Route(HttpMethod.GET, "/console", null, normal, r -> console()),
        new Route(HttpMethod.GET, "/console/", null, normal, r -> console()),
        new Route(
            HttpMethod.GET, "/console/assets/{file}", null, normal, r -> asset(r.path("file"))),
        new Route(HttpMethod.GET, "/console/{page...}", null, normal, r -> console()),
        new Route(HttpMethod.GET, "/{file}", null, normal, r -> named(r.path("file"))));
  }

  /** The console, which reads its page from the address. */
  private static Response console() throws IOException {
    return file("console/index.html");
  }

  /** A part of the console. Its name has a hash of its content, so it may be kept for good. */
  private static Response asset(String name) throws IOException {
    if (!ASSET.matcher(name).matches()) {
      throw missing(name);
    }
    return file("console/assets/" + name, FOR_GOOD);
  }

  private static Response named(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw missing(name);
    }
    return file(name);
  }

  private static Response file(String name) throws IOException {
    return file(name, "no-store");
  }

  private static Response file(String name, String cacheControl) throws IOException {
    try (InputStream in = PageRoutes.class.getResourceAsStream("/web/" + name)) {
      if (in == null) {
        throw missing(name);
      }
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      return new Response.Whole(
          200,
          type == null ? "application/octet-stream" : type,
          in.readAllBytes(),
          Map.of(
              "content-security-policy", POLICY,
              "referrer-policy", "no-referrer",
              "cache-control", cacheControl));
    }
  }

  private static FerruleException missing(String name) {
    return new FerruleException(
        ErrorCode.REQUEST_NOT_FOUND, "expected a file of the pages, found none: " + name.length());
  }
}
