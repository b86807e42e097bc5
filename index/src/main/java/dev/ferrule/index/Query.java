package dev.ferrule.index;

import dev.ferrule.model.Filter;
import org.jspecify.annotations.Nullable;

/**
 * A search. The array is shared, not copied.
 *
 * @param mode which sides to ask
 * @param text the words; not read in dense search
 * @param vector the query's embedding; null in lexical search
 * @param filter what documents must satisfy; null for all
 * @param limit the most hits
 * @param candidates how many each side finds at least, of which the best are taken: more find
 *     better and take longer
 */
public record Query(
    SearchMode mode,
    String text,
    float @Nullable [] vector,
    @Nullable Filter filter,
    int limit,
    int candidates) {
  /** What finds 98 to 99 of 100 nearest sentences among a hundred thousand. */
  public static final int CANDIDATES = 100;

  /** A search with as many candidates as usual. */
  public Query(
      SearchMode mode, String text, float @Nullable [] vector, @Nullable Filter filter, int limit) {
    this(mode, text, vector, filter, limit, CANDIDATES);
  }
}
