package dev.ferrule.server.answer;

/**
 * Where a part of an answer stands. Offsets are code points of the document's text.
 *
 * @param document the document's id
 * @param title its title
 * @param page the page, from 1; 0 where the format has none
 * @param chunk the chunk's ordinal
 * @param startCodePoints first code point of the sentence
 * @param endCodePoints one past its last
 * @param text the sentence, exactly as it stands there
 * @param score how well it answers, 0..1
 */
public record Citation(
    String document,
    String title,
    int page,
    int chunk,
    int startCodePoints,
    int endCodePoints,
    String text,
    double score) {}
