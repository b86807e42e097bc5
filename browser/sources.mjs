/** Claims about the source panel: the right words are marked, and it opens and closes well. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANSWERED, api, ask, onPage, withDocument } from './harness.mjs';

const QUESTIONS = [
  ANSWERED,
  'which rooms have a kitchenette', // table rows in Markdown
  'Is there a hoist to get into the pool?', // HTML
  'what happens if a master key gets lost (staff)', // Word
  'pharmacy opening hours in town', // plain text
  'Is the spa open on Christmas Day?', // PDF
];

test('every citation opens its source with exactly the cited span marked', async () => {
  await onPage({}, '/', async (page) => {
    for (const question of QUESTIONS) {
      const { citations } = await api('POST', '/v1/collections/hotel/answer', { question });
      await ask(page, question);
      for (const [index, citation] of citations.entries()) {
        await page.locator('#passage-list button').nth(index).click();
        await page.locator('#source mark').waitFor();
        const { text } = await api('GET', documentPath(citation));
        const cited = Array.from(text).slice(citation.start, citation.end).join('');
        assert.equal(await page.locator('#source mark').textContent(), cited);
        assert.equal(await page.locator('#source-text').textContent(), text);
        assert.equal(await page.locator('#source-notice').isVisible(), false);
        assert.ok(await isInView(page), `the marked span is in view: ${question}`);
        await page.keyboard.press('Escape');
      }
      assert.ok(citations.length >= 1, `the node answers: ${question}`);
    }
  });
});

test('a citation of a document with pages shows its page', async () => {
  const question = 'Is the spa open on Christmas Day?';
  const { citations } = await api('POST', '/v1/collections/hotel/answer', { question });
  const index = citations.findIndex(({ page }) => page !== undefined);
  assert.ok(index >= 0, 'the answer cites a PDF');
  await onPage({}, '/', async (page) => {
    await ask(page, question);
    const shown = new RegExp(`^page ${citations[index].page}\\b`, 'u');
    const card = page.locator('#passage-list li').nth(index);
    assert.match(await card.locator('.page').textContent(), shown);
    await page.locator('#passage-list button').nth(index).click();
    await page.locator('#source mark').waitFor();
    assert.match(await page.locator('#source-where .page').textContent(), shown);
  });
});

test('emoji and Chinese before the cited span do not shift the mark', async () => {
  const sentence = 'The tamarisk cellar 🍷 opens at 16:40 for its juniper tasting.';
  const text = `👩‍👩‍👧‍👦🇯🇵 灯籠埠頭旅館 𠮷野家 😀😀\n\nAn unrelated line about 鯨.\n\n${sentence}\n\nThe end 🐋.`;
  await withDocument('browser/emoji.md', { title: 'Tamarisk cellar', text }, async () => {
    const question = 'When does the tamarisk cellar open for its juniper tasting?';
    await onPage({}, '/', async (page) => {
      await ask(page, question);
      await page.locator('#passage-list li', { hasText: 'browser/emoji.md' }).first()
        .getByRole('button').click();
      await page.locator('#source mark').waitFor();
      assert.match(await page.locator('#source mark').textContent(), /16:40/u);
      const [before, marked, after] = await page.locator('#source-text').evaluate(
        (shown) => [...shown.childNodes].map((child) => child.textContent),
      );
      const stored = (await api('GET', documentPath({ document: 'browser/emoji.md' }))).text;
      assert.match(stored, /^👩‍👩‍👧‍👦🇯🇵 灯籠埠頭旅館 𠮷野家 😀😀\n/u);
      assert.equal(before + marked + after, stored);
      const { citations } = await api('POST', '/v1/collections/hotel/answer', { question });
      const cited = citations.find(({ document }) => document === 'browser/emoji.md');
      assert.equal(marked, Array.from(stored).slice(cited.start, cited.end).join(''));
      assert.equal(marked, cited.text);
    });
  });
});

test('offsets count code points, not UTF-16 units', async () => {
  await onPage({}, '/', async (page) => {
    const cuts = await page.evaluate(async () => {
      const { cut } = await import('/text.js');
      return [cut('a😀漢b', 1, 3), cut('😀', 0, 1), cut('\r\n𠮷x', 2, 4), cut('ab', 1, 9)];
    });
    assert.deepEqual(cuts, [
      { before: 'a', span: '😀漢', after: 'b' },
      { before: '', span: '😀', after: '' },
      { before: '\r\n', span: '𠮷x', after: '' },
      { before: 'a', span: 'b', after: '' },
    ]);
  });
});

test('a document that changed since the answer is said to have changed', async () => {
  const before = (page) => page.route('**/documents/**', (route) => route.fulfill({
    json: { id: 'x', title: 'Changed', text: 'Something else entirely.', media_type: 'text/plain' },
  }));
  await onPage({ before }, '/', async (page) => {
    await ask(page, ANSWERED);
    await page.locator('#passage-list button').first().click();
    await page.getByText(/has changed since it was cited/u).waitFor();
  });
});

test('the keyboard alone asks, opens a citation, reads on and comes back', async () => {
  await onPage({}, '/', async (page) => {
    assert.equal(await focused(page), 'question');
    await page.keyboard.type(ANSWERED);
    await page.keyboard.press('Enter');
    await page.locator('#answer button.mark').first().waitFor();
    await page.locator('#answer[aria-busy="false"]').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.match(await focused(page), /^Citation \d/u);
    const opener = await focused(page);
    await page.keyboard.press('Enter');
    await page.locator('#source mark').waitFor();
    assert.equal(await focused(page), 'source-text');
    const top = () => page.locator('#source-text').evaluate((text) => text.scrollTop);
    const before = await top();
    await page.keyboard.press('End');
    await page.waitForFunction((was) => {
      const text = document.getElementById('source-text');
      return text.scrollTop > was || text.scrollHeight <= text.clientHeight + was + 1;
    }, before);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#source').isVisible(), false);
    assert.equal(await focused(page), opener);
  });
});

test('the panel steps through the citations of an answer', async () => {
  await onPage({}, '/', async (page) => {
    const citation = { chunk: 0, score: 0.5, title: 'T', start: 0 };
    const citations = [
      { ...citation, document: 'dining/breakfast-menu.md', end: 24, text: '# Breakfast at Saltmarsh' },
      { ...citation, document: 'wellness/gym.md', end: 5, text: '# Gym' },
    ];
    const answer = {
      question: 'q', answer: 'One [1], two [2].', no_answer: false, rung: 'generated',
      confidence: 1, citations, stages: [], took_ms: 1,
    };
    await page.route('**/answer', (route) => route.fulfill({ json: answer }));
    await ask(page, 'q');
    await page.locator('#answer button.mark').first().click();
    await page.getByText('1 of 2').waitFor();
    await page.getByRole('button', { name: 'Next passage' }).click();
    await page.getByText('2 of 2').waitFor();
    assert.match(await page.locator('#source-where').textContent(), /gym/u);
  });
});

function documentPath({ document }) {
  return `/v1/collections/hotel/documents/${document.split('/').map(encodeURIComponent).join('/')}`;
}

/** What has the focus: its label or id. */
function focused(page) {
  return page.evaluate(() => {
    const { activeElement } = document;
    return activeElement.id || activeElement.getAttribute('aria-label') || activeElement.tagName;
  });
}

function isInView(page) {
  return page.locator('#source mark').evaluate((mark) => {
    const { top, bottom } = mark.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
}
