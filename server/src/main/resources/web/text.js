// @ts-check
/** Text as the node counts it: offsets are code points, JavaScript strings are UTF-16. */

/**
 * The UTF-16 index of a code point; the end of the text when there are fewer.
 *
 * @param {string} text
 * @param {number} codePoints how many code points to pass over
 * @param {number} [fromIndex] a UTF-16 index to start from
 * @returns {number}
 */
export function indexOfCodePoint(text, codePoints, fromIndex = 0) {
  let index = fromIndex;
  for (let left = codePoints; left > 0 && index < text.length; left -= 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return index;
}

/**
 * A text cut around a span, so that `before + span + after` is the text.
 *
 * @param {string} text
 * @param {number} startCodePoints
 * @param {number} endCodePoints
 * @returns {{before: string, span: string, after: string}}
 */
export function cut(text, startCodePoints, endCodePoints) {
  const start = indexOfCodePoint(text, startCodePoints);
  const end = indexOfCodePoint(text, Math.max(0, endCodePoints - startCodePoints), start);
  return { before: text.slice(0, start), span: text.slice(start, end), after: text.slice(end) };
}

/**
 * Whether two texts read the same when line breaks and runs of spaces count as one space.
 *
 * @param {string} left
 * @param {string} right
 */
export function readsTheSame(left, right) {
  return squeeze(left) === squeeze(right);
}

/** @param {string} text */
function squeeze(text) {
  return text.replace(/\s+/gu, ' ').trim();
}
