package dev.ferrule.server.answer;

import dev.ferrule.index.Hit;
import dev.ferrule.model.Chunk;
import dev.ferrule.model.Document;

/**
 * A chunk that may hold the answer.
 *
 * @param hit how it was found
 * @param document its document, without the text
 * @param chunk the chunk
 */
public record Passage(Hit hit, Document document, Chunk chunk) {}
