package dev.ferrule.server.releases;

import dev.ferrule.rules.evaluation.Event;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How a shadow does beside the live release, on this node since both run together. Thread-safe; an
 * event on which both agree costs two counts and no lock.
 */
public final class ShadowComparison {
  private static final int MOST_SAMPLES = 100;
  private static final int MOST_SAMPLE_CHARS = 4_096;

  /** Names counted each by itself; what comes after is counted together. */
  private static final int MOST_NAMES = 10_000;

  private static final String OTHERS = "(others)";

  private final String live;
  private final String shadow;
  private final Instant since;
  private final LongAdder compared = new LongAdder();
  private final LongAdder differing = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Map<String, Sides> rules = new ConcurrentHashMap<>();
  private final Map<String, Sides> verdicts = new ConcurrentHashMap<>();

  /** The latest, guarded by itself. */
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  private record Sides(LongAdder onlyLive, LongAdder onlyShadow) {}

  /** On how many events only one of two had something. */
  public record Counts(long onlyLive, long onlyShadow) {}

  /** An event on which both differ. */
  public record Sample(long id, String action, Observed live, Observed shadow) {}

  /**
   * What was found so far.
   *
   * @param live the hash of the live release
   * @param shadow the hash of the shadow
   * @param since when they began to run together
   * @param compared events that both evaluated
   * @param differing of these, how many came to another result
   * @param failed events that the shadow could not evaluate
   * @param rules by name, on how many events only one had the rule fire
   * @param verdicts by verdict, on how many events only one declared it
   * @param samples the latest differing events, the newest first
   */
  public record Snapshot(
      String live,
      String shadow,
      Instant since,
      long compared,
      long differing,
      long failed,
      Map<String, Counts> rules,
      Map<String, Counts> verdicts,
      List<Sample> samples) {}

  ShadowComparison(String live, String shadow, Instant since) {
    this.live = live;
    this.shadow = shadow;
    this.since = since;
  }

  boolean isOf(LiveRelease live, LiveRelease shadow) {
    return this.live.equals(live.hash()) && this.shadow.equals(shadow.hash());
  }

  /** Counts what both made of an event. */
  void add(Event event, Observed byLive, Observed byShadow) {
    compared.increment();
    if (byLive.equals(byShadow) || sameInAnotherOrder(byLive, byShadow)) {
      return;
    }
    differing.increment();
    count(rules, byLive.rules(), byShadow.rules());
    count(verdicts, byLive.verdicts(), byShadow.verdicts());
    var sample = new Sample(event.actionId(), event.actionName(), cut(byLive), cut(byShadow));
    synchronized (samples) {
      if (samples.size() == MOST_SAMPLES) {
        samples.removeLast();
      }
      samples.addFirst(sample);
    }
  }

  /** Counts an event that the shadow could not evaluate. */
  void fail() {
    failed.increment();
  }

  /* Rules that moved to another file run in another order, which changes nothing. */
  private static boolean sameInAnotherOrder(Observed one, Observed other) {
    return one.errors() == other.errors()
        && one.effects().length() == other.effects().length()
        && sorted(one.rules()).equals(sorted(other.rules()))
        && sorted(one.verdicts()).equals(sorted(other.verdicts()))
        && ReleaseJson.sameElements(one.effects(), other.effects());
  }

  private static List<String> sorted(List<String> texts) {
    var all = new ArrayList<>(texts);
    Collections.sort(all);
    return all;
  }

  private static void count(Map<String, Sides> counts, List<String> live, List<String> shadow) {
    var only = new HashSet<>(live);
    shadow.forEach(only::remove);
    only.forEach(name -> sides(counts, name).onlyLive().increment());
    only.clear();
    only.addAll(shadow);
    live.forEach(only::remove);
    only.forEach(name -> sides(counts, name).onlyShadow().increment());
  }

  private static Sides sides(Map<String, Sides> counts, String given) {
    String name = counts.size() < MOST_NAMES || counts.containsKey(given) ? given : OTHERS;
    return counts.computeIfAbsent(name, _ -> new Sides(new LongAdder(), new LongAdder()));
  }

  private static Observed cut(Observed observed) {
    return observed.effects().length() <= MOST_SAMPLE_CHARS
        ? observed
        : new Observed(observed.rules(), observed.verdicts(), "[]", observed.errors());
  }

  /** What was found so far. */
  public Snapshot snapshot() {
    List<Sample> latest;
    synchronized (samples) {
      latest = List.copyOf(samples);
    }
    return new Snapshot(
        live,
        shadow,
        since,
        compared.sum(),
        differing.sum(),
        failed.sum(),
        counts(rules),
        counts(verdicts),
        latest);
  }

  private static Map<String, Counts> counts(Map<String, Sides> sides) {
    var counts = new TreeMap<String, Counts>();
    sides.forEach((name, both) ->
        counts.put(name, new Counts(both.onlyLive().sum(), both.onlyShadow().sum())));
    return counts;
  }
}
