/** Claims about a console without rules, events or a key: every page says what to do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onPage, picture } from '../harness.mjs';

const EMPTY = {
  '': 'No events yet',
  events: 'No events yet',
  entities: 'No entity has labels yet',
  rules: './ferrule publish examples/safety --activate',
  releases: './ferrule publish examples/safety --activate',
  'releases/shadow': 'No release runs as a shadow',
  deliveries: 'everything was evaluated and delivered',
  workers: 'No worker has joined',
};

for (const [path, words] of Object.entries(EMPTY)) {
  test(`the page "${path}" of an empty node says what to do`, async () => {
    await onPage({}, `/console/${path}`, async (page) => {
      await page.getByText(words).first().waitFor();
      if (path === '') await picture(page, 'console-empty');
    });
  });
}

test('what is not there is told in the words of the node', async () => {
  await onPage({ complains: true }, '/console/events/404', async (page) => {
    const alerts = page.locator('[role=alert] p');
    await alerts.first().waitFor();
    assert.match(await alerts.first().textContent(), /expected the id of an event/u);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await alerts.first().waitFor();
  });
  await onPage({}, '/console/nowhere', (page) => page.getByText('There is no such page').waitFor());
});

test('a node that fails is not called empty', async () => {
  const problem = { title: 'Broken', status: 500, code: 'internal', detail: 'the disk is gone' };
  const before = (page) => page.route('**/v1/**', (route) => route.fulfill({
    status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem),
  }));
  for (const path of Object.keys(EMPTY)) {
    await onPage({ before, complains: true }, `/console/${path}`, async (page) => {
      await page.getByText('the disk is gone').first().waitFor();
      assert.equal(await page.getByText(EMPTY[path]).count(), 0);
    });
  }
});

test('a node with keys gets asked for one, and every part of the page goes on', async () => {
  const before = (page) => page.route('**/v1/**', (route) => {
    const { authorization, ...headers } = route.request().headers();
    if (authorization === 'Bearer opensesame') return route.continue({ headers });
    const code = authorization ? 'auth.invalid' : 'auth.missing';
    return route.fulfill({
      status: 401, contentType: 'application/problem+json', body: JSON.stringify({ code }),
    });
  });
  await onPage({ before, complains: true }, '/console/releases', async (page) => {
    await page.getByText('This node asks for an API key.').waitFor();
    const field = page.getByLabel('API key', { exact: true });
    await field.fill('wrong');
    await field.press('Enter');
    await page.getByText('This node did not accept that API key.').waitFor();
    await field.fill('opensesame');
    await field.press('Enter');
    await page.getByText('Nothing is published.').waitFor();
    await page.getByText('Nothing has happened yet.').waitFor();
    assert.equal(await field.count(), 0);
    await page.reload();
    await page.getByText('Nothing is published.').waitFor();
    assert.equal(await field.count(), 0);
  });
});
