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
 */
public record Query(
    SearchMode mode, String text, float @Nullable [] vector, @Nullable Filter filter, int limit) {}
