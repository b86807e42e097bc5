/** Claims about entities and labels by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, onPage } from '../harness.mjs';

test('an entity is looked up by its name and shows why it has its labels', async () => {
  await onPage({}, '/console/entities', async (page) => {
    await page.getByLabel('Entity', { exact: true }).fill('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('Write the type, a slash and the id').waitFor();
    await page.getByLabel('Entity', { exact: true }).fill('User/loud-1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'User/loud-1' }).waitFor();
    const label = page.locator('.plainlist li', { hasText: 'noisy' });
    await label.waitFor();
    assert.match(await label.textContent(), /added/u);
    await page.getByRole('region', { name: 'History of labels' }).getByRole('link', { name: /^event / }).first().click();
    await page.getByRole('heading', { name: /message_sent/u }).waitFor();
  });
});

test('entities are listed by their labels', async () => {
  const { entities } = await api('GET', '/v1/entities?label=noisy&type=User&limit=50');
  await onPage({}, '/console/entities', async (page) => {
    await page.getByLabel('Label').fill('noisy');
    await page.getByLabel('Type').fill('User');
    await page.getByRole('button', { name: 'List' }).click();
    await page.getByRole('link', { name: 'User/loud-1' }).waitFor();
    assert.deepEqual(await page.locator('.row .entity').allTextContents(), entities.map(({ entity }) => entity));
  });
});

test('a label is added and removed by hand after a question, and the history tells it', async () => {
  await onPage({}, '/console/entities/User/by-hand%2F1', async (page) => {
    await page.getByText('It has no labels.').waitFor();
    await page.getByLabel('Label to add').fill('watched');
    await page.getByLabel('Reason').fill('asked by support');
    await page.getByLabel('Expires after').fill('7d');
    await page.getByRole('button', { name: 'Add label…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await api('GET', '/v1/entities/User/by-hand%2F1')).labels.length, 0);
    await page.getByRole('button', { name: 'Add label…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add label' }).click();
    await page.getByText('manually added').first().waitFor();
    await page.getByText('asked by support').first().waitFor();
    const { labels: [kept] } = await api('GET', '/v1/entities/User/by-hand%2F1');
    assert.deepEqual([kept.label, kept.status], ['watched', 'manually_added']);
    assert.ok(Date.parse(kept.expires_at) > Date.now() + 6 * 86_400e3);
    await page.getByRole('button', { name: 'Remove watched' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('a mistake');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove label' }).click();
    await page.getByText('manually removed').first().waitFor();
    assert.equal(await page.getByRole('region', { name: 'History of labels' }).getByRole('row').count(), 3);
  });
});

test('a label that the rules do not know is refused in the words of the node', async () => {
  await onPage({ complains: true }, '/console/entities/User/by-hand', async (page) => {
    await page.getByLabel('Label to add').fill('wached');
    await page.getByLabel('Reason').fill('a slip');
    await page.getByRole('button', { name: 'Add label…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add label' }).click();
    await page.getByRole('dialog').getByText(/expected a label of the live release, found wached.*watched/u).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('dialog').count(), 0);
  });
});
