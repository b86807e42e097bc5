package dev.ferrule.server.http;

import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Span;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.releases.LiveRules;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.releases.RecentHits;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.Routing;
import dev.ferrule.server.releases.RuleOutline;
import io.vertx.core.http.HttpMethod;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the rules that are live. */
final class RuleRoutes {
  private final Releases releases;
  private final LiveRules.Reader reader;

  RuleRoutes(Publisher publisher, Releases releases) {
    this.releases = releases;
    this.reader = new LiveRules.Reader(publisher);
  }

  List<Route> routes() {
    return List.of(
        new Route(HttpMethod.GET, "/v1/rules", Role.READ, Route.Kind.NORMAL, r -> rules()));
  }

  private Response rules() {
    Routing routing = releases.findRouting();
    RecentHits hits = releases.hits();
    ObjectNode json = Json.object();
    if (routing == null || hits == null) {
      json.putNull("release");
      json.putArray("files");
      json.putArray("rules");
      return Response.json(json);
    }
    LiveRules live = reader.read(routing.live().hash());
    json.put("release", live.release().hash()).put("since", hits.since().toString());
    files(live, json.putArray("files"));
    ArrayNode rules = json.putArray("rules");
    Instant now = Instant.now();
    live.rules()
        .rules()
        .forEach((name, place) -> {
          ObjectNode rule = rule(live, name, place);
          var counted = hits.of(name, now);
          rule.put("hits", counted.hits()).put("per_second", Json.round(counted.perSecond(), 3));
          rules.add(rule);
        });
    return Response.json(json);
  }

  private static ObjectNode rule(LiveRules live, String name, RuleOutline.Place place) {
    return Json.object()
        .put("name", name)
        .put("file", place.file())
        .put("line", place.line())
        .put("description", live.descriptions().getOrDefault(name, ""));
  }

  private static void files(LiveRules live, ArrayNode list) {
    var findings = new HashMap<String, ArrayNode>();
    live.release()
        .files()
        .forEach((path, bytes) -> {
          ObjectNode file = list.addObject().put("path", path).put("text", text(bytes));
          findings.put(path, file.putArray("findings"));
        });
    for (Diagnostic finding : live.findings()) {
      ArrayNode place = findings.get(finding.span().file().path());
      if (place != null) {
        place
            .addObject()
            .put("line", finding.span().line())
            .put("column", column(finding.span()))
            .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
            .put("code", finding.code())
            .put("message", finding.message())
            .put("hint", finding.hint());
      }
    }
  }

  /** In code points from 0, as all offsets on the wire are. */
  private static int column(Span span) {
    String text = span.file().text();
    int start = text.lastIndexOf('\n', span.startChars() - 1) + 1;
    return text.codePointCount(start, span.startChars());
  }

  /** The text of a file, or null when it is none. */
  static @Nullable String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') >= 0 ? null : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
