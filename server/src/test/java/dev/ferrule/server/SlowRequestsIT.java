package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The log of slow requests. */
@Timeout(120)
class SlowRequestsIT {
  private static ListAppender<ILoggingEvent> listen() {
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    ((Logger) LoggerFactory.getLogger("dev.ferrule.server.tracing.SlowRequests"))
        .addAppender(appender);
    return appender;
  }

  private static String await(ListAppender<ILoggingEvent> heard, String part)
      throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      for (ILoggingEvent event : List.copyOf(heard.list)) {
        if (event.getFormattedMessage().contains(part)) {
          return event.getFormattedMessage();
        }
      }
      assertTrue(System.nanoTime() < deadline, () -> "expected a line with " + part);
      Thread.sleep(10);
    }
  }

  @Test
  void aSlowRequestIsOneLineWithItsStagesAndNothingOfItsContent() throws Exception {
    ListAppender<ILoggingEvent> heard = listen();
    try (TestNode node = TestNode.start("log.slow_requests", "1ms")) {
      node.client().put("/v1/collections/slow", "{}").require(201);
      node.client()
          .put("/v1/collections/slow/documents/a?wait=indexed", "{\"text\": \"Tea at four.\"}")
          .require(201);
      node.client()
          .post("/v1/collections/slow/answer", "{\"question\": \"When is tea?\"}")
          .require(200);
      String line = await(heard, "route=/v1/collections/{c}/answer ");
      assertTrue(
          line.matches(
              "slow request: method=POST route=/v1/collections/\\{c}/answer status=200"
                  + " took_ms=[0-9.]+( tokenize_ms=[0-9.]+)? embed_ms=[0-9.]+ search_ms=[0-9.]+"
                  + "( load_ms=[0-9.]+)?( choose_ms=[0-9.]+)?( serialize_ms=[0-9.]+)?"
                  + "( left_out=\\d+)?"),
          line);
      assertFalse(heard.list.toString().contains("tea"), "nothing of the content is logged");
      assertTrue(node.client().metric("ferrule_slow_requests_total") >= 1);
    }
  }

  @Test
  void aFastNodeLogsNone() {
    ListAppender<ILoggingEvent> heard = listen();
    try (TestNode node = TestNode.start("log.slow_requests", "0s")) {
      node.client().put("/v1/collections/fast", "{}").require(201);
      assertTrue(heard.list.stream().noneMatch(e -> e.getFormattedMessage().contains("{c} ")));
    }
  }
}
