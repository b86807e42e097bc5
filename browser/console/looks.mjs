/** Claims about how every page looks: on a phone, in the dark, to eyes that need contrast. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noSidewaysScroll, ON_PHONE, pale } from '../eyes.mjs';
import { api, onPage, picture } from '../harness.mjs';
import { PAGES } from './pages.mjs';
import { send, shout } from './rules.mjs';

async function everyPage() {
  const [{ id }] = await send([shout('looks-1')]);
  const { live } = await api('GET', '/v1/releases/state');
  return {
    ...PAGES,
    [`events/${id}`]: 'Why',
    'entities/User/loud-1': 'History',
    [`releases/${live}`]: 'main.sml',
  };
}

const named = (path, how) => `console-${path.replace(/[?/].*$/u, '') || 'overview'}${/\/|rule=/u.test(path) ? '-one' : ''}-${how}`;

test('no page scrolls sideways on a phone, and what is touched is large enough', async () => {
  for (const [path, words] of Object.entries(await everyPage())) {
    await onPage(ON_PHONE, `/console/${path}`, async (page) => {
      await page.getByText(words).first().waitFor();
      await noSidewaysScroll(page);
      const small = await page.locator('button:visible, select:visible, input:visible').evaluateAll((all) => all
        .map((each) => [each.textContent, each.getBoundingClientRect().height])
        .filter(([, height]) => height < 40));
      assert.deepEqual(small, [], path);
      await picture(page, named(path, 'phone'));
    });
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`text has AA contrast on every page in the ${colorScheme}`, async () => {
    for (const [path, words] of Object.entries(await everyPage())) {
      await onPage({ colorScheme }, `/console/${path}`, async (page) => {
        await page.getByText(words).first().waitFor();
        assert.deepEqual(await pale(page), [], path);
        await picture(page, named(path, colorScheme));
      });
    }
  });
}

test('every field has a name and every page one first heading', async () => {
  for (const [path, words] of Object.entries(await everyPage())) {
    await onPage({}, `/console/${path}`, async (page) => {
      await page.getByText(words).first().waitFor();
      assert.equal(await page.locator('h1').count(), 1, path);
      const unnamed = await page.locator('input, select').evaluateAll((all) => all
        .filter((each) => !each.labels?.length && !each.getAttribute('aria-label')).map((each) => each.outerHTML));
      assert.deepEqual(unnamed, [], path);
    });
  }
});
