/** Claims about how the page looks: on a phone, in the dark, to eyes that need contrast. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noSidewaysScroll, ON_PHONE, pale } from './eyes.mjs';
import { ANSWERED, ask, onPage, PHONE, picture, UNANSWERED } from './harness.mjs';

test('a phone 360 pixels wide asks and reads without scrolling sideways', async () => {
  await onPage(ON_PHONE, '/', async (page) => {
    await picture(page, 'start-phone');
    await noSidewaysScroll(page);
    await ask(page, ANSWERED);
    await noSidewaysScroll(page);
    await picture(page, 'answer-phone');
    await page.locator('#passage-list button').first().tap();
    await page.locator('#source mark').waitFor();
    await noSidewaysScroll(page);
    const panel = await page.locator('#source').boundingBox();
    assert.equal(panel.width, PHONE.width);
    assert.equal(panel.height, PHONE.height);
    await picture(page, 'source-phone');
    await page.getByRole('button', { name: 'Close source' }).tap();
    await ask(page, UNANSWERED);
    await page.locator('#passage-list li').first().waitFor();
    await noSidewaysScroll(page);
    await picture(page, 'no-answer-phone');
  });
});

test('an unbroken word longer than a phone is wide wraps', async () => {
  await onPage(ON_PHONE, `/?q=${'w'.repeat(300)}&c=hotel`, async (page) => {
    await page.locator('#answer p').first().waitFor();
    await noSidewaysScroll(page);
  });
});

test('buttons on a phone are large enough to hit', async () => {
  await onPage(ON_PHONE, '/', async (page) => {
    const small = await page.locator('button:visible, select:visible').evaluateAll((all) => all
      .map((button) => [button.textContent, button.getBoundingClientRect().height])
      .filter(([, height]) => height < 40));
    assert.deepEqual(small, []);
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`text has AA contrast in the ${colorScheme}`, async () => {
    await onPage({ colorScheme }, '/', async (page) => {
      await picture(page, `start-${colorScheme}`);
      assert.deepEqual(await pale(page), []);
      await ask(page, ANSWERED);
      await page.locator('#made summary').click();
      await page.locator('#passage-list button').first().click();
      await page.locator('#source mark').waitFor();
      await page.waitForTimeout(300); // the panel slides in
      assert.deepEqual(await pale(page), []);
      await picture(page, `source-${colorScheme}`);
      await page.keyboard.press('Escape');
      await ask(page, UNANSWERED);
      await page.locator('#passage-list li').first().waitFor();
      assert.deepEqual(await pale(page), []);
      await picture(page, `no-answer-${colorScheme}`);
    });
  });
}

test('dark mode renders light text on a dark page', async () => {
  await onPage({ colorScheme: 'dark' }, '/', async (page) => {
    const [paper, ink] = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return [backgroundColor, color].map((rgb) => Number(/\d+/u.exec(rgb)[0]));
    });
    assert.ok(paper < 60 && ink > 200, `paper=${paper} ink=${ink}`);
  });
});

test('nothing moves for those who asked for less motion', async () => {
  await onPage({ reducedMotion: 'reduce' }, '/', async (page) => {
    await ask(page, ANSWERED);
    await page.locator('#passage-list button').first().click();
    await page.locator('#source mark').waitFor();
    const long = await page.evaluate(() => document.getAnimations()
      .filter((animation) => animation.effect.getComputedTiming().endTime > 50).length);
    assert.equal(long, 0);
  });
});
