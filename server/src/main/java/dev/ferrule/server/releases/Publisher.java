package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Publishes, activates and takes back releases. Thread-safe. */
public final class Publisher {
  /** The most releases that are kept; past it the oldest that nothing refers to go. */
  static final int MOST_RELEASES = 1_000;

  private static final int FEWEST_DIGITS = 6;
  private static final int HASH_DIGITS = 64;

  private final ReleaseStorage storage;
  private final ReleaseRunner runner;
  private final ReleaseCompiler compiler;
  private final InstantSource clock;
  private final HistoryIds ids;

  public Publisher(
      ReleaseStorage storage, ReleaseRunner runner, ReleaseCompiler compiler, InstantSource clock) {
    this.storage = storage;
    this.runner = runner;
    this.compiler = compiler;
    this.clock = clock;
    this.ids = new HistoryIds(clock);
  }

  /** Who does something now. */
  public Authored now(String by, String note) {
    return new Authored(by, clock.instant(), note);
  }

  /**
   * What is to become of a release.
   *
   * @param percent for {@link ReleaseState.Stage#PERCENT}, 1 to 99; else 0
   * @param revision the revision that the state must have, or null for any
   */
  public record Activation(
      ReleaseState.Stage stage, int percent, Bounds bounds, @Nullable Long revision) {
    public static final Activation FOR_ALL =
        new Activation(ReleaseState.Stage.ALL, 0, Bounds.NONE, null);
  }

  /**
   * Keeps a release that checks and compiles.
   *
   * @return what lists show of it
   * @throws FerruleException with all errors when it does not; then nothing has changed
   */
  public Published publish(Map<String, byte[]> files, Authored authored) {
    Release release = Release.of(files);
    runner.prepare(release.hash(), () -> release);
    Published published = Published.of(release, authored);
    storage.put(
        release,
        published,
        new HistoryEntry(
            ids.next(), HistoryEntry.Action.PUBLISHED, release.hash(), null, 0, authored));
    forgetOld();
    return published;
  }

  /** An entry for the history: a rule set that came by itself was refused. */
  public HistoryEntry refused(Authored authored) {
    return new HistoryEntry(ids.next(), HistoryEntry.Action.REFUSED, "", null, 0, authored);
  }

  private void forgetOld() {
    List<Published> all = storage.list();
    if (all.size() <= MOST_RELEASES) {
      return;
    }
    ReleaseState state = storage.state();
    Set<String> needed = new HashSet<>(state.previous());
    needed.add(String.valueOf(state.live()));
    needed.add(String.valueOf(state.candidate()));
    all.subList(MOST_RELEASES, all.size()).stream()
        .map(Published::hash)
        .filter(hash -> !needed.contains(hash))
        .forEach(storage::delete);
  }

  /**
   * Makes all nodes run a release; this one does when this returns.
   *
   * @param hash its whole hash
   * @return the new state
   * @throws FerruleException with all errors when it does not compile here, and with {@link
   *     ErrorCode#RELEASE_CONFLICT} when the state changed meanwhile; then nothing has changed
   */
  public ReleaseState activate(String hash, Activation activation, Authored authored) {
    runner.prepareToRun(hash, () -> get(hash));
    ReleaseState before = requireRevision(storage.state(), activation.revision());
    Bounds bounds = activation.bounds();
    ReleaseState next =
        switch (activation.stage()) {
          case ALL -> before.activate(hash, bounds, authored);
          case SHADOW -> before.propose(hash, 0, bounds, authored);
          case PERCENT -> before.propose(hash, activation.percent(), bounds, authored);
        };
    HistoryEntry.Action action =
        switch (activation.stage()) {
          case ALL -> HistoryEntry.Action.ACTIVATED;
          case SHADOW -> HistoryEntry.Action.SHADOWED;
          case PERCENT -> HistoryEntry.Action.PERCENT;
        };
    return change(
        next, new HistoryEntry(ids.next(), action, hash, before.live(), next.percent(), authored));
  }

  /**
   * Drops the candidate, or without one makes live again what was live before.
   *
   * @param revision the revision that the state must have, or null for any
   * @return the new state
   */
  public ReleaseState rollBack(@Nullable Long revision, Authored authored) {
    ReleaseState before = requireRevision(storage.state(), revision);
    ReleaseState next = before.rollBack(authored);
    String candidate = before.candidate();
    String live = next.live();
    if (candidate == null && live != null) {
      runner.prepareToRun(live, () -> get(live));
    }
    return change(
        next,
        candidate != null
            ? new HistoryEntry(
                ids.next(), HistoryEntry.Action.DROPPED, candidate, before.live(), 0, authored)
            : new HistoryEntry(
                ids.next(),
                HistoryEntry.Action.ROLLED_BACK,
                String.valueOf(next.live()),
                before.live(),
                0,
                authored));
  }

  private static ReleaseState requireRevision(ReleaseState state, @Nullable Long revision) {
    if (revision != null && revision != state.revision()) {
      throw conflict(revision, state.revision());
    }
    return state;
  }

  private ReleaseState change(ReleaseState next, HistoryEntry entry) {
    ReleaseState changed = storage.compareAndSet(next, entry);
    if (changed == null) {
      throw conflict(next.revision(), storage.state().revision());
    }
    runner.await(changed.revision());
    return changed;
  }

  private static FerruleException conflict(long expected, long found) {
    return new FerruleException(
        ErrorCode.RELEASE_CONFLICT,
        "expected revision=%d, found revision=%d: somebody else changed the releases; look and"
                .formatted(expected, found)
            + " try again");
  }

  /** A release by its whole hash. */
  public Release get(String hash) {
    Release release = storage.find(hash);
    if (release == null) {
      throw notFound(hash);
    }
    return release;
  }

  /** The rule set of a release, to be closed. */
  public RuleSet open(Release release) {
    return compiler.open(release);
  }

  /**
   * The whole hash of a release.
   *
   * @param prefix the hash or what it begins with, at least six digits
   */
  public String resolve(String prefix) {
    if (!prefix.matches("[0-9a-f]{" + FEWEST_DIGITS + "," + HASH_DIGITS + "}")) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected %d to %d hexadecimal digits that a release begins with, found another text"
              .formatted(FEWEST_DIGITS, HASH_DIGITS));
    }
    List<String> found =
        storage.list().stream()
            .map(Published::hash)
            .filter(hash -> hash.startsWith(prefix))
            .toList();
    if (found.isEmpty()) {
      throw notFound(prefix);
    }
    if (found.size() > 1) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected more digits, found %d releases that begin with %s"
              .formatted(found.size(), prefix));
    }
    return found.getFirst();
  }

  private static FerruleException notFound(String hash) {
    return new FerruleException(
        ErrorCode.RELEASE_NOT_FOUND,
        "expected a release, found none that begins with " + Release.shortHash(hash));
  }

  /** All releases, the newest first. */
  public List<Published> list() {
    return storage.list();
  }

  /** Where releases are kept. */
  public ReleaseStorage storage() {
    return storage;
  }

  /** What this node runs. */
  public ReleaseRunner runner() {
    return runner;
  }
}
