package dev.ferrule.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.auth.Role;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static @Nullable Map<String, String> match(String template, String path) {
    return new Route(
            HttpMethod.GET,
            template,
            Role.READ,
            Route.Kind.NORMAL,
            r -> Response.json(Json.array()))
        .match(path);
  }

  @Test
  void aNameStandsForOneSegment() {
    assertEquals(Map.of("c", "x"), match("/v1/collections/{c}", "/v1/collections/x"));
    assertNull(match("/v1/collections/{c}", "/v1/collections/x/y"));
    assertNull(match("/v1/collections/{c}", "/v1/collections/"));
    assertNull(match("/v1/collections/{c}", "/v1/collections"));
  }

  @Test
  void theLastNameMayTakeTheRestOfThePath() {
    assertEquals(Map.of("id", "a/b/c.md"), match("/d/{id...}", "/d/a/b/c.md"));
    assertEquals(Map.of("id", "/"), match("/d/{id...}", "/d//"));
    assertNull(match("/d/{id...}", "/d/"));
  }

  @Test
  void partsAreDecodedOnce() {
    assertEquals(Map.of("id", "a/b c+d%é"), match("/d/{id...}", "/d/a%2Fb%20c+d%25%C3%A9"));
  }

  @Test
  void aBrokenEscapeIsTheCallersFault() {
    for (String path : new String[] {"/d/%", "/d/%2", "/d/%zz"}) {
      var thrown = assertThrows(FerruleException.class, () -> match("/d/{id...}", path));
      assertEquals(ErrorCode.REQUEST_MALFORMED, thrown.code());
    }
  }
}
