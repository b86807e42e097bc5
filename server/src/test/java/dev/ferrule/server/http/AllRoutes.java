package dev.ferrule.server.http;

import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.answer.AnswerEngine;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.collections.Ingestion;
import dev.ferrule.server.collections.Models;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Publisher;
import dev.ferrule.server.releases.ReleaseCompiler;
import dev.ferrule.server.releases.ReleaseRunner;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.StoredReleases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.server.results.ResultQueries;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import dev.ferrule.store.documents.DocumentStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The routes of a node, to look at: the parts behind them are closed. */
public final class AllRoutes {
  private AllRoutes() {}

  public static List<Route> in(Path directory) {
    Settings settings =
        Settings.read(null, Map.of(), Map.of("data.directory", directory.toString()));
    try (Store store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT);
        var models = new Models(settings)) {
      var documents = new DocumentStore(store);
      var clock = InstantSource.system();
      var labels = new StoredLabels(store, clock);
      var services = new Services(labels, clock, Random::new);
      var releases = new Releases(services);
      var storage = new StoredReleases(store);
      var compiler = new ReleaseCompiler(services, StandardFunctions.Options.DEFAULT, null);
      var results = new ResultLog(store);
      var engine = new EventEngine(releases, labels, results, store, clock, 1, false);
      var ordered = new OrderedEvents(engine, 1);
      try (var collections = new Collections(settings, documents, models);
          var runner = new ReleaseRunner(storage, compiler, releases, "test", clock)) {
        return Api.routes(
            new Api.Parts(
                settings,
                collections,
                models,
                new Ingestion(documents, InstantSource.system()),
                new AnswerEngine(settings, documents),
                new Api.EventParts(
                    new Intake("", clock),
                    engine,
                    ordered,
                    results,
                    labels,
                    releases,
                    new Publisher(storage, runner, clock),
                    new ResultQueries(results),
                    hash -> {
                      throw new IllegalStateException("closed");
                    },
                    clock),
                new ApiKeys(store),
                () -> true,
                Json::object,
                () -> ""));
      }
    }
  }
}
