/** Claims about the way of a release: published, tried as a shadow, activated, taken back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, onPage, picture } from '../harness.mjs';
import { publish, quieterFiles, send, shout } from './rules.mjs';

let live;
let next;

test('another release is published without running', async () => {
  ({ live } = await api('GET', '/v1/releases/state'));
  next = await publish(quieterFiles(), 'shout louder');
  assert.notEqual(next, live);
  assert.equal((await state()).live, live);
});

const state = () => api('GET', '/v1/releases/state');

async function confirm(page, name, note) {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Who').fill('ines');
  await dialog.getByLabel('Why').fill(note);
  await dialog.getByRole('button', { name }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('two releases are compared', async () => {
  await onPage({}, '/console/releases', async (page) => {
    await page.getByRole('link', { name: 'Compare…' }).last().click();
    await page.getByText('Choose the release to compare').waitFor();
    await page.getByRole('link', { name: 'Diff', exact: true }).first().click();
    await page.locator('.diff .added', { hasText: 'MessageLength >= 300,' }).waitFor();
    await page.locator('.diff .removed', { hasText: 'MessageLength >= 30,' }).waitFor();
    await page.getByText('changed').first().waitFor();
    assert.match(page.url(), new RegExp(`${live}/diff/${next}`, 'u'));
    await picture(page, 'console-diff');
  });
});

test('a release runs as a shadow, and what differs is shown and opened', async () => {
  await onPage({}, '/console/releases', async (page) => {
    await page.getByRole('button', { name: `Activate… ${next.slice(0, 10)}` }).click();
    await page.getByLabel('None yet: as a shadow').check();
    await confirm(page, 'Start the shadow', 'try it');
    await page.getByText('as a shadow, without effects').waitFor();
    const now = await state();
    assert.deepEqual([now.live, now.candidate, now.percent, now.by], [live, next, 0, 'ines']);
    await page.waitForFunction(async (hash) => {
      const { nodes } = await (await fetch('/v1/releases/state')).json();
      return nodes.some(({ candidate }) => candidate === hash);
    }, next);
    const [{ id }] = await send([shout('shadow-1'), shout('shadow-2')]);
    await page.getByRole('link', { name: 'Shadow comparison' }).click();
    await page.getByRole('row', { name: /Shouting/u }).first().waitFor();
    await picture(page, 'console-shadow');
    await page.locator(`a[href="/console/events/${id}"]`).click();
    await page.getByRole('heading', { name: `message_sent ${id}` }).waitFor();
  });
});

test('a candidate is promoted to a share, then to all, and rolled back, each after a question', async () => {
  await onPage({}, '/console/releases', async (page) => {
    await page.getByRole('button', { name: 'Promote candidate…' }).click();
    await page.getByLabel('Those of a share of the entities').check();
    await page.getByLabel('Per cent of the entities').fill('25');
    await page.getByLabel('Share of events with errors').fill('0.5');
    await confirm(page, 'Activate for 25 %', 'a quarter');
    await page.getByText('for 25 % of the entities').waitFor();
    await page.getByText('error rate up to 0.5').waitFor();
    await page.getByRole('button', { name: 'Promote candidate…' }).click();
    await picture(page, 'console-activate');
    await confirm(page, 'Activate for all', 'it does well');
    await page.getByRole('button', { name: 'Roll back…' }).waitFor();
    assert.equal((await state()).live, next);
    await page.getByRole('button', { name: 'Roll back…' }).click();
    await page.keyboard.press('Escape');
    assert.equal((await state()).live, next);
    await page.getByRole('button', { name: 'Roll back…' }).click();
    await confirm(page, 'Roll back', 'too quiet');
    await page.getByText('too quiet').first().waitFor();
    assert.equal((await state()).live, live);
    await page.getByRole('row', { name: /rolled back.*ines.*too quiet/u }).waitFor();
    await picture(page, 'console-releases');
  });
});

test('a change by somebody else meanwhile is told, not overwritten', async () => {
  await onPage({ complains: true }, '/console/releases', async (page) => {
    await page.getByRole('button', { name: `Activate… ${next.slice(0, 10)}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Who').fill('ines');
    // The page must not hear of the change before it asks.
    await page.route('**/v1/releases/state', () => {});
    await api('POST', `/v1/releases/${next}/activate`, { stage: 'shadow', by: 'bo' });
    await dialog.getByRole('button', { name: 'Activate for all' }).click();
    await dialog.getByRole('alert').waitFor();
    assert.match(await dialog.getByRole('alert').textContent(), /revision/u);
    assert.equal((await state()).live, live);
    await api('POST', '/v1/releases/rollback', { by: 'bo' });
  });
});
