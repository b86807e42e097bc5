package dev.ferrule.store.documents;

import dev.ferrule.model.CollectionSchema;

/**
 * A collection and the number its keys begin with.
 *
 * @param number unique for all time in this store
 * @param schema what it is made of
 */
public record StoredCollection(int number, CollectionSchema schema) {}
