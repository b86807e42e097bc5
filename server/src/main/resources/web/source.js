// @ts-check
import { Dresser } from './dress.js';
import { byId, element, wordsOf } from './page.js';
import { cut, readsTheSame } from './text.js';

/** @typedef {import('./api.js').Passage} Passage */
/** @typedef {import('./api.js').SourceDocument} SourceDocument */

/** A longer Markdown document is shown plain, so that it opens at once. */
const MAX_DRESSED_CHARS = 200_000;

/** The panel that shows a whole document with one passage marked. */
export class SourcePanel {
  /** @type {HTMLDialogElement} */
  #dialog = byId('source');
  #title = byId('source-title');
  #where = byId('source-where');
  #steps = byId('source-steps');
  #place = byId('source-place');
  /** @type {HTMLButtonElement} */
  #before = byId('source-before');
  /** @type {HTMLButtonElement} */
  #after = byId('source-after');
  #notice = byId('source-notice');
  #text = byId('source-text');
  #beside = matchMedia('(min-width: 1100px)');
  #load;
  #shown;
  /** @type {Passage[]} */
  #passages = [];
  #index = 0;
  /** @type {HTMLElement | null} */
  #opener = null;
  /** @type {AbortController | null} */
  #loading = null;

  /**
   * @param {(passage: Passage, signal: AbortSignal) => Promise<SourceDocument>} load
   * @param {(index: number) => void} shown told which passage is on show, -1 after closing
   */
  constructor(load, shown) {
    this.#load = load;
    this.#shown = shown;
    this.#before.addEventListener('click', () => this.#step(-1));
    this.#after.addEventListener('click', () => this.#step(1));
    byId('source-close').addEventListener('click', () => this.close());
    document.addEventListener('keydown', (event) => this.#closeOnEscape(event));
    this.#dialog.addEventListener('close', () => this.#closed());
    this.#beside.addEventListener('change', () => this.#fitToWidth());
  }

  /**
   * @param {Passage[]} passages the ones to step through
   * @param {number} index the one to show first
   * @param {HTMLElement} opener gets the focus back when the panel closes
   */
  open(passages, index, opener) {
    this.#opener = opener;
    if (!this.#dialog.open) this.#unfold();
    this.#passages = passages;
    void this.#show(index);
    this.#text.focus();
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }

  /*
   * On a wide window the panel stands beside the answer and both stay in use; on a narrow one it
   * covers the page, so it is modal and the page behind it is out of reach of Tab.
   */
  #unfold() {
    if (this.#beside.matches) this.#dialog.show();
    else this.#dialog.showModal();
    document.body.classList.add('reading');
  }

  #fitToWidth() {
    if (!this.#dialog.open) return;
    this.#dialog.close();
    this.#unfold();
    this.#text.focus();
  }

  #closed() {
    // Still open when it only changed from modal to beside the answer, or back.
    if (this.#dialog.open) return;
    this.#loading?.abort();
    this.#shown(-1);
    document.body.classList.remove('reading');
    const opener = this.#opener?.isConnected ? this.#opener : byId('question');
    opener.focus();
  }

  /** @param {KeyboardEvent} event */
  #closeOnEscape(event) {
    if (event.key !== 'Escape' || !this.#dialog.open) return;
    event.preventDefault();
    this.close();
  }

  /** @param {number} by */
  #step(by) {
    const next = this.#index + by;
    if (next >= 0 && next < this.#passages.length) void this.#show(next);
  }

  /** @param {number} index */
  async #show(index) {
    const passage = this.#passages[index];
    this.#index = index;
    this.#showNames(passage);
    this.#shown(index);
    this.#tell('');
    this.#text.replaceChildren();
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const source = await this.#load(passage, loading.signal);
      if (!loading.signal.aborted) this.#showText(passage, source);
    } catch (problem) {
      if (!loading.signal.aborted) this.#tell(wordsOf(problem));
    }
  }

  /** @param {Passage} passage */
  #showNames(passage) {
    const { title, document: id } = passage;
    this.#title.textContent = title || id;
    this.#showPage(passage);
    this.#steps.hidden = this.#passages.length < 2;
    this.#place.textContent = `${this.#index + 1} of ${this.#passages.length}`;
    // Not `disabled`: a button that is switched off under the finger loses the focus.
    this.#before.setAttribute('aria-disabled', String(this.#index === 0));
    this.#after.setAttribute('aria-disabled', String(this.#index === this.#passages.length - 1));
  }

  /** @param {Passage} passage @param {SourceDocument} source */
  #showText(passage, source) {
    const { before, span, after } = cut(source.text, passage.start, passage.end);
    const mark = element('mark');
    this.#text.classList.toggle('columns', source.media_type?.startsWith('text/plain') ?? false);
    if (source.media_type?.startsWith('text/markdown') && source.text.length <= MAX_DRESSED_CHARS) {
      const dresser = new Dresser();
      dresser.append(this.#text, before);
      dresser.append(mark, span);
      this.#text.append(mark);
      dresser.append(this.#text, after);
    } else {
      mark.append(span);
      this.#text.append(before, mark, after);
    }
    mark.scrollIntoView({ block: 'center' });
    this.#showPage(passage, source);
    if (!readsTheSame(span, passage.text)) {
      this.#tell('This document has changed since it was cited, so the marked place may be wrong.');
    }
  }

  /** @param {Passage} passage @param {SourceDocument} [source] */
  #showPage({ document: id, page }, source) {
    this.#where.replaceChildren(id);
    if (page === undefined) return;
    const of = source?.pages && source.pages > 1 ? ` of ${source.pages}` : '';
    this.#where.append(element('span', 'page', `page ${page}${of}`));
  }

  /** @param {string} words */
  #tell(words) {
    this.#notice.textContent = words;
    this.#notice.hidden = words === '';
  }
}
