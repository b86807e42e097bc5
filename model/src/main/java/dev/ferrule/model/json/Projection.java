package dev.ferrule.model.json;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.List;

/**
 * A set of paths that one pass over a document's bytes finds the values of. Immutable, thread-safe.
 *
 * <p>All of the document is checked, also what no path leads to: structure, strings, UTF-8 and
 * numbers, as {@link JsonScanner} says. Nothing is allocated for it, nor for what is found until it
 * is asked for as text or as an object. Of fields of the same name in one object the last counts,
 * with everything below it.
 */
public final class Projection {
  /**
   * What a document may have.
   *
   * @param documentBytes how long it may be
   * @param depth how many objects and arrays may be open at once, at most {@link #MOST_DEPTH}
   */
  public record Limits(int documentBytes, int depth) {
    /** As deep as values can be made without an end of the stack. */
    public static final int MOST_DEPTH = 2_000;

    /** 16 MiB and 500 levels. */
    public static final Limits DEFAULT = new Limits(16 << 20, 500);

    public Limits {
      if (documentBytes < 1 || depth < 1 || depth > MOST_DEPTH) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected documentBytes >= 1 and depth from 1 to %d, found documentBytes=%d depth=%d"
                .formatted(MOST_DEPTH, documentBytes, depth));
      }
    }
  }

  private final List<JsonPath> paths;
  private final Limits limits;
  private final TrieNode root;
  private final int nodes;

  private Projection(List<JsonPath> paths, Limits limits) {
    this.paths = List.copyOf(paths);
    this.limits = limits;
    var builder = new TrieBuilder();
    for (int i = 0; i < paths.size(); i++) {
      builder.add(i, paths.get(i));
    }
    int[] ids = {0};
    root = builder.build(ids);
    nodes = ids[0];
  }

  /** The paths, which are then known by their position in the list, under the default limits. */
  public static Projection of(List<JsonPath> paths) {
    return of(paths, Limits.DEFAULT);
  }

  /** The paths, which are then known by their position in the list. */
  public static Projection of(List<JsonPath> paths, Limits limits) {
    return new Projection(paths, limits);
  }

  /** The paths, in their order. */
  public List<JsonPath> paths() {
    return paths;
  }

  /** A place for what is found, to be used again and again by one thread. */
  public Projected newProjected() {
    return new Projected(this);
  }

  /**
   * Finds the values in a document. What is found refers to the bytes, which must stay as they are
   * until the next read.
   *
   * @param into from {@link #newProjected()}; after a failure all its paths are absent
   * @throws FerruleException {@link ErrorCode#EVENT_INVALID} if it is not JSON, with the position
   *     and what was expected there; {@link ErrorCode#EVENT_TOO_LARGE} beyond the limits
   */
  public void read(byte[] bytes, int offset, int length, Projected into) {
    into.read(this, bytes, offset, length);
  }

  Limits limits() {
    return limits;
  }

  TrieNode root() {
    return root;
  }

  int nodes() {
    return nodes;
  }
}
