package dev.ferrule.server.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path: those without named parts by one look-up, the others one after the
 * other in their order. Immutable.
 */
final class RouteTable {
  private final Map<String, List<Route>> exact = new HashMap<>();
  private final List<Route> others = new ArrayList<>();

  RouteTable(List<Route> routes) {
    for (Route route : routes) {
      if (route.template().indexOf('{') < 0) {
        exact.computeIfAbsent(route.template(), _ -> new ArrayList<>()).add(route);
      } else {
        others.add(route);
      }
    }
  }

  /** A route and the named parts of the path. */
  record Found(Route route, Map<String, String> path) {}

  /** The route of a request, or null. */
  @Nullable Found find(HttpMethod method, String path) {
    for (Route route : exact.getOrDefault(path, List.of())) {
      if (route.method().equals(method)) {
        return new Found(route, Map.of());
      }
    }
    for (Route route : others) {
      if (route.method().equals(method)) {
        Map<String, String> match = route.match(path);
        if (match != null) {
          return new Found(route, match);
        }
      }
    }
    return null;
  }

  /** The methods that a path has, sorted; none when there is no such path. */
  List<String> methods(String path) {
    var methods = new TreeSet<String>();
    exact.getOrDefault(path, List.of()).forEach(route -> methods.add(route.method().name()));
    for (Route route : others) {
      if (route.match(path) != null) {
        methods.add(route.method().name());
      }
    }
    return List.copyOf(methods);
  }
}
