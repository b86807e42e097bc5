// @ts-check
import { Dresser } from './dress.js';
import { withMarks } from './marks.js';
import { byId, counted, element, inMillis } from './page.js';

/** @typedef {import('./api.js').Passage} Passage */
/** @typedef {import('./api.js').Answer} Answer */
/** @typedef {(passages: Passage[], index: number, opener: HTMLElement) => void} OpenSource */

const HOW = {
  generated: 'Written by a language model from the cited passages',
  extractive: 'Quoted from the documents',
  none: 'Looked through the documents',
};

const MASKED = {
  email: 'e-mail addresses',
  phone: 'telephone numbers',
  card: 'card numbers',
  iban: 'account numbers',
  ip: 'network addresses',
};

/** The answer's place on the page: its text, its citations, and how it was made. */
export class AnswerView {
  #text = byId('answer');
  #made = byId('made');
  #passages = byId('passages');
  #title = byId('passages-title');
  #list = byId('passage-list');
  #listed = '';
  #open;

  /** @param {OpenSource} open called when someone picks a citation */
  constructor(open) {
    this.#open = open;
  }

  clear() {
    this.#text.replaceChildren();
    this.#text.className = 'answer';
    this.#listed = '';
    this.#passages.hidden = true;
    this.#made.hidden = true;
  }

  /**
   * Screen readers hear a busy region once it is complete, not token by token.
   *
   * @param {boolean} busy
   */
  set busy(busy) {
    this.#text.setAttribute('aria-busy', String(busy));
  }

  /**
   * The text so far, with a button for every mark `[n]` that names a citation.
   *
   * @param {string} text
   * @param {Passage[]} citations
   */
  showText(text, citations) {
    const paragraph = element('p');
    this.#appendMarked(paragraph, text, citations);
    this.#text.replaceChildren(paragraph);
  }

  /** @param {Answer} answer */
  showWhole(answer) {
    this.showText(withMarks(answer.answer, answer.citations), answer.citations);
    this.showCitations(answer.citations);
    this.#showMasked(answer);
    this.#showMade(answer);
  }

