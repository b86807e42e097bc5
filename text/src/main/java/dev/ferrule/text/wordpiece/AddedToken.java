package dev.ferrule.text.wordpiece;

/**
 * A token that is found in the text itself, before words are.
 *
 * @param content the text it matches
 * @param id its id
 * @param special whether it is one of the model's own marks; of two with the same normal form, it
 *     is the one that counts
 * @param normalized whether it matches the normalised text instead of the original
 * @param stripLeft whether it takes white space before it along
 * @param stripRight whether it takes white space after it along
 * @param singleWord whether it must not touch a letter, digit or mark
 */
record AddedToken(
    String content,
    int id,
    boolean special,
    boolean normalized,
    boolean stripLeft,
    boolean stripRight,
    boolean singleWord) {
  /** The same token, matching another text, with another id. */
  AddedToken withForm(String form, int newId) {
    return new AddedToken(form, newId, special, normalized, stripLeft, stripRight, singleWord);
  }
}
