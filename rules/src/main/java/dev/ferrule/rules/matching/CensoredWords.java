package dev.ferrule.rules.matching;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Words, found even where their letters are hidden: {@code b4d}, {@code b.a.d}, {@code baaaad},
 * {@code b a d}, {@code b*d}, full-width, Cyrillic and other look-alikes. Immutable, thread-safe.
 *
 * <p>All words are looked for in one pass. Time grows with the text; for each character with the
 * words that have begun and may still go on, which are few.
 */
public final class CensoredWords {
  /** Where a word may stand. */
  public enum Place {
    ANYWHERE,
    /** Not beside a letter or a number. */
    WHOLE_WORD
  }

  /** Whether a word counts that is written as it is. */
  public enum Plain {
    COUNTS,
    IGNORED
  }

  /** Whether a word is also found with an {@code s} at its end. */
  public enum Plurals {
    FOUND,
    NOT_FOUND
  }

  /*
   * A trie of the words, walked by every way of reading the text at once. A state of the walk is a
   * node and what decides how it may go on: how many letters more than the word has stand in the
   * current run, whether the letters so far stand apart, and what has been skipped since the last.
   * Two ways to the same state go on alike, so only one is kept, which bounds the states by the
   * trie and not by the text.
   */
  private static final int MOST_SKIPPED = 7;
  private static final int MOST_GUESSED = 3;

  private final List<String> words;
  private final Place place;
  private final Plain plain;
  private final CensoredTrie trie;

  private CensoredWords(List<String> words, Place place, Plain plain, Plurals plurals) {
    this.words = List.copyOf(words);
    this.place = place;
    this.plain = plain;
    this.trie = new CensoredTrie();
    for (int i = 0; i < words.size(); i++) {
      int[] letters = letters(words.get(i));
      if (letters.length > 0) {
        trie.add(letters, i);
        if (plurals == Plurals.FOUND) {
          int[] plural = Arrays.copyOf(letters, letters.length + 1);
          plural[letters.length] = 's';
          trie.add(plural, i);
        }
      }
    }
  }

  /** Compiles words; those without a visible character are never found. */
  public static CensoredWords of(List<String> words, Place place, Plain plain, Plurals plurals) {
    return new CensoredWords(words, place, plain, plurals);
  }

  private static int[] letters(String word) {
    return word.strip()
        .codePoints()
        .map(c -> Words.isSpace(c) ? ' ' : Lookalikes.fold(c))
        .filter(c -> c >= 0)
        .toArray();
  }

  /** The words, in order. */
  public List<String> words() {
    return words;
  }

  /** The number of the first of the words, in their order, that the text has; -1 without one. */
  public int first(String text) {
    return all(text).nextSetBit(0);
  }

  /** The numbers of all words that the text has. */
  public BitSet all(String text) {
    var found = new BitSet();
    var now = new WalkStates();
    var next = new WalkStates();
    var before = Roles.of(' ');
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      int end = at + Character.charCount(codePoint);
      var roles = Roles.of(codePoint);
      if (!roles.has(Roles.INVISIBLE)) {
        next.clear();
        for (int i = 0; i < now.size(); i++) {
          advance(now.state(i), now.start(i), roles, next);
        }
        if (place == Place.ANYWHERE || !before.has(Roles.IN_WORD)) {
          enter(CensoredTrie.ROOT, WalkState.START, at, roles, next);
        }
        collect(text, end, next, found);
        var swap = now;
        now = next;
        next = swap;
        before = roles;
      }
      at = end;
    }
    return found;
  }

  private void advance(long state, int start, Roles roles, WalkStates next) {
    int node = WalkState.node(state);
    if (roles.has(Roles.SPACE)) {
      int space = trie.child(node, ' ');
      if (space != 0 && WalkState.mayLeave(state, trie.run(node))) {
        next.add(WalkState.enter(state, space, false), start);
      } else if (trie.letter(node) == ' ') {
        skip(WalkState.skip(state), start, next);
      } else if (WalkState.maySpace(state)) {
        skip(WalkState.space(state), start, next);
      }
      return;
    }
    enter(node, state, start, roles, next);
    if (roles.mayBe(trie.letter(node)) && !roles.has(Roles.VOWEL) && trie.letter(node) > '9') {
      next.add(WalkState.repeat(state), start);
    }
    if (roles.has(Roles.SEPARATOR)) {
      skip(WalkState.skip(state), start, next);
      int space = trie.child(node, ' ');
      if (space != 0 && WalkState.mayLeave(state, trie.run(node))) {
        next.add(WalkState.enter(state, space, false), start);
      }
    }
  }

  private static void skip(long state, int start, WalkStates next) {
    if (WalkState.skipped(state) <= MOST_SKIPPED) {
      next.add(state, start);
    }
  }

  /** Goes on to every child that the character may stand for. */
  private void enter(int node, long state, int start, Roles roles, WalkStates next) {
    boolean atRoot = node == CensoredTrie.ROOT;
    if (!atRoot && !WalkState.mayEnter(state)) {
      return;
    }
    for (int letter : roles.letters()) {
      int child = trie.child(node, letter);
      if (child != 0 && mayLeaveTo(child, node, state)) {
        next.add(WalkState.enter(state, child, false), start);
      }
    }
    if (roles.has(Roles.VOWEL) && !atRoot && WalkState.guessed(state) < MOST_GUESSED) {
      for (int i = 0; i < 5; i++) {
        int child = trie.child(node, "aeiou".charAt(i));
        if (child != 0 && mayLeaveTo(child, node, state)) {
          next.add(WalkState.enter(state, child, true), start);
        }
      }
    }
  }

  private boolean mayLeaveTo(int child, int node, long state) {
    return trie.letter(child) == trie.letter(node)
        ? WalkState.extra(state) == 0
        : WalkState.mayLeave(state, trie.run(node));
  }

  private void collect(String text, int end, WalkStates states, BitSet found) {
    for (int i = 0; i < states.size(); i++) {
      long state = states.state(i);
      int node = WalkState.node(state);
      for (int word = trie.firstWord(node); word >= 0; word = trie.nextWord(word)) {
        int number = trie.numberOf(word);
        if (!found.get(number)
            && WalkState.skipped(state) == 0
            && WalkState.mayLeave(state, trie.run(node))
            && WalkState.spacedEnough(state, trie.depth(node))
            && endsHere(text, end)
            && counts(text.substring(states.start(i), end), words.get(number))) {
          found.set(number);
        }
      }
    }
  }

  private boolean endsHere(String text, int end) {
    if (place == Place.ANYWHERE) {
      return true;
    }
    int at = end;
    while (at < text.length()) {
      var roles = Roles.of(text.codePointAt(at));
      if (!roles.has(Roles.INVISIBLE)) {
        return !roles.has(Roles.IN_WORD);
      }
      at += Character.charCount(text.codePointAt(at));
    }
    return true;
  }

  private boolean counts(String written, String word) {
    if (plain == Plain.COUNTS) {
      return true;
    }
    String lower = written.toLowerCase(Locale.ROOT);
    String wanted = word.toLowerCase(Locale.ROOT);
    return !lower.equals(wanted) && !lower.equals(wanted + "s");
  }
}
