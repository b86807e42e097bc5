package dev.ferrule.server.events;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.LiveRelease;
import dev.ferrule.server.releases.Observed;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.Routing;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.server.tracing.Stage;
import dev.ferrule.server.tracing.Trace;
import dev.ferrule.store.Store;
import dev.ferrule.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates events on the release that is live, applies their effects and writes their results.
 * Thread-safe.
 */
public final class EventEngine {
  private static final Logger LOG = LoggerFactory.getLogger(EventEngine.class);
  private static final byte[] NOTHING = {};

  private final Releases releases;
  private final StoredLabels labels;
  private final ResultLog log;
  private final Journal journal;
  private final InstantSource clock;
  private final boolean keepsData;

  /** Events in progress that somebody waits for. */
  private final AtomicInteger ahead = new AtomicInteger();

  /** Events with an id of their own whose result is not on disk yet. */
  private final Map<Long, CompletableFuture<Evaluated>> inProgress = new ConcurrentHashMap<>();

  /**
   * @param mostWaiting most events that wait for the disk
   * @param keepsData whether results keep the event's data
   */
  public EventEngine(
      Releases releases,
      StoredLabels labels,
      ResultLog log,
      Store store,
      InstantSource clock,
      int mostWaiting,
      boolean keepsData) {
    this.releases = releases;
    this.labels = labels;
    this.log = log;
    this.journal = new Journal(store, log, mostWaiting);
    this.clock = clock;
    this.keepsData = keepsData;
  }

  /** Whether an evaluation may wait for something, so that an event loop must not do it. */
  public boolean blocks() {
    Routing routing = releases.findRouting();
    return routing != null && routing.blocks();
  }

  /** How many results wait for the disk. */
  public int waiting() {
    return journal.waiting();
  }

  /** How many events are in progress that somebody waits for. */
  public int ahead() {
    return ahead.get();
  }

  /** The hash of the live release, or {@code otherwise} when there is none. */
  public String releaseOr(String otherwise) {
    Routing routing = releases.findRouting();
    return routing == null ? otherwise : routing.live().hash();
  }

  /**
   * Evaluates an event on this thread. Its labels have changed for whoever reads when this returns;
   * the future completes when result and effects are on disk, on the thread that writes. An event
   * whose id has come before is not evaluated again.
   *
   * @throws dev.ferrule.model.FerruleException when there is no release, too much waits, or the
   *     event is no JSON; then nothing has changed
   */
  public CompletableFuture<Evaluated> submit(Incoming incoming) {
    ahead.incrementAndGet();
    try {
      return submitBehind(incoming).whenComplete((_, _) -> ahead.decrementAndGet());
    } catch (RuntimeException | Error e) {
      ahead.decrementAndGet();
      throw e;
    }
  }

  /** As {@link #submit}, for an event that nobody waits for. */
  public CompletableFuture<Evaluated> submitBehind(Incoming incoming) {
    if (!incoming.idGiven()) {
      return evaluate(incoming);
    }
    long id = incoming.event().actionId();
    var own = new CompletableFuture<Evaluated>();
    var others = inProgress.putIfAbsent(id, own);
    if (others != null) {
      return others.thenApply(first -> new Evaluated(first.result(), true));
    }
    try {
      Result known = log.find(id);
      if (known != null) {
        inProgress.remove(id);
        own.complete(new Evaluated(known, true));
        return own;
      }
      evaluate(incoming)
          .whenComplete((evaluated, failure) -> {
            inProgress.remove(id);
            if (failure == null) {
              own.complete(evaluated);
            } else {
              own.completeExceptionally(failure);
            }
          });
      return own;
    } catch (RuntimeException | Error e) {
      inProgress.remove(id);
      own.completeExceptionally(e);
      throw e;
    }
  }

  private CompletableFuture<Evaluated> evaluate(Incoming incoming) {
    journal.requireRoom();
    while (true) {
      Routing routing = releases.routing();
      LiveRelease release = routing.choose(routeBy(incoming));
      LiveRelease.Seat seat = release.enter();
      if (seat != null) { // else it was retired just now, and another is there
        try {
          return evaluate(incoming, routing, release, seat);
        } finally {
          release.leave(seat);
        }
      }
    }
  }

