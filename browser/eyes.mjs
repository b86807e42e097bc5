/** What eyes need of a page: no scrolling sideways, and contrast. */
import assert from 'node:assert/strict';
import { PHONE } from './harness.mjs';

export const ON_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
/** WCAG 2.2, success criterion 1.4.3, for text of ordinary size. */
const AA_CONTRAST = 4.5;

/** Fails when the page is wider than its window. */
export async function noSidewaysScroll(page) {
  const [content, window] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= window, `content ${content} px in a window of ${window} px`);
}

/** Every visible text whose contrast with what is behind it is below AA. */
export function pale(page) {
  return page.evaluate((atLeast) => {
    const channels = (color) => color.match(/[\d.]+/gu).map(Number);
    const luminance = (color) => {
      const [red, green, blue] = channels(color).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (channels(backgroundColor)[3] !== 0) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
      const lights = [getComputedStyle(element).color, behind(element)].map(luminance);
      const contrast = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
      if (contrast < atLeast) found.push(`${element.className || element.tagName}: ${contrast}`);
    }
    return found;
  }, AA_CONTRAST);
}
