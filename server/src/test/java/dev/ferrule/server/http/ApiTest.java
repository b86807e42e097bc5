package dev.ferrule.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ApiTest {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  @TempDir private Path directory = Path.of("unset");

  @Test
  void noRouteStandsInTheWayOfAMoreExactOne() {
    List<Route> routes = AllRoutes.in(directory);
    for (Route route : routes) {
      String path = route.template().replace("...}", "}").replaceAll("\\{[a-z]+\\}", "x.js");
      Route first =
          routes.stream()
              .filter(r -> r.method().equals(route.method()) && r.match(path) != null)
              .findFirst()
              .orElse(null);
      assertNotNull(first, path);
      assertEquals(route.template(), first.template(), () -> route.method() + " " + path);
    }
  }

  /** The pages are no part of the API: openapi.json leaves them out. */
  @Test
  void openapiDescribesEveryRouteAndNoOther() throws IOException {
    try (InputStream in = ApiTest.class.getResourceAsStream("/web/openapi.json")) {
      Assumptions.assumeTrue(in != null, "openapi.json is not written yet");
      var described = new TreeSet<String>();
      JsonNode paths = Json.parse(in == null ? new byte[0] : in.readAllBytes()).path("paths");
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        for (String field : path.getValue().propertyNames()) {
          if (METHODS.contains(field)) {
            described.add(field + " " + path.getKey());
          }
        }
      }
      var served = new TreeSet<String>();
      for (Route route : AllRoutes.in(directory)) {
        if (!isPage(route.template())) {
          served.add(
              route.method().name().toLowerCase(Locale.ROOT)
                  + " "
                  + route.template().replace("...}", "}"));
        }
      }
      assertEquals(String.join("\n", served), String.join("\n", described));
    }
  }

  private static boolean isPage(String template) {
    return template.equals("/") || template.equals("/{file}") || template.startsWith("/console");
  }
}
