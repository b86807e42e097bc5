/** Claims about dead letters and webhooks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, onPage, picture } from '../harness.mjs';

test('a webhook is shown without its secret and deleted after a question', async () => {
  const on = { verdicts: ['block'], rules: ['Shouting'] };
  await api('PUT', '/v1/webhooks/ops', { url: 'https://example.org/hook', secret: 'a-secret-of-the-webhook', on });
  await onPage({}, '/console/deliveries', async (page) => {
    await page.getByText('https://example.org/hook').waitFor();
    await page.getByText('verdicts: block; rules: Shouting').waitFor();
    assert.doesNotMatch(await page.locator('main').textContent(), /a-secret-of/u);
    await picture(page, 'console-deliveries');
    await page.getByRole('button', { name: 'Delete… ops' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No webhook yet.').waitFor();
    assert.deepEqual((await api('GET', '/v1/webhooks')).webhooks, []);
  });
});

const LETTERS = [
  { id: '4', source: 'webhook', name: 'ops', at: '2026-01-31T12:00:00Z', event_id: '7', code: 'webhook.refused',
    error: 'expected a status from 200 to 299, found 503', attempts: 12, release: '', bytes: 300 },
  { id: '3', source: 'inbox', name: '', at: '2026-01-31T11:00:00Z', code: 'event.invalid', error: '<b id="bait">bad</b>', attempts: 1, release: '', bytes: 20 },
];

/** A healthy node gives nothing up for hours, so this answers in its place. */
function withLetters(asked) {
  return (page) => page.route('**/v1/dead-letters**', (route) => {
    const { method, url } = { method: route.request().method(), url: route.request().url() };
    if (method !== 'GET') asked.push(`${method} ${new URL(url).pathname}`);
    const gone = (id) => asked.some((each) => each.includes(`/${id}`));
    return route.fulfill({ json: method === 'GET'
      ? { dead_letters: LETTERS.filter(({ id }) => !gone(id)), next: null } : {} });
  });
}

test('dead letters are replayed and deleted, each after a question', async () => {
  const asked = [];
  await onPage({ before: withLetters(asked) }, '/console/deliveries', async (page) => {
    await page.getByText('found 503').waitFor();
    assert.equal(await page.locator('#bait').count(), 0);
    await picture(page, 'console-dead-letters');
    await page.getByRole('button', { name: 'Replay… 4' }).click();
    assert.deepEqual(asked, []);
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    await page.getByText('found 503').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete… 3' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('everything was evaluated and delivered').waitFor();
    assert.deepEqual(asked, ['POST /v1/dead-letters/4/replay', 'DELETE /v1/dead-letters/3']);
  });
});

test('a dead letter that is gone meanwhile is told in the words of the node', async () => {
  const before = (page) => page.route('**/v1/dead-letters?**', (route) => route.fulfill({ json: { dead_letters: LETTERS, next: null } }));
  await onPage({ before, complains: true }, '/console/deliveries', async (page) => {
    await page.getByRole('button', { name: 'Delete… 3' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText(/expected .*dead letter/u).waitFor();
  });
});
