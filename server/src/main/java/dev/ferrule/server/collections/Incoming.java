package dev.ferrule.server.collections;

import dev.ferrule.model.FieldValue;
import java.util.List;
import java.util.Map;

/**
 * A document as it arrives. The array is shared, not copied.
 *
 * @param id its id
 * @param title its title; empty to take the one in the content
 * @param mediaType what {@code content} is
 * @param content the file
 * @param metadata values by field, in the schema's types
 */
public record Incoming(
    String id,
    String title,
    String mediaType,
    byte[] content,
    Map<String, List<FieldValue>> metadata) {}
