package dev.ferrule.server.http;

import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.collections.Ingestion;
import dev.ferrule.server.collections.Models;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.deadletters.DeadLetter;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.guard.AnswerGuard;
import dev.ferrule.server.inbox.Inbox;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.RuleSource;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.server.results.ResultQueries;
import dev.ferrule.server.sinks.Sinks;
import dev.ferrule.server.storage.NodeBackups;
import dev.ferrule.server.webhooks.Webhooks;
import dev.ferrule.server.workers.WorkerPool;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Every route of the node; openapi.json is held to it by a test. */
public final class Api {
  private Api() {}

  /**
   * What the routes need.
   *
   * @param ready whether the node can serve all it holds
   * @param status what the node says of itself
   * @param metrics in Prometheus' text format
   */
  public record Parts(
      Settings settings,
      Collections collections,
      Models models,
      Ingestion ingestion,
      AnswerGuard answers,
      EventParts events,
      ApiKeys keys,
      NodeBackups backups,
      BooleanSupplier ready,
      Supplier<ObjectNode> status,
      Supplier<String> metrics) {}

  /** What the routes of events need. */
  public record EventParts(
      Intake intake,
      EventEngine engine,
      OrderedEvents ordered,
      ResultLog results,
      StoredLabels labels,
      Releases releases,
      Publisher publisher,
      Inbox inbox,
      DeadLetters deadLetters,
      Webhooks webhooks,
      Sinks sinks,
      ResultQueries queries,
      RuleSource rules,
      WorkerPool workers,
      InstantSource clock) {
    /** Puts a dead letter back to where it comes from. */
    void replay(DeadLetter letter) {
      switch (letter.content().source()) {
        case INBOX, KAFKA -> inbox.replay(letter, deadLetters);
        case WEBHOOK -> webhooks.replay(letter);
        case SINK -> sinks.replay(letter);
      }
    }
  }

  public static List<Route> routes(Parts parts) {
    var routes = new ArrayList<Route>();
    routes.addAll(
        new SearchRoutes(parts.settings(), parts.collections(), parts.answers()).routes());
    routes.addAll(new CollectionRoutes(parts.settings(), parts.collections()).routes());
    routes.addAll(new DocumentRoutes(parts.collections(), parts.ingestion()).routes());
    routes.addAll(new EmbeddingRoutes(parts.models()).routes());
    EventParts events = parts.events();
    routes.addAll(
        new EventRoutes(events.intake(), events.engine(), events.ordered(), events.inbox())
            .routes());
    routes.addAll(
        new ResultRoutes(
                events.results(),
                events.queries(),
                events.releases(),
                events.rules(),
                events.clock())
            .routes());
    routes.addAll(new LabelRoutes(events.labels(), events.releases()).routes());
    routes.addAll(new ReleaseRoutes(events.publisher(), events.releases()).routes());
    routes.addAll(new RuleRoutes(events.publisher(), events.releases()).routes());
    routes.addAll(
        new WorkerRoutes(events.workers(), events.publisher(), events.releases()).routes());
    routes.addAll(new WebhookRoutes(events.webhooks()).routes());
    routes.addAll(new DeadLetterRoutes(events.deadLetters(), events::replay).routes());
    routes.addAll(
        new AdminRoutes(parts.keys(), parts.ready(), parts.status(), parts.metrics()).routes());
    routes.addAll(new BackupRoutes(parts.backups()).routes());
    routes.addAll(new PageRoutes().routes());
    return routes;
  }
}
