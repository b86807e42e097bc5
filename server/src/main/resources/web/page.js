// @ts-check
/** Small pieces every part of the page is made with. */

/**
 * A new element with a class and text. Text is only ever set as text, never as markup.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/**
 * The element of the page with this id.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element with id=${id}`);
  return /** @type {T} */ (found);
}

/**
 * A number of milliseconds, in words short enough for a line.
 *
 * @param {number} millis
 */
export function inMillis(millis) {
  if (millis >= 1000) return `${(millis / 1000).toFixed(1)} s`;
  return `${millis >= 10 ? Math.round(millis) : millis.toFixed(1)} ms`;
}

/**
 * A count with its noun: `1 document`, `70 documents`.
 *
 * @param {number} count
 * @param {string} noun
 */
export function counted(count, noun) {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * What to tell someone about a failure.
 *
 * @param {unknown} failure
 */
export function wordsOf(failure) {
  return failure instanceof Error ? failure.message : String(failure);
}
