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
