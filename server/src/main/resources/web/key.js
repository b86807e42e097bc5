// @ts-check
import { byId } from './page.js';

const STORED_AS = 'ferrule.key';

/** The form that asks for an API key, and the key it got, kept for this tab's session only. */
export class KeyForm {
  #form = byId('key');
  #why = byId('key-why');
  /** @type {HTMLInputElement} */
  #value = byId('key-value');
  /** @type {{done: Promise<void>, finish: () => void} | null} */
  #asking = null;

  constructor() {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#accept(this.#value.value.trim());
    });
  }

  /** @returns {string | null} */
  get key() {
    return sessionStorage.getItem(STORED_AS);
  }

  /**
   * Resolves once someone has entered a key. Calls that wait at the same time share one form.
   *
   * @param {import('./api.js').Problem} problem why the last request was refused
   * @param {AbortSignal | null} [signal]
   * @returns {Promise<void>}
   */
  async renew(problem, signal) {
    const asking = this.#asking ?? this.#show(problem);
    await Promise.race([asking.done, whenAborted(signal)]);
  }

  /** @param {import('./api.js').Problem} problem */
  #show(problem) {
    let finish = () => {};
    const done = /** @type {Promise<void>} */ (new Promise((resolve) => { finish = resolve; }));
    this.#why.textContent = this.key === null || problem.code === 'auth.missing'
      ? 'This node asks for an API key.'
      : 'This node did not accept that API key.';
    this.#form.hidden = false;
    this.#value.value = '';
    this.#value.focus();
    this.#asking = { done, finish };
    return this.#asking;
  }

  /** @param {string} key */
  #accept(key) {
    if (!key || !this.#asking) return;
    sessionStorage.setItem(STORED_AS, key);
    this.#form.hidden = true;
    byId('question').focus();
    const { finish } = this.#asking;
    this.#asking = null;
    finish();
  }
}

/** @param {AbortSignal | null} [signal] @returns {Promise<never>} */
function whenAborted(signal) {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
