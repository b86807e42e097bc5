package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.Role;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What could not be evaluated or delivered; its bytes are not shown, as they may hold secrets. */
final class DeadLetterRoutes {
  private static final int PAGE = 100;
  private static final int MOST_PAGE = 1_000;

  /** After so many refusals the rest is not tried. */
  private static final int MOST_REFUSED = 100;

  private final DeadLetters letters;
  private final Consumer<DeadLetter> replay;

  /**
   * @param replay puts one back to where it comes from
   */
  DeadLetterRoutes(DeadLetters letters, Consumer<DeadLetter> replay) {
    this.letters = letters;
    this.replay = replay;
  }

  List<Route> routes() {
    var kind = Route.Kind.NORMAL;
    String all = "/v1/dead-letters";
    return List.of(
        new Route(HttpMethod.GET, all, Role.ADMIN, kind, this::list),
        new Route(HttpMethod.POST, all + "/replay", Role.ADMIN, kind, this::replayAll),
        new Route(HttpMethod.POST, all + "/{id}/replay", Role.ADMIN, kind, this::replayOne),
        new Route(HttpMethod.DELETE, all + "/{id}", Role.ADMIN, kind, this::delete));
  }

  private Response list(Request request) {
    int limit = request.queryInteger("limit", PAGE, 1, MOST_PAGE);
    long after = request.queryOr("after", "").isEmpty() ? 0 : id(request.queryOr("after", ""));
    var page = letters.list(source(request), after, limit);
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("dead_letters");
    page.letters().forEach(letter -> list.add(json(letter)));
    Long next = page.next();
    return Response.json(body.put("next", next == null ? null : Long.toString(next)));
  }

  private static DeadLetter.@Nullable Source source(Request request) {
    String source = request.queryOr("source", "");
    return source.isEmpty()
        ? null
        : CollectionRoutes.oneOf(DeadLetter.Source.values(), "source", source);
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new FerruleException(
          ErrorCode.DEAD_LETTER_NOT_FOUND, "expected the id of a dead letter, found another text", e);
    }
  }

  private static ObjectNode json(DeadLetter letter) {
    var content = letter.content();
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(letter.id()))
            .put("source", content.source().label())
            .put("name", content.name())
            .put("at", letter.at().toString());
    if (content.eventId() != 0) {
      json.put("event_id", Long.toString(content.eventId()));
    }
    return json.put("code", content.code())
        .put("error", content.message())
        .put("attempts", content.attempts())
        .put("release", content.release())
        .put("bytes", content.original().length);
  }

  private Response replayOne(Request request) {
    DeadLetter letter = letters.get(id(request.path("id")));
    replay.accept(letter);
    return Response.json(Json.object().put("replayed", Long.toString(letter.id())));
  }

  /** Replays those that there are now; what fails again comes back with another id. */
  private Response replayAll(Request request) {
    var source = source(request);
    ObjectNode body = Json.object();
    ArrayNode refused = body.putArray("refused");
    int replayed = 0;
    long last = letters.lastId();
    Long after = 0L;
    while (after != null && refused.size() < MOST_REFUSED) {
      var page = letters.list(source, after, PAGE);
      for (DeadLetter letter : page.letters()) {
        if (letter.id() <= last && refused.size() < MOST_REFUSED && replay(letter, refused)) {
          replayed++;
        }
      }
      after = page.next() == null || page.next() >= last ? null : page.next();
    }
    return Response.json(body.put("replayed", replayed));
  }

  private boolean replay(DeadLetter letter, ArrayNode refused) {
    try {
      replay.accept(letter);
      return true;
    } catch (FerruleException e) {
      refused
          .addObject()
          .put("id", Long.toString(letter.id()))
          .put("code", e.code().id())
          .put("error", e.getMessage());
      return false;
    }
  }

  private Response delete(Request request) {
    long id = id(request.path("id"));
    letters.delete(id);
    return Response.json(Json.object().put("deleted", Long.toString(id)));
  }
}
