/** What every claim needs: a node, a browser, a page that notes what it requests and complains of. */
import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ready, startNode } from './node.mjs';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDE = { width: 1280, height: 860 };
export const PHONE = { width: 360, height: 740 };
/** How long any one thing on the page may take. */
const WAIT_MILLIS = 15_000;

export const ANSWERED = 'what time is breakfast on saturday?';
export const UNANSWERED = 'what is the capital of mongolia';

let node;
let browser;

/** Call once before all claims about the ask page. */
export async function start() {
  const url = process.env.FERRULE_URL?.replace(/\/+$/u, '');
  node = url ? { url, stop: async () => {} } : await startNode('up');
  await ready(node.url, 'up');
  browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
}

/** Call once before all claims about the console: on a node of their own, as they change releases. */
export async function startEmpty() {
  node = await startNode('serve');
  browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
}

/** The node under test; without a data directory when somebody else started it. */
export function nodeUnderTest() {
  return node;
}

/** Call once after all claims. */
export async function stop() {
  await browser?.close();
  await node?.stop();
}

/**
 * Runs a claim on a fresh browser profile; the console must stay clean unless it says otherwise.
 *
 * @param {object} options Playwright context options, plus `complains: true` when the claim
 *     provokes errors, and `before(page)` to prepare the page before it loads
 * @param {string} path what to open
 * @param {(page: import('playwright-core').Page, seen: {requests: string[], complaints: string[]})
 *     => Promise<void>} claim
 */
export async function onPage({ complains = false, before, ...options }, path, claim) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MILLIS);
    const seen = { requests: [], complaints: [] };
    context.on('request', (request) => seen.requests.push(request.url()));
    page.on('pageerror', (error) => seen.complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) seen.complaints.push(message.text());
    });
    await before?.(page);
    await page.goto(new URL(path, node.url).href);
    await claim(page, seen);
    if (!complains) assert.deepEqual(seen.complaints, []);
  } finally {
    await context.close();
  }
}

/** Asks by hand and waits for the whole answer. */
export async function ask(page, question) {
  await page.getByLabel('Your question').fill(question);
  await page.getByLabel('Your question').press('Enter');
  await answered(page);
}

/** Waits until the answer on the page is complete. */
export async function answered(page) {
  await page.locator('#answer[aria-busy="false"]').waitFor();
  await page.locator('#answer p').first().waitFor();
}

/** Calls the node's API directly; a text is lines of JSON, and so is the answer. */
export async function api(method, path, body) {
  const isLines = typeof body === 'string';
  const init = { method, headers: { 'Content-Type': isLines ? 'application/x-ndjson' : 'application/json' } };
  if (body) init.body = isLines ? body : JSON.stringify(body);
  const response = await fetch(new URL(path, node.url), init);
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path} answered ${response.status}: ${text}`);
  if (isLines) return text.trim().split('\n').map((line) => JSON.parse(line));
  return text ? JSON.parse(text) : null;
}

/** Runs a claim while the hotel holds one more document. */
export async function withDocument(id, document, claim) {
  const path = `/v1/collections/hotel/documents/${id}`;
  await api('PUT', `${path}?wait=indexed`, document);
  try {
    await claim();
  } finally {
    await api('DELETE', path);
  }
}

/** Saves what the page looks like to target/. */
export async function picture(page, name) {
  await page.screenshot({ path: fileURLToPath(new URL(`target/${name}.png`, import.meta.url)) });
}

export function origin() {
  return new URL(node.url).origin;
}

/** @returns {string} the browser from $CHROMIUM, else the first one on the PATH */
function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const directory of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(directory, name);
      if (isExecutable(path)) return path;
    }
  }
  throw new Error('no Chromium on the PATH: install one or name it in CHROMIUM');
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