  /**
   * What the rules refused, with what they say to it.
   *
   * @param {Answer} answer
   */
  showBlocked(answer) {
    this.clear();
    this.#text.classList.add('none', 'blocked');
    this.#text.append(
      element('p', '', answer.reason || 'This cannot be answered here.'),
      element('p', 'quiet', 'The rules of this node did not let the question through.'),
    );
    this.#showMasked(answer);
    this.#showMade(answer);
  }

  /** @param {Answer} answer */
  #showMasked({ redacted = [] }) {
    if (redacted.length === 0) return;
    const kinds = redacted.map((kind) => MASKED[kind] ?? kind).join(', ');
    const note = element('p', 'quiet masked', `Masked here: ${kinds}.`);
    this.#text.append(note);
  }

  /** @param {Passage[]} citations */
  showCitations(citations) {
    const title = citations.length === 1 ? 'Citation' : 'Citations';
    if (!this.#showPassages(title, citations)) return;
    this.#list.className = 'numbered';
    // Hits have no bar: their scores compare hits of one search and say nothing about an answer.
    citations.forEach((citation, index) => this.#list.children[index].append(score(citation.score)));
  }

  /**
   * @param {Answer} answer
   * @param {number} documents how many were looked through
   */
  showNoAnswer(answer, documents) {
    this.clear();
    this.#text.classList.add('none');
    const where = documents > 0 ? counted(documents, 'document') : 'collection';
    this.#text.append(
      element('p', '', 'The documents do not answer this.'),
      element('p', 'quiet', `Nothing in the ${where} says it plainly enough to quote.`),
    );
    this.#showMasked(answer);
    this.#showMade(answer);
  }

  /** @param {Passage[]} hits */
  showNearest(hits) {
    if (this.#showPassages('The nearest passages', hits)) this.#list.className = '';
  }

  /** @param {string} words */
  showProblem(words) {
    this.clear();
    this.#text.classList.add('problem');
    this.#text.append(element('p', '', words));
  }

  /** @param {number} index the passage whose source is open, -1 for none */
  point(index) {
    [...this.#list.children].forEach((item, at) => {
      if (at === index) item.setAttribute('aria-current', 'true');
      else item.removeAttribute('aria-current');
    });
  }

  /** @param {string} words added below what is there */
  showNote(words) {
    this.#text.append(element('p', 'quiet', words));
  }

  /**
   * The same list comes twice, early and with the whole answer: the second time it stays as it is,
   * and with it the focus someone may have moved there.
   *
   * @param {string} title
   * @param {Passage[]} passages
   * @returns {boolean} whether the list was made anew
   */
  #showPassages(title, passages) {
    const listed = JSON.stringify(passages);
    if (listed === this.#listed) return false;
    this.#listed = listed;
    this.#title.textContent = title;
    this.#list.replaceChildren(
      ...passages.map((_, index) => passageItem(passages, index, this.#open)),
    );
    this.#passages.hidden = passages.length === 0;
    return true;
  }

  /** @param {HTMLElement} parent @param {string} text @param {Passage[]} citations */
  #appendMarked(parent, text, citations) {
    const dresser = new Dresser();
    let from = 0;
    for (const match of text.matchAll(/\s?\[(\d{1,2})\]/gu)) {
      const index = Number(match[1]) - 1;
      if (!citations[index]) continue;
      dresser.append(parent, text.slice(from, match.index));
      appendUnbroken(parent, this.#markButton(index, citations));
      dresser.startLine();
      from = match.index + match[0].length;
    }
    dresser.append(parent, text.slice(from));
  }

  /** @param {number} index @param {Passage[]} citations */
  #markButton(index, citations) {
    const button = element('button', 'mark', `[${index + 1}]`);
    button.type = 'button';
    button.setAttribute('aria-label', `Citation ${index + 1}: ${titleOf(citations[index])}`);
    button.addEventListener('click', () => this.#open(citations, index, button));
    return button;
  }

  /** @param {Answer} answer */
  #showMade(answer) {
    const summary = element('summary', '', `${answer.blocked ? 'Judged by rules' : HOW[answer.rung] ?? answer.rung} · ${inMillis(answer.took_ms)}`);
    const steps = element('ul');
    for (const { stage, ms } of answer.stages) {
      const step = element('li', '', stage);
      step.append(' ', element('span', 'number', inMillis(ms)));
      steps.append(step);
    }
    const confidence = element('li', '', 'confidence');
    confidence.append(' ', element('span', 'number', answer.confidence.toFixed(2)));
    steps.append(confidence);
    this.#made.replaceChildren(summary, steps);
    this.#made.hidden = false;
  }
}

/**
 * Appends a mark so that a line never breaks between it and the word before.
 *
 * @param {HTMLElement} parent
 * @param {HTMLElement} mark
 */
function appendUnbroken(parent, mark) {
  const before = parent.lastChild;
  const word = before instanceof Text ? /\S{1,24}$/u.exec(before.data)?.[0] ?? '' : '';
  const together = element('span', 'unbroken');
  if (before instanceof Text) before.deleteData(before.length - word.length, word.length);
  together.append(word, mark);
  parent.append(together);
}

/** @param {Passage[]} passages @param {number} index @param {OpenSource} open */
function passageItem(passages, index, open) {
  const passage = passages[index];
  const item = element('li', 'passage');
  const title = element('button', 'title', titleOf(passage));
  title.type = 'button';
  title.addEventListener('click', () => open(passages, index, title));
  const quote = element('blockquote');
  quote.dir = 'auto';
  new Dresser().append(quote, condensed(passage.text));
  item.append(title, where(passage), quote);
  return item;
}

/** @param {string} text @returns {string} without blank lines and the rules of Markdown tables */
function condensed(text) {
  const rule = /^[\s|:-]*-{3}[\s|:-]*$/u;
  return text.split('\n').filter((line) => line.trim() && !rule.test(line)).join('\n').trim();
}

/** @param {Passage} passage */
function where({ document, page }) {
  const line = element('p', 'where', document);
  if (page !== undefined) line.append(element('span', 'page', `page ${page}`));
  return line;
}

/** @param {number} value drawn as a bar up to 1 */
function score(value) {
  const line = element('p', 'score');
  const bar = element('span', 'bar');
  bar.setAttribute('aria-hidden', 'true');
  bar.style.setProperty('--filled', String(Math.min(1, Math.max(0, value))));
  line.append(bar, `score ${value.toFixed(2)}`);
  return line;
}

/** @param {Passage} passage */
function titleOf({ title, document }) {
  return title || document;
}
