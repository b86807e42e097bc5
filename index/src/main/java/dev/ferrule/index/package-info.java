/**
 * Search over chunks: lexical, vector and filters, on Lucene. Derived: the store can rebuild it.
 */
@NullMarked
package dev.ferrule.index;

import org.jspecify.annotations.NullMarked;
