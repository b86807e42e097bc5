package dev.ferrule.engine;

import dev.ferrule.index.CollectionIndex;
import dev.ferrule.index.Hit;
import dev.ferrule.index.IndexedChunk;
import dev.ferrule.index.Query;
import dev.ferrule.index.SearchMode;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Vectors that can be searched, numbered in the order they came, by the index that collections of a
 * node have. Thread-safe; what was added is found by searches that begin after.
 */
public final class VectorIndex implements AutoCloseable {
  /** How many vectors are written in one step. */
  private static final int STEP_ROWS = 512;

  /** The most that Lucene takes. */
  private static final int MOST_DIMS = 1_024;

  private final Scratch scratch;
  private final CollectionIndex index;
  private final Cores cores;
  private final int dims;
  private int rows;

  VectorIndex(int dims, Cores cores) {
    if (dims < 1 || dims > MOST_DIMS) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected vectors of 1 to %d dims, found %d".formatted(MOST_DIMS, dims));
    }
    this.dims = dims;
    this.cores = cores;
    this.scratch = Scratch.open();
    this.index = scratch.index();
  }

  private void requireDims(int given) {
    if (given != dims) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED, "expected dims=%d, found dims=%d".formatted(dims, given));
    }
  }

  /**
   * Adds vectors; all cores take part.
   *
   * @param vectors float32 in the machine's order, {@code [count, dims]}; none of them all zeros
   */
  public synchronized Job<VectorIndex> add(ByteBuffer vectors, int count, int givenDims) {
    requireDims(givenDims);
    FloatBuffer floats = vectors.order(ByteOrder.nativeOrder()).asFloatBuffer();
    int first = rows;
    rows = Math.addExact(rows, count);
    var next = new AtomicInteger();
    return cores.start(
        Cores.Way.ALL,
        () ->
            () -> {
              int from = next.getAndAdd(STEP_ROWS);
              if (from >= count) {
                return false;
              }
              put(floats, first, from, Math.min(count, from + STEP_ROWS));
              return true;
            },
        () -> {
          index.refresh();
          if (index.compact(true)) {
            index.refresh();
          }
          return this;
        });
  }

  private void put(FloatBuffer floats, int first, int from, int to) {
    var chunks = new ArrayList<IndexedChunk>(to - from);
    for (int i = from; i < to; i++) {
      chunks.add(new IndexedChunk(first + i, "", row(floats, i)));
    }
    index.put(Integer.toString(first + from), Map.of(), chunks);
  }

  private float[] row(FloatBuffer floats, int number) {
    var row = new float[dims];
    floats.get(number * dims, row);
    boolean points = false;
    for (float component : row) {
      points |= component != 0;
      if (!Float.isFinite(component)) {
        throw new FerruleException(
            ErrorCode.REQUEST_MALFORMED,
            "expected numbers in row %d, found one that is infinite or none".formatted(number));
      }
    }
    if (!points) {
      throw new FerruleException(
          ErrorCode.REQUEST_MALFORMED,
          "expected a vector with a direction in row %d, found a zero vector".formatted(number));
    }
    return row;
  }

  /**
   * Finds the nearest by cosine, best first; all cores take part.
   *
   * @param queries float32 in the machine's order, {@code [count, dims]}
   * @param limit the most that are found for each
   * @param rowsOut the numbers of those found, 64 bits each, -1 where there are fewer; {@code
   *     [count, limit]}
   * @param cosinesOut their cosines, float32, NaN where there are fewer; {@code [count, limit]}
   */
  public Job<VectorIndex> search(
      ByteBuffer queries,
      int count,
      int givenDims,
      int limit,
      ByteBuffer rowsOut,
      ByteBuffer cosinesOut) {
    requireDims(givenDims);
    FloatBuffer floats = queries.order(ByteOrder.nativeOrder()).asFloatBuffer();
    LongBuffer numbers = rowsOut.order(ByteOrder.nativeOrder()).asLongBuffer();
    FloatBuffer cosines = cosinesOut.order(ByteOrder.nativeOrder()).asFloatBuffer();
    var next = new AtomicInteger();
    return cores.start(
        count <= 1 ? Cores.Way.HERE : Cores.Way.ALL,
        () ->
            () -> {
              int query = next.getAndIncrement();
              if (query >= count) {
                return false;
              }
              List<Hit> hits =
                  index.search(new Query(SearchMode.DENSE, "", row(floats, query), null, limit));
              for (int i = 0; i < limit; i++) {
                boolean found = i < hits.size();
                numbers.put(query * limit + i, found ? hits.get(i).ordinal() : -1);
                cosines.put(query * limit + i, found ? hits.get(i).denseScore() : Float.NaN);
              }
              return true;
            },
        () -> this);
  }

  /** How many vectors can be found. */
  public int size() {
    return index.chunks();
  }

  @Override
  public void close() {
    scratch.close();
  }
}
