package dev.ferrule.server.http;

import dev.ferrule.server.EventPath;
import dev.ferrule.server.answer.AnswerEngine;
import dev.ferrule.server.auth.ApiKeys;
import dev.ferrule.server.collections.Collections;
import dev.ferrule.server.collections.Ingestion;
import dev.ferrule.server.collections.Models;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.functions.NodeModel;
import dev.ferrule.server.guard.AnswerGuard;
import dev.ferrule.server.storage.NodeBackups;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import dev.ferrule.store.documents.DocumentStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The routes of a node, to look at: the parts behind them are closed. */
public final class AllRoutes {
  private AllRoutes() {}

  public static List<Route> in(Path directory) {
    Settings settings =
        Settings.read(null, Map.of(), Map.of("data.directory", directory.toString()));
    try (Store store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT);
        var models = new Models(settings)) {
      var documents = new DocumentStore(store);
      try (var collections = new Collections(settings, documents, models);
          var events =
              new EventPath(
                  settings, store, new NodeModel(models, collections, "all-MiniLM-L6-v2"))) {
        return Api.routes(
            new Api.Parts(
                settings,
                collections,
                models,
                new Ingestion(documents, InstantSource.system()),
                new AnswerGuard(
                    settings,
                    new AnswerEngine(settings, documents),
                    events.parts().intake(),
                    events.parts().engine(),
                    InstantSource.system()),
                events.parts(),
                new ApiKeys(store),
                new NodeBackups(store, settings),
                () -> true,
                Json::object,
                () -> ""));
      }
    }
  }
}
