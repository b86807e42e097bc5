package dev.ferrule.server.cli;

import dev.ferrule.model.FerruleException;
import dev.ferrule.server.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of examples/safety on a node, and a stream of events for them. */
final class SafetyExample {
  private static final int EVENTS_AT_ONCE = 10;
  private static final long EVERY_MILLIS = 250;

  private final PrintWriter out;

  SafetyExample(PrintWriter out) {
    this.out = out;
  }

  /** Publishes the rules, says where to look, and sends events until the node stops. */
  void run(String url, CountDownLatch stopping) {
    Path directory = ExampleRules.directory("safety");
    NodeClient node = new NodeClient().at(url);
    try {
      boolean published = ExampleRules.publish(node, directory);
      var events = EventReplay.open(directory.resolve("events.jsonl.gz"), InstantSource.system());
      JsonNode first = firstThatFires(node, events);
      say(url, published, first);
      stream(node, events, stopping);
    } catch (FerruleException | IOException e) {
      if (stopping.getCount() > 0) { // else the node was stopped meanwhile
        out.println("Loading the example failed, serving without it: " + e.getMessage());
        out.flush();
      }
    }
  }

  private static JsonNode firstThatFires(NodeClient node, EventReplay events) {
    ObjectNode found = Json.object();
    for (int i = 0; i < 50 && found.isEmpty(); i++) {
      node.postLines(
          "/v1/events",
          events.next(EVENTS_AT_ONCE),
          answer -> {
            if (found.isEmpty() && answer.path("rules").size() > 0) {
              found.set("event", answer);
            }
          });
    }
    return found.path("event");
  }

  private void say(String url, boolean published, JsonNode event) {
    String flag = url.equals(NodeClient.DEFAULT_URL) ? "" : " --url " + url;
    out.printf(
        "safety: %s, and %d events a second come in.%n%n",
        published ? "the rules of a chat service are live" : "what was live before still is",
        EVENTS_AT_ONCE * 1_000 / EVERY_MILLIS);
    if (event.isObject()) {
      out.printf(
          "Event %s (%s) fired %s%n",
          event.path("id").asString(""),
          event.path("action_name").asString(""),
          event.path("rules").valueStream().map(JsonNode::asString).toList());
      out.printf("  effects: %s%n", event.path("effects"));
      out.printf("  why: %s/console/events/%s%n%n", url, event.path("id").asString(""));
    }
    out.printf("Watch it at %s/console%n", url);
    out.printf("Change a rule:   cp -r examples/safety my-rules, edit, then%n");
    out.printf("  ./ferrule publish my-rules --shadow%s%n", flag);
    out.println("Ctrl-C stops.");
    out.flush();
  }

  private static void stream(NodeClient node, EventReplay events, CountDownLatch stopping) {
    try {
      while (!stopping.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          node.postLines("/v1/events", events.next(EVENTS_AT_ONCE), answer -> {});
        } catch (FerruleException e) {
          // a node that is busy or just stopping; the next ones come in a moment
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
