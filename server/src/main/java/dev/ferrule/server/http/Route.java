package dev.ferrule.server.http;

import dev.ferrule.server.auth.Role;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the API.
 *
 * @param method its HTTP method
 * @param template its path; {@code {name}} stands for a segment, {@code {name...}} at the end for
 *     the rest of the path
 * @param role what a key must be allowed; null when anybody may call it
 * @param kind which limit it counts against
 * @param handler does it, on a virtual thread unless it is a {@link LoopHandler}
 */
public record Route(
    HttpMethod method, String template, @Nullable Role role, Kind kind, Handler handler) {

  /** Which limit a request counts against besides {@code limits.requests}. */
  public enum Kind {
    NORMAL,
    INGEST
  }

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request) throws Exception;
  }

  /**
   * Answers a request on the event loop that read it, without ever waiting: work of microseconds,
   * or none at all where the answer comes later.
   */
  public interface LoopHandler extends Handler {
    CompletionStage<Response> begin(Request request);

    @Override
    default Response handle(Request request) {
      return begin(request).toCompletableFuture().join();
    }
  }

  /** The named parts when {@code path} (still encoded) fits the template, else null. */
  @Nullable Map<String, String> match(String path) {
    String[] wanted = template.split("/", -1);
    boolean greedy = template.endsWith("...}");
    String[] found = path.split("/", greedy ? wanted.length : -1);
    if (found.length != wanted.length) {
      return null;
    }
    var names = new LinkedHashMap<String, String>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        String name = wanted[i].substring(1, wanted[i].length() - 1).replace("...", "");
        if (found[i].isEmpty()) {
          return null;
        }
        names.put(name, Escapes.decode(found[i]));
      } else if (!wanted[i].equals(found[i])) {
        return null;
      }
    }
    return names;
  }
}
