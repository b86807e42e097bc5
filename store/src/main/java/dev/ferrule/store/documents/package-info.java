/** Collections, documents, chunks and their changes, as typed tables over the store. */
@NullMarked
package dev.ferrule.store.documents;

import org.jspecify.annotations.NullMarked;
