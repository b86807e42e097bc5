package dev.ferrule.rules.editor;

/**
 * What there is to say about a place.
 *
 * @param markdown the text
 */
public record Hover(Place place, String markdown) {}
