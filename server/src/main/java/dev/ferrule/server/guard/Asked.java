package dev.ferrule.server.guard;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What somebody asked of a collection.
 *
 * @param operation {@code answer} or {@code search}
 * @param question the question
 * @param collection the collection's name
 * @param user who asks, as the client says; empty when it does not
 * @param filter the filter as it was sent, or null
 */
public record Asked(
    String operation, String question, String collection, String user, @Nullable JsonNode filter) {}
