/** Documents in: extraction, chunking, embedding, the store, and the index that follows it. */
@NullMarked
package dev.ferrule.server.collections;

import org.jspecify.annotations.NullMarked;
