/** Claims about events, entities and releases that want to be markup. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, onPage } from '../harness.mjs';
import { quieterFiles, send, shout } from './rules.mjs';

const BAIT = '<img src="x" onerror="window.markupRan = true"><script>window.markupRan = true</script>';

test('markup in the text of an event and in the id of an entity is text everywhere', async () => {
  const user = `"><b id="bait">${BAIT}</b>/../?a=b#c`;
  const [{ id, verdicts }] = await send([shout(user, `SHOUTING ${BAIT} AND SOME MORE LOUD LETTERS HERE AND HERE`)]);
  assert.ok(id && verdicts);
  const entity = encodeURIComponent(user);
  await api('POST', `/v1/entities/User/${entity}`, { label: 'watched', status: 'added', reason: BAIT });
  const paths = ['', 'events', `events?entity=${encodeURIComponent(`User/${user}`)}`, `events/${id}`,
    `entities/User/${entity}`, 'entities?label=watched', `events?rule=${encodeURIComponent(BAIT)}`, `rules?rule=${encodeURIComponent(BAIT)}`];
  for (const path of paths) {
    await onPage({}, `/console/${path}`, async (page, { requests }) => {
      await page.locator('h1').waitFor();
      await page.waitForLoadState('load');
      if (/events\/|entities\/|events\?entity/u.test(path)) await page.getByText('onerror').first().waitFor();
      assert.equal(await page.locator('img, #bait, main script').count(), 0, path);
      assert.equal(await page.evaluate(() => window.markupRan), undefined, path);
      assert.deepEqual(requests.filter((url) => url.endsWith('/x')), [], path);
    });
  }
});

test('markup in a release, in who published it and why, is text everywhere', async () => {
  const files = { ...quieterFiles(), 'bait.sml': `# ${BAIT}\nBait = Rule(when_all=[False], description='${BAIT}')\n` };
  const { hash } = await api('POST', '/v1/releases', { files, by: BAIT, note: BAIT });
  for (const path of ['releases', `releases/${hash}`]) {
    await onPage({}, `/console/${path}`, async (page, { requests }) => {
      await page.locator('h1').waitFor();
      await page.getByText('onerror').first().waitFor();
      assert.equal(await page.locator('img, main script').count(), 0, path);
      assert.equal(await page.evaluate(() => window.markupRan), undefined, path);
      assert.deepEqual(requests.filter((url) => url.endsWith('/x')), [], path);
    });
  }
});

test('the way to an entity with slashes and signs in its id and back is whole', async () => {
  const user = 'a/b c?d#e%f+ü';
  const [{ id }] = await send([shout(user)]);
  await onPage({}, `/console/events/${id}`, async (page) => {
    await page.getByRole('link', { name: `User/${user}` }).first().click();
    await page.getByRole('heading', { name: `User/${user}` }).waitFor();
    await page.locator('a.row').first().waitFor();
    await page.reload();
    await page.getByRole('heading', { name: `User/${user}` }).waitFor();
    await page.getByRole('link', { name: 'All with filters' }).click();
    await page.locator('a.row').first().waitFor();
    assert.equal(await page.getByLabel('Entity').inputValue(), `User/${user}`);
  });
});
