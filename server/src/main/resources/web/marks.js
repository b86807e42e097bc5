// @ts-check

/** @typedef {import('./api.js').Passage} Passage */

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const LIST_NUMBER = /^\s*\d{1,3}[.)]\s+/u;
const LINK_TARGET = /\]\([^)\s]*\)/gu;

/**
 * The answer with marks `[n]`: its own when it has any, else one after each sentence it quotes.
 * What it does not quote word for word is marked at the end.
 *
 * @param {string} text
 * @param {Passage[]} citations
 * @returns {string}
 */
export function withMarks(text, citations) {
  if (citations.some((_, index) => text.includes(`[${index + 1}]`))) return text;
  const answer = bare(text);
  /** @type {{at: number, mark: string}[]} */
  const marks = citations.map(({ text: quoted }, index) => {
    const words = bare(quoted.replace(LIST_NUMBER, '').replace(LINK_TARGET, ']')).letters;
    const found = words ? answer.letters.indexOf(words) : -1;
    const at = found < 0 ? text.length : answer.ends[found + words.length - 1];
    return { at: afterSentence(text, at), mark: ` [${index + 1}]` };
  });
  marks.sort((left, right) => right.at - left.at || (left.mark < right.mark ? 1 : -1));
  return marks.reduce((marked, { at, mark }) => marked.slice(0, at) + mark + marked.slice(at), text);
}

/**
 * The letters and digits of a text alone: an answer quotes words, without a document's Markdown.
 *
 * @param {string} text
 * @returns {{letters: string, ends: number[]}} `ends[i]` is where UTF-16 unit `i` of `letters`
 *     ends in the text
 */
function bare(text) {
  let letters = '';
  /** @type {number[]} */
  const ends = [];
  let index = 0;
  for (const character of text) {
    index += character.length;
    if (!LETTER_OR_DIGIT.test(character)) continue;
    letters += character;
    for (let unit = 0; unit < character.length; unit += 1) ends.push(index);
  }
  return { letters, ends };
}

/** @param {string} text @param {number} from @returns {number} behind the punctuation there */
function afterSentence(text, from) {
  return from + (/^[^\s\p{L}\p{N}]*/u.exec(text.slice(from))?.[0].length ?? 0);
}
