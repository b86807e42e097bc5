// @ts-check
import { element } from './page.js';

const LAST_BAR = /\|[ \t]*(?:\n|$)/uy;

/**
 * Appends a text with its Markdown dressed: headings and `**strong**` are bold, and the signs
 * themselves get the class `sign`, which a style sheet may dim or hide. No character is added or
 * lost, so offsets into the text stay true. One dresser serves consecutive pieces of one text.
 */
export class Dresser {
  #strong = false;
  #heading = false;
  #atLineStart = true;

  /** @param {HTMLElement} parent @param {string} text */
  append(parent, text) {
    for (const match of text.matchAll(/\*\*|\n|\||[^*|\n]+|\*/gu)) {
      const piece = match[0];
      if (piece === '\n') this.#endLine(parent);
      else if (piece === '**') this.#stars(parent, text[match.index + 2]);
      else if (piece === '|') this.#bar(parent, isLastBar(text, match.index));
      else this.#words(parent, piece);
    }
  }

  /** What follows starts a line of its own, as after a citation mark. */
  startLine() {
    this.#strong = false;
    this.#heading = false;
    this.#atLineStart = true;
  }

  /** @param {HTMLElement} parent */
  #endLine(parent) {
    parent.append('\n');
    this.startLine();
  }

  /*
   * Stars before a space cannot open (CommonMark 0.31, section 6.2, left-flanking), which keeps a
   * sentence cut out of the middle of a strong run from turning bold where the run ended.
   */
  /** @param {HTMLElement} parent @param {string} [next] the character after the stars */
  #stars(parent, next) {
    parent.append(element('span', 'sign', '**'));
    this.#strong = !this.#strong && !(next && /\s/u.test(next));
    this.#atLineStart = false;
  }

  /** @param {HTMLElement} parent @param {boolean} lastInLine */
  #bar(parent, lastInLine) {
    const outer = this.#atLineStart || lastInLine;
    parent.append(element('span', outer ? 'sign' : 'bar-sign', '|'));
    this.#atLineStart = false;
  }

  /** @param {HTMLElement} parent @param {string} words within one line */
  #words(parent, words) {
    const hashes = this.#atLineStart ? /^#{1,6} /u.exec(words)?.[0] ?? '' : '';
    if (hashes) {
      this.#heading = true;
      parent.append(element('span', 'sign', hashes));
    }
    const rest = words.slice(hashes.length);
    parent.append(this.#strong || this.#heading ? element('b', '', rest) : rest);
    this.#atLineStart = this.#atLineStart && rest.trim() === '';
  }
}

/** @param {string} text @param {number} at where the bar is */
function isLastBar(text, at) {
  LAST_BAR.lastIndex = at;
  return LAST_BAR.test(text);
}
