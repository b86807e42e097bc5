package dev.ferrule.text.wordpiece;

/**
 * A token that is found in the text itself, before words are.
 *
 * @param content the text it matches
 * @param id its id
 * @param normalized whether it matches the normalised text instead of the original
 * @param stripLeft whether it takes white space before it along
 * @param stripRight whether it takes white space after it along
 * @param singleWord whether it must not touch a letter, digit or mark
 */
record AddedToken(
    String content,
    int id,
    boolean normalized,
    boolean stripLeft,
    boolean stripRight,
    boolean singleWord) {}
