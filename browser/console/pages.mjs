/** Claims that hold for every page, once there are rules and events. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { api, onPage, origin } from '../harness.mjs';
import { publish, safetyEvents, safetyFiles, send, shout } from './rules.mjs';

const EVENTS = 3_000;
const MOST_SCRIPT_BYTES = 80 * 1024;

/** What every page is, by its address: words that it shows. */
export const PAGES = {
  '': 'JoinBurst',
  events: 'message_sent',
  'events?verdict=review': 'review',
  entities: 'User/',
  rules: 'Import',
  'rules?rule=Shouting': 'Most letters are capitals',
  releases: 'the example',
  deliveries: 'Webhooks',
  workers: 'Processes',
};

// A test, as hooks would run before the claims about an empty node.
test('the rules of the example are published and its events taken', { timeout: 120_000 }, async () => {
  await publish(safetyFiles(), 'the example', true);
  const made = await send([...safetyEvents(EVENTS), shout('loud-1'), shout('loud-1'), shout('loud-2')]);
  assert.equal(made.length, EVENTS + 3);
  assert.ok(made.every(({ id }) => id), JSON.stringify(made.find(({ id }) => !id)));
});

test('every page shows what the node holds, and asks nobody else', async () => {
  for (const [path, words] of Object.entries(PAGES)) {
    await onPage({}, `/console/${path}`, async (page, { requests }) => {
      await page.locator('h1').waitFor();
      await page.getByText(words).first().waitFor();
      const sent = requests.filter((url) => !url.startsWith('data:'));
      assert.deepEqual(sent.filter((url) => new URL(url).origin !== origin()), [], path);
      const inline = 'script:not([src]), style, [style], [onclick], [onload], [onerror]';
      assert.equal(await page.locator(inline).count(), 0, path);
    });
  }
});

test('the console is a small script under a policy without inline scripts', async () => {
  const answer = await fetch(new URL('/console', origin()));
  const policy = answer.headers.get('Content-Security-Policy') ?? '';
  assert.match(policy, /default-src 'self'/u);
  assert.doesNotMatch(policy, /unsafe/u);
  const scripts = [...(await answer.text()).matchAll(/src="([^"]+\.js)"/gu)].map(([, path]) => path);
  let bytes = 0;
  for (const path of scripts) {
    const script = await fetch(new URL(path, origin()));
    assert.match(script.headers.get('Cache-Control'), /immutable/u);
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).length;
  }
  assert.ok(bytes > 1_000 && bytes <= MOST_SCRIPT_BYTES, `${bytes} bytes`);
});

test('the overview counts the events, the verdicts and the rules of the last hour', async () => {
  const state = await api('GET', '/v1/releases/state');
  const top = await api('GET', '/v1/events/top?by=rule&limit=10');
  await onPage({}, '/console', async (page) => {
    const tile = (name) => page.locator('.tile', { hasText: name }).locator('.fact');
    await page.locator('.tile', { hasText: 'Last hour' }).getByText('3,003').waitFor();
    assert.equal(await tile('Running release').textContent(), state.live.slice(0, 10));
    assert.match(await tile('Storage').textContent(), /reachable/u);
    await page.locator('.bars a').first().waitFor();
    assert.deepEqual(await page.locator('.bars a').allTextContents(), top.top.map(({ name }) => name));
    assert.match(await page.getByRole('img', { name: /^Verdicts by minute/u }).getAttribute('aria-label'), /[1-9]\d* verdicts/u);
    await page.getByRole('row', { name: /now|second/u }).first().waitFor();
  });
});

test('rules show their source with hits, and a rule is found by its name', async () => {
  await onPage({}, '/console/rules', async (page) => {
    await page.getByLabel('Rule', { exact: true }).fill('shouting');
    await page.keyboard.press('Enter');
    const line = page.locator('.source [aria-current]');
    await line.waitFor();
    assert.match(await line.textContent(), /Shouting = Rule\([\s\S]*[1-9]\d* hits/u);
    assert.match(page.url(), /rule=Shouting/u);
    await page.getByRole('link', { name: 'repetition.sml' }).click();
    await page.getByText('SameTextManyTimes = Rule').first().waitFor();
    await page.goBack();
    await line.getByRole('link').click();
    await page.locator('a.row').first().waitFor();
    assert.match(page.url(), /events\?rule=Shouting/u);
  });
});

test('every page is reached by keys', async () => {
  await onPage({}, '/console', async (page) => {
    const places = { e: 'Events', l: 'Entities', r: 'Rules', p: 'Releases', d: 'Deliveries', o: 'Overview' };
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    for (const [key, name] of Object.entries(places)) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('to the search field').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('dialog').count(), 0);
  });
});

test('a list is walked and a row opened and closed by keys', async () => {
  await onPage({}, '/console/events?verdict=review', async (page) => {
    await page.locator('a.row').nth(2).waitFor();
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
    const address = await page.evaluate(() => document.activeElement.getAttribute('href'));
    assert.equal(address, await page.locator('a.row').nth(1).getAttribute('href'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    assert.equal(new URL(page.url()).pathname, address);
    await page.keyboard.press('Escape');
    await page.locator('a.row').first().waitFor();
    assert.match(page.url(), /events\?verdict=review/u);
    await page.keyboard.press('/');
    await page.keyboard.type('login');
    assert.equal(await page.getByLabel('Action', { exact: true }).inputValue(), 'login');
  });
});
