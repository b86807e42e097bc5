// @ts-check
import { AnswerView } from './answer.js';
import { Api } from './api.js';
import { History } from './history.js';
import { KeyForm } from './key.js';
import { byId, counted, element, wordsOf } from './page.js';
import { SourcePanel } from './source.js';

/** @typedef {import('./api.js').Answer} Answer */
/** @typedef {import('./api.js').Collection} Collection */
/** @typedef {import('./history.js').Asked} Asked */

const SAMPLES = new Map([['hotel', [
  'What time is breakfast on Saturday?',
  'Which rooms have a kitchenette?',
  'How long is a gift voucher valid?',
  'Is the spa open on Christmas Day?',
]]]);

/** @type {HTMLTextAreaElement} */
const box = byId('question');
/** @type {HTMLSelectElement} */
const picker = byId('collection');
const api = new Api(new KeyForm());
const view = new AnswerView((passages, index, opener) => source.open(passages, index, opener));
const source = new SourcePanel(
  (passage, signal) => api.document(shownCollection, passage.document, signal),
  (index) => view.point(index),
);
const history = new History((asked) => {
  visit(asked);
  byId('result').focus();
});

/** @type {Collection[]} */
let collections = [];
/** The collection the answer on show came from. */
let shownCollection = '';
/** @type {AbortController | null} */
let asking = null;
/** Answers of this page view, so that back and forward do not ask again. @type {Map<string, Answer>} */
const answers = new Map();

/** @param {Asked} asked */
function addressOf({ question, collection }) {
  return `?${new URLSearchParams({ q: question, c: collection })}`;
}

/** @returns {Asked | null} what the address asks, null when it asks nothing */
function askedByAddress() {
  const params = new URLSearchParams(location.search);
  const question = params.get('q')?.trim();
  return question ? { question, collection: params.get('c') || picker.value } : null;
}

/**
 * Puts a question into the address, then shows its answer.
 *
 * @param {Asked} asked
 */
function visit(asked) {
  if (addressOf(asked) !== location.search) window.history.pushState(null, '', addressOf(asked));
  window.scrollTo(0, 0);
  void show(asked);
}

/** Shows what the address asks, or the start. */
function showAddress() {
  const asked = askedByAddress();
  if (asked) void show(asked);
  else showStart();
}

function showStart() {
  asking?.abort();
  source.close();
  document.body.dataset.state = 'start';
  document.title = 'Ferrule';
  byId('result').hidden = true;
  showScope();
  history.show(null);
}

/** @param {Asked} asked */
async function show(asked) {
  asking?.abort();
  source.close();
  document.body.dataset.state = 'asked';
  document.title = `${asked.question} · Ferrule`;
  box.value = asked.question;
  byId('result').hidden = false;
  byId('samples').hidden = true;
  byId('spoken').textContent = '';
  view.clear();
  history.show(asked);
  if (!collections.some(({ name }) => name === asked.collection)) {
    view.showProblem(`This node has no collection named “${asked.collection}”.`);
    return;
  }
  picker.value = asked.collection;
  shownCollection = asked.collection;
  showScope();
  const answer = answers.get(addressOf(asked));
  if (answer) await under(asked, (signal) => showAnswer(asked, answer, signal));
  else await under(asked, (signal) => stream(asked, signal));
}

/**
 * Runs one question with the progress line and the stop button; the question before it is stopped.
 *
 * @param {Asked} asked
 * @param {(signal: AbortSignal) => Promise<void>} run
 */
async function under(asked, run) {
  const mine = new AbortController();
  asking = mine;
  showProgress('Looking through the documents…');
  try {
    await run(mine.signal);
  } catch (problem) {
    if (asking !== mine) return;
    if (mine.signal.aborted) view.showNote('Stopped before the answer was complete.');
    else view.showProblem(wordsOf(problem));
  }
  if (asking !== mine) return;
  asking = null;
  endProgress();
  history.add(asked);
}

/** @param {Asked} asked @param {AbortSignal} signal */
async function stream(asked, signal) {
  /** @type {import('./api.js').Passage[]} */
  let citations = [];
  let text = '';
  for await (const { event, data } of api.answer(asked.collection, asked.question, signal)) {
    if (event === 'citations') {
      citations = data.citations;
      view.showCitations(citations);
    } else if (event === 'token') {
      text += data.text;
      showProgress('Answering…');
      view.showText(text, citations);
    } else if (event === 'restart') {
      text = '';
      view.showText(text, citations);
    } else if (event === 'done') {
      answers.set(addressOf(asked), data);
      await showAnswer(asked, data, signal);
    }
  }
}

/** @param {Asked} asked @param {Answer} answer @param {AbortSignal} signal */
async function showAnswer(asked, answer, signal) {
  if (answer.blocked) {
    view.showBlocked(answer);
    speak('The rules of this node did not let the question through.');
    return;
  }
  if (!answer.no_answer) {
    view.showWhole(answer);
    speak(`Answered with ${counted(answer.citations.length, 'citation')}.`);
    return;
  }
  const found = collections.find(({ name }) => name === asked.collection);
  view.showNoAnswer(answer, found?.documents ?? 0);
  view.showNearest(await api.search(asked.collection, asked.question, signal));
}

/** @param {string} words */
function showProgress(words) {
  byId('progress-words').textContent = words;
  byId('progress').hidden = false;
  view.busy = true;
}

function endProgress() {
  if (document.activeElement === byId('stop')) box.focus();
  byId('progress').hidden = true;
  view.busy = false;
}

/** @param {string} words for screen readers */
function speak(words) {
  byId('spoken').textContent = words;
}

/** What can be asked: how many documents, and a few questions to start with. */
function showScope() {
  const chosen = collections.find(({ name }) => name === picker.value);
  byId('scope').textContent = chosen
    ? `${counted(chosen.documents, 'document')} in ${chosen.name}`
    : 'This node holds no documents yet.';
  const samples = document.body.dataset.state === 'start' ? SAMPLES.get(picker.value) ?? [] : [];
  byId('samples').replaceChildren(...samples.map(sampleButton));
  byId('samples').hidden = samples.length === 0;
}

/** @param {string} question */
function sampleButton(question) {
  const button = element('button', 'sample', question);
  button.type = 'button';
  button.addEventListener('click', () => {
    visit({ question, collection: picker.value });
    byId('result').focus();
  });
  return button;
}

async function showCollections() {
  collections = await api.collections();
  picker.replaceChildren(...collections.map(({ name }) => new Option(name, name)));
  if (collections.some(({ name }) => name === 'hotel')) picker.value = 'hotel';
  byId('picker').hidden = collections.length < 2;
  showScope();
}

byId('ask').addEventListener('submit', async (event) => {
  event.preventDefault();
  await ready;
  const asked = { question: box.value.trim(), collection: picker.value };
  if (!asked.question || collections.length === 0) return;
  answers.delete(addressOf(asked));
  visit(asked);
  // On a touch screen the keyboard would stay up and cover the answer.
  if (matchMedia('(pointer: coarse)').matches) byId('result').focus();
});
box.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing) return;
  event.preventDefault();
  /** @type {HTMLFormElement} */ (byId('ask')).requestSubmit();
});
byId('stop').addEventListener('click', () => asking?.abort());
picker.addEventListener('change', showScope);
window.addEventListener('popstate', () => {
  box.value = '';
  showAddress();
});

const ready = showCollections();
try {
  await ready;
  showAddress();
} catch (problem) {
  byId('result').hidden = false;
  view.showProblem(wordsOf(problem));
}
