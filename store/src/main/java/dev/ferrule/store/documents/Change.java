package dev.ferrule.store.documents;

/**
 * One change of a collection: the document was put, or is gone. Which of the two, the document
 * table tells: a replay reads the state as of now, so applying a change twice, or late, does no
 * harm.
 *
 * @param sequence its place among all changes; ascending
 * @param documentId the document
 */
public record Change(long sequence, String documentId) {}
