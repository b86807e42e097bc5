/** Claims about the stream of events and about one event. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, onPage } from '../harness.mjs';
import { send, shout } from './rules.mjs';

test('filters stand in the address, narrow the list, and can be cleared', async () => {
  await onPage({}, '/console/events', async (page) => {
    await page.getByLabel('Rule', { exact: true }).fill('Shouting');
    await page.getByLabel('Entity').fill('User/loud-1');
    await page.getByLabel('From').fill('1h');
    await page.keyboard.press('Enter');
    await page.locator('a.row').nth(1).waitFor();
    const query = new URL(page.url()).searchParams;
    assert.deepEqual(['rule', 'entity', 'from'].map((name) => query.get(name)), ['Shouting', 'User/loud-1', '1h']);
    const { events } = await api('GET', '/v1/events?rule=Shouting&entity=User/loud-1');
    const shown = await page.locator('a.row').evaluateAll((rows) => rows.map((row) => row.pathname.split('/').at(-1)));
    assert.deepEqual(shown, events.map(({ id }) => id));
    await page.reload();
    await page.locator('a.row').nth(1).waitFor();
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.locator('a.row').nth(20).waitFor();
    assert.equal(new URL(page.url()).search, '');
  });
});

test('a time that cannot be read is told before anything is asked', async () => {
  await onPage({}, '/console/events', async (page) => {
    await page.getByLabel('From').fill('yesterday');
    await page.keyboard.press('Enter');
    await page.getByText('“yesterday” is no time.').waitFor();
    assert.equal(new URL(page.url()).search, '');
  });
});

test('older events come by pages, each once and in order', async () => {
  await onPage({}, '/console/events', async (page) => {
    await page.getByRole('button', { name: 'Older events' }).click();
    await page.locator('a.row').nth(99).waitFor();
    await page.getByRole('button', { name: 'Older events' }).click();
    await page.locator('a.row').nth(149).waitFor();
    const shown = await page.locator('a.row').evaluateAll((rows) => rows.map((row) => row.pathname.split('/').at(-1)));
    const { events } = await api('GET', '/v1/events?limit=150');
    assert.deepEqual(shown, events.map(({ id }) => id));
  });
});

test('an event shows as it comes, and waits while somebody reads or pauses', async () => {
  await onPage({}, '/console/events?entity=User/live-1', async (page) => {
    await page.getByText('No events fit these filters.').waitFor();
    await page.locator('.line.live').waitFor();
    await send([shout('live-1')]);
    await page.locator('a.row').first().waitFor();
    await page.locator('a.row').first().hover();
    const [second] = await send([shout('live-1')]);
    const fresh = page.getByRole('button', { name: 'Show 1 new event' });
    await fresh.waitFor();
    assert.equal(await page.locator('a.row').count(), 1);
    await fresh.click();
    await page.locator('a.row').nth(1).waitFor();
    assert.equal(await page.locator('a.row').first().getAttribute('href'), `/console/events/${second.id}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('status').getByText('paused').waitFor();
    await send([shout('live-1')]);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('a.row').nth(2).waitFor();
  });
});

test('counts and the most frequent values follow the choice and the filters', async () => {
  await onPage({}, '/console/events?rule=Shouting', async (page) => {
    await page.getByRole('img', { name: /^Events by action/u }).waitFor();
    await page.getByLabel('Count by').selectOption('rule');
    await page.getByRole('img', { name: /^Events by rule/u }).waitFor();
    await page.getByLabel('Most frequent by').selectOption('entity');
    const { top } = await api('GET', '/v1/events/top?by=entity&rule=Shouting&limit=10');
    await page.locator('.bars').getByRole('link', { name: top[0].name, exact: true }).click();
    await page.locator('a.row').first().waitFor();
    assert.equal(new URL(page.url()).searchParams.get('entity'), top[0].name);
  });
});

test('an event shows its features, its effects, its data, and why rules fired or did not', async () => {
  const [{ id }] = await send([shout('why-1')]);
  const whole = await api('GET', `/v1/events/${id}`);
  await onPage({}, `/console/events/${id}`, async (page) => {
    await page.getByRole('heading', { name: `message_sent ${id}` }).waitFor();
    await page.getByLabel('Search features').fill('MessageLength');
    const row = page.locator('.features tr');
    assert.equal(await row.count(), Object.keys(whole.features).filter((name) => /messagelength/iu.test(name)).length);
    assert.match(await row.first().textContent(), new RegExp(`MessageLength${whole.features.MessageLength}`, 'u'));
    const fired = page.locator('.why > li', { hasText: 'Shouting' }).first();
    assert.match(await fired.textContent(), /^yes[\s\S]*UpperRatio[\s\S]*yes/u);
    await fired.getByRole('link', { name: /shouting\.sml:\d+/u }).first().waitFor();
    await page.getByRole('button', { name: /^All \d+ rules$/u }).click();
    await page.getByLabel('Search rules').fill('CardNumber');
    await page.locator('.why > li', { hasText: 'CardNumber' }).getByText('no', { exact: true }).first().waitFor();
    const data = page.locator('section', { has: page.getByRole('heading', { name: 'Data', exact: true }) });
    await data.getByText('user:').click();
    await data.getByText('"why-1"').first().waitFor();
    await page.getByRole('link', { name: 'User/why-1' }).first().click();
    await page.getByRole('heading', { name: 'User/why-1' }).waitFor();
  });
});
