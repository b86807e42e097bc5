package dev.ferrule.server.inbox;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** The path of events without HTTP, in a directory. Not thread-safe to close. */
public final class EventParts implements AutoCloseable {
  private static final String RULES =
      """
      Text: str = JsonData(path='$.text')
      User: Entity[str] = EntityJson(type='User', path='$.user')
      Loud = Rule(when_all=[Text == 'LOUD'], description='shouts')
      Again = Rule(when_all=[HasLabel(entity=User, label='loud')], description='known')
      WhenRules(
        rules_any=[Loud],
        then=[DeclareVerdict(verdict='hush'), LabelAdd(entity=User, label='loud')],
      )
      """;
  private static final String LABELS =
      "labels:\n  loud:\n    valid_for: [User]\n    connotation: negative\n    description: d\n";

  private final Path directory;
  public final Store store;
  public final Releases releases;
  public final ResultLog results;
  public final EventEngine engine;
  public final OrderedEvents ordered;
  public final Intake intake;
  public final DeadLetters letters;
  public final Inbox inbox;

  public EventParts(Path directory, long mostEvents, DeadLetters.Limits limits) {
    this.directory = directory;
    var clock = InstantSource.system();
    store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT);
    var labels = new StoredLabels(store, clock);
    releases = new Releases(new Services(labels, clock, Random::new));
    results = new ResultLog(store);
    engine = new EventEngine(releases, labels, results, store, clock, 20_000, true);
    ordered = new OrderedEvents(engine, 64);
    intake = new Intake("$.user", clock);
    letters = new DeadLetters(store, clock, limits);
    inbox = new Inbox(store, intake, engine, letters, mostEvents, 64);
  }

  /** Runs the rules of the tests and begins to evaluate. */
  public EventParts run() {
    try {
      Path rules = Files.createDirectories(directory.resolve("rules"));
      Files.writeString(rules.resolve("main.sml"), RULES);
      Files.writeString(rules.resolve("config.yaml"), LABELS);
      releases.run("r1", RuleSets.open(rules, StandardFunctions.Options.DEFAULT, null));
      inbox.start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonSlice event(long id, String user, String text) {
    return JsonSlice.of(
        "{\"action_id\":%d,\"action_name\":\"a\",\"data\":{\"text\":\"%s\",\"user\":\"%s\"}}"
            .formatted(id, text, user));
  }

  public Result result(long id) {
    return java.util.Objects.requireNonNull(engine.find(id), "no result");
  }

  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain: " + what);
      }
      Thread.onSpinWait();
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    inbox.close();
    ordered.close();
    store.close();
  }
}
