/** Claims about what the page must never do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANSWERED, ask, onPage, origin, UNANSWERED, withDocument } from './harness.mjs';

test('no request leaves the origin of the node', async () => {
  await onPage({}, '/', async (page, { requests }) => {
    await ask(page, ANSWERED);
    await page.locator('#passage-list button').first().click();
    await page.locator('#source mark').waitFor();
    await page.keyboard.press('Escape');
    await ask(page, UNANSWERED);
    await page.locator('#passage-list li').first().waitFor();
    const sent = requests.filter((url) => !url.startsWith('data:'));
    assert.ok(sent.length > 5);
    assert.deepEqual(sent.filter((url) => new URL(url).origin !== origin()), []);
  });
});

test('the page is served under a policy without inline scripts and keeps to it', async () => {
  const policy = (await fetch(origin())).headers.get('Content-Security-Policy') ?? '';
  assert.match(policy, /default-src 'self'/u);
  assert.doesNotMatch(policy, /unsafe/u);
  await onPage({}, '/', async (page) => {
    const inline = 'script:not([src]), style, [style], [onclick], [onload], [onerror]';
    assert.equal(await page.locator(inline).count(), 0);
    await ask(page, ANSWERED); // a breach would be a console error
  });
});

test('markup in a document is shown as text and never run', async () => {
  const bait = '<img src="x" onerror="window.markupRan = true">';
  const text = `The periwinkle observatory ${bait} opens its dome at 22:15 for stargazers.\n\n`
    + '<script>window.markupRan = true</script> The periwinkle observatory is closed on Mondays.';
  const document = { title: `<b id="bait">Periwinkle</b> ${bait}`, text };
  await withDocument('browser/markup.txt', document, async () => {
    await onPage({}, '/', async (page, { requests }) => {
      await ask(page, 'When does the periwinkle observatory open its dome for stargazers?');
      await page.locator('#passage-list li', { hasText: 'browser/markup.txt' }).first()
        .getByRole('button').click();
      await page.locator('#source mark').waitFor();
      const shown = await page.locator('#source-text').textContent();
      assert.ok(shown.includes(bait) && shown.includes('<script>'), shown);
      assert.match(await page.locator('#source mark').textContent(), /22:15/u);
      assert.equal(await page.locator('img, #bait, #answer script, #source script').count(), 0);
      assert.equal(await page.evaluate(() => window.markupRan), undefined);
      assert.deepEqual(requests.filter((url) => url.endsWith('/x')), []);
    });
  });
});

test('events are read whatever pieces they arrive in', async () => {
  await onPage({}, '/', async (page) => {
    const read = await page.evaluate(async () => {
      const { readEvents } = await import('/api.js');
      const sent = ': hello\n\nevent: token\ndata: {"text":"漢😀"}\r\n\r\ndata: a\ndata: b\n\ndata: lost';
      const bytes = new TextEncoder().encode(sent);
      const body = new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      });
      const events = [];
      for await (const event of readEvents(body)) events.push(event);
      return events;
    });
    assert.deepEqual(read, [
      { event: 'token', data: '{"text":"漢😀"}' },
      { event: 'message', data: 'a\nb' },
    ]);
  });
});
