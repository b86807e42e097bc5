// @ts-check
import { byId, element } from './page.js';

const STORED_AS = 'ferrule.asked';
const MAX_ENTRIES = 20;

/** @typedef {{question: string, collection: string}} Asked */

/** The questions of this tab's session, latest first; a reload keeps them. */
export class History {
  #section = byId('history');
  #list = byId('history-list');
  #again;
  /** @type {Asked[]} */
  #entries = stored();

  /** @param {(asked: Asked) => void} again called when someone picks a question */
  constructor(again) {
    this.#again = again;
  }

  /** @param {Asked} asked */
  add(asked) {
    this.#entries = [asked, ...this.#entries.filter((entry) => !same(entry, asked))];
    this.#entries.length = Math.min(this.#entries.length, MAX_ENTRIES);
    sessionStorage.setItem(STORED_AS, JSON.stringify(this.#entries));
  }

  /**
   * Lists every question but the one on show.
   *
   * @param {Asked | null} shown
   */
  show(shown) {
    const others = this.#entries.filter((entry) => !shown || !same(entry, shown));
    this.#list.replaceChildren(...others.map((entry) => this.#item(entry)));
    this.#section.hidden = others.length === 0;
  }

  /** @param {Asked} entry */
  #item(entry) {
    const item = element('li');
    const button = element('button', 'plain', entry.question);
    button.type = 'button';
    button.addEventListener('click', () => this.#again(entry));
    item.append(button);
    return item;
  }
}

/** @returns {Asked[]} */
function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED_AS) ?? '[]');
  } catch {
    return [];
  }
}

/** @param {Asked} left @param {Asked} right */
function same(left, right) {
  return left.question === right.question && left.collection === right.collection;
}
