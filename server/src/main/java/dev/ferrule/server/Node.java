package dev.ferrule.server;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.answer.AnswerEngine;
import dev.ferrule.server.auth.Admission;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.collections.Ingestion;
import dev.ferrule.server.collections.Models;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.functions.NodeModel;
import dev.ferrule.server.grpc.GrpcNode;
import dev.ferrule.server.guard.AnswerGuard;
import dev.ferrule.server.http.Api;
import dev.ferrule.server.http.HttpNode;
import dev.ferrule.server.http.Json;
import dev.ferrule.server.storage.NodeBackups;
import dev.ferrule.server.workers.LoopbackServer;
import dev.ferrule.server.workers.WorkerCalls;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import dev.ferrule.store.documents.DocumentStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A running node: every part, wired. Thread-safe. */
public final class Node implements AutoCloseable {
  private final Settings settings;
  private final Instant started = Instant.now();
  private final Store store;
  private final ApiKeys keys;
  private final NodeBackups backups;
  private final Models models;
  private final Collections collections;
  private final EventPath events;
  private final NodeMetrics metrics;
  private final HttpNode http;
  private final @Nullable GrpcNode grpc;
  private @Nullable LoopbackServer ownWorkers;

  private Node(Settings settings, Store store, Models models) {
    this.settings = settings;
    this.store = store;
    this.keys = new ApiKeys(store);
    this.backups = new NodeBackups(store, settings);
    Exposure.require(settings, keys);
    this.models = models;
    var documents = new DocumentStore(store);
    var answers = new AnswerEngine(settings, documents);
    models.get(settings.text("embedding.model")); // a wrong name stops the start, not a request
    this.collections = new Collections(settings, documents, models);
    this.metrics = new NodeMetrics(store, models, collections);
    this.events =
        new EventPath(
            settings, store, new NodeModel(models, collections, settings.text("embedding.model")));
    try {
      events.measure(metrics);
      var parts =
          new Api.Parts(
              settings,
              collections,
              models,
              new Ingestion(documents, InstantSource.system()),
              new AnswerGuard(
                  settings,
                  answers,
                  events.parts().intake(),
                  events.parts().engine(),
                  InstantSource.system()),
              events.parts(),
              keys,
              backups,
              this::isReady,
              this::status,
              metrics::scrape);
      this.http =
          new HttpNode(
              settings,
              Api.routes(parts),
              keys,
              Exposure.withoutKeys(settings),
              metrics.registry());
      this.grpc =
          GrpcNode.make(
              settings,
              events.parts(),
              new WorkerCalls(
                  events.workers(), Version.NUMBER, settings.bytes("limits.body_bytes")),
              new Admission(keys, Exposure.withoutKeys(settings)),
              metrics.registry());
    } catch (RuntimeException e) { // its threads would go on without the store
      events.close();
      collections.close();
      throw e;
    }
  }

  /** Opens the data directory and begins to serve. */
  public static Node start(Settings settings) {
    Store store = Store.open(settings.data().resolve("store"), StoreSettings.DEFAULT);
    var models = new Models(settings);
    Node node;
    try {
      node = new Node(settings, store, models);
    } catch (RuntimeException e) {
      models.close();
      store.close();
      throw e;
    }
    try {
      node.http.start();
      if (node.grpc != null) {
        node.grpc.start();
      }
      node.openToWorkers();
      node.events.start();
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    return node;
  }

  private void openToWorkers() {
    var supply = events.supply();
    var own =
        supply.startsWorkers()
            ? new LoopbackServer(
                new WorkerCalls(events.workers(), Version.NUMBER, WorkerCalls.MOST_MESSAGE_BYTES),
                supply)
            : null;
    ownWorkers = own;
    supply.open(own == null ? "" : own.target());
  }

  /** Where it can be reached, as {@code http://127.0.0.1:8080}. */
  public String url() {
    String scheme = settings.text("server.tls.certificate").isEmpty() ? "http" : "https";
    return scheme + "://" + target(http.port());
  }

  /** Where gRPC can be reached, as {@code 127.0.0.1:9090}, or null when it is off. */
  public @Nullable String grpcTarget() {
    return grpc == null ? null : target(grpc.port());
  }

  private String target(int port) {
    String host = settings.text("server.host");
    return "%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
  }

  private boolean isReady() {
    return !http.isDraining() && collections.list().stream().allMatch(Collection::hasReplayed);
  }

  /** Waits until every index has caught up with the store. */
  public void awaitReady(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        throw new FerruleException(ErrorCode.INDEX_BEHIND, "the indexes did not catch up in time");
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private ObjectNode status() {
    ObjectNode json =
        Json.object()
            .put("version", Version.NUMBER)
            .put("started", started.toString())
            .put("uptime_s", Duration.between(started, Instant.now()).toSeconds())
            .put("ready", isReady())
            .put("keys_required", !keys.isEmpty())
            .put("store_sequence", store.sequence())
            .put("grpc", grpcTarget());
    events.describe(json);
    ArrayNode list = json.putArray("collections");
    for (Collection collection : collections.list()) {
      list.addObject()
          .put("name", collection.schema().name())
          .put("documents", collections.documents().count(collection.stored()))
          .put("chunks", collection.index().chunks())
          .put("model", collection.schema().model())
          .put("indexed_sequence", collection.searchableSequence());
    }
    return json;
  }

  /** Lets requests finish, brings what was acknowledged to disk, and closes every part. */
  @Override
  public void close() {
    http.stop();
    if (grpc != null) {
      grpc.stop();
    }
    events.close();
    if (ownWorkers != null) {
      ownWorkers.close();
    }
    if (grpc != null) {
      grpc.close();
    }
    collections.close();
    models.close();
    backups.close();
    store.close();
    events.release();
  }
}