  private static String routeBy(Incoming incoming) {
    return incoming.entity().isEmpty()
        ? Long.toString(incoming.event().actionId())
        : incoming.entity();
  }

  private CompletableFuture<Evaluated> evaluate(
      Incoming incoming, Routing routing, LiveRelease release, LiveRelease.Seat seat) {
    Event event = incoming.event();
    long started = System.nanoTime();
    var evaluator = seat.evaluator;
    try {
      evaluator.evaluate(event, seat.features);
    } catch (RuntimeException | Error e) {
      if (!(e instanceof FerruleException)) { // else the event is to blame
        release.countFailure(System.nanoTime() - started);
      }
      throw e;
    }
    List<EmittedEffect> effects = evaluator.effects();
    List<String> fired = evaluator.firedRules();
    int errors = evaluator.errors().size();
    Trace trace = Trace.current();
    long evaluated = trace.ended(Stage.EVALUATE, started);
    release.count(fired, errors, evaluated - started);
    EffectJson.write(effects, seat.effects);
    var result =
        new Result(
            event.actionId(),
            clock.millis(),
            event.time().toString(),
            event.actionName(),
            release.hash(),
            fired,
            verdicts(effects),
            evaluator.entities().stream().map(Entity::key).toList(),
            errors,
            seat.effects.copy(),
            seat.features.copy(),
            keepsData ? data(event) : NOTHING);
    if (routing.comparison() != null) {
      compare(event, result, routing);
    }
    var writes = new ArrayList<Consumer<Transaction.Writer>>(incoming.alongside());
    List<Consumer<Transaction.Writer>> changes =
        effects.isEmpty()
            ? List.of()
            : labels.apply(effects, evaluator.eventTime(), event.actionId(), release.hash());
    writes.addAll(changes);
    var written = journal.append(result, writes);
    if (!changes.isEmpty()) {
      written = written.whenComplete((_, failure) -> labels.settle(changes, failure));
    }
    return written.thenApply(_ -> {
      trace.ended(Stage.COMMIT, evaluated);
      return new Evaluated(result, false);
    });
  }

  /* Before the live one's labels change, so that both see the same. Whatever goes wrong with the
   * shadow is counted and goes no further: the event is the live release's. */
  private void compare(Event event, Result live, Routing routing) {
    try {
      LiveRelease shadow = routing.shadow();
      LiveRelease.Seat seat = shadow == null ? null : shadow.enter();
      if (shadow != null && seat != null) { // else it was retired just now
        try {
          compare(event, live, routing, shadow, seat);
        } finally {
          shadow.leave(seat);
        }
      }
    } catch (RuntimeException | Error e) {
      releases.compareFailed(routing);
      LOG.debug("a shadow could not evaluate an event: id={}", event.actionId(), e);
    }
  }

  private void compare(
      Event event, Result live, Routing routing, LiveRelease shadow, LiveRelease.Seat seat) {
    long started = System.nanoTime();
    try {
      seat.evaluator.evaluate(event, seat.features);
    } catch (RuntimeException | Error e) {
      shadow.countFailure(System.nanoTime() - started);
      throw e;
    }
    List<String> fired = seat.evaluator.firedRules();
    int errors = seat.evaluator.errors().size();
    shadow.count(fired, errors, System.nanoTime() - started);
    List<EmittedEffect> effects = seat.evaluator.effects();
    EffectJson.write(effects, seat.effects);
    releases.compare(
        routing,
        event,
        new Observed(live.rules(), live.verdicts(), text(live.effects()), live.errors()),
        new Observed(fired, verdicts(effects), seat.effects.toString(), errors));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static List<String> verdicts(List<EmittedEffect> effects) {
    var verdicts = new ArrayList<String>();
    for (EmittedEffect emitted : effects) {
      if (emitted.effect() instanceof Effect.Verdict(String verdict)
          && !verdicts.contains(verdict)) {
        verdicts.add(verdict);
      }
    }
    return verdicts;
  }

  private static byte[] data(Event event) {
    var data = event.data();
    return Arrays.copyOfRange(data.bytes(), data.offset(), data.offset() + data.length());
  }

  /** The result of an event that came before, or null. */
  public @Nullable Result find(long id) {
    return log.find(id);
  }
}
