import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, chart, interval, OTHERS, roundUp } from '../target/logic/series.js';
import { parseDiff } from '../target/logic/diff.js';
import { tree } from '../target/logic/tree.js';
import { ago, plural, rate, share } from '../target/logic/words.js';

const counts = (series, length = 3) => ({
  from: '2026-01-01T00:00:00Z',
  interval_s: 60,
  counts: new Array(length).fill(9),
  series: Object.entries(series).map(([name, numbers]) => ({ name, counts: numbers })),
});

test('a chart has the largest series first and sums up the small ones', () => {
  const found = chart(counts({ a: [1, 0, 0], b: [5, 5, 0], c: [0, 2, 0], d: [0, 0, 0] }), 1);
  assert.deepEqual(found.series.map(({ name, total }) => [name, total]), [['b', 10], [OTHERS, 3]]);
  assert.deepEqual(found.series[1].counts, [1, 2, 0]);
  assert.equal(found.most, 7);
  assert.deepEqual(found.times.map((time) => new Date(time).toISOString().slice(14, 16)), ['00', '01', '02']);
});

test('without series a chart shows all events', () => {
  const { series, most } = chart({ from: '2026-01-01T00:00:00Z', interval_s: 1, counts: [0, 4] });
  assert.deepEqual([series[0].name, series[0].total, most], ['events', 4, 4]);
  assert.deepEqual(chart({ from: '2026-01-01T00:00:00Z', interval_s: 1, counts: [0, 0] }).series, []);
});

test('counts that come in parts are added by name', () => {
  const sum = add(counts({ a: [1, 2, 3] }), counts({ a: [1, 1, 1], b: [0, 0, 7] }));
  assert.deepEqual(sum.counts, [18, 18, 18]);
  assert.deepEqual(sum.series, [{ name: 'a', counts: [2, 3, 4] }, { name: 'b', counts: [0, 0, 7] }]);
});

test('a scale ends at a round number that is high enough', () => {
  for (const [number, round] of [[0, 1], [1, 1], [3, 5], [21, 25], [26, 50], [99, 100], [101, 200]]) {
    assert.equal(roundUp(number), round);
  }
});

test('an interval makes few columns', () => {
  assert.equal(interval(60_000), '1s');
  assert.equal(interval(3600_000), '1m');
  assert.equal(interval(7 * 86_400_000), '6h');
  assert.equal(interval(10 * 365 * 86_400_000), '7d');
});

test('a diff is numbered on both sides', () => {
  const lines = parseDiff('--- a/x\n+++ b/x\n@@ -3,2 +3,2 @@\n same\n-- old\n++ new\n\\ No newline at end of file');
  assert.deepEqual(lines.map(({ kind, before, after }) => [kind, before, after]), [
    ['hunk', null, null], ['same', 3, 3], ['removed', 4, null], ['added', null, 4], ['note', null, null],
  ]);
  assert.equal(lines[2].text, '- old');
  assert.deepEqual(parseDiff(''), []);
});

test('files stand in their folders, folders by name', () => {
  const root = tree([{ path: 'z/b.sml' }, { path: 'main.sml' }, { path: 'a/c/d.sml' }, { path: 'z/a.sml' }]);
  assert.deepEqual(root.folders.map(({ name }) => name), ['a', 'z']);
  assert.deepEqual(root.folders[1].files.map(({ name }) => name), ['a.sml', 'b.sml']);
  assert.equal(root.folders[0].folders[0].files[0].file.path, 'a/c/d.sml');
});

test('numbers and times are told as people read them', () => {
  assert.equal(plural(1, 'event'), '1 event');
  assert.equal(plural(1234, 'event'), '1,234 events');
  assert.equal(share(0.00001), '< 0.01 %');
  assert.equal(share(0.1234), '12.3 %');
  assert.equal(rate(1234.5), '1,230');
  const now = Date.parse('2026-01-31T12:00:00Z');
  assert.equal(ago('2026-01-31T11:58:00Z', now), '2 minutes ago');
  assert.equal(ago('2026-02-01T13:00:00Z', now), 'in 1 day');
  assert.equal(ago('never', now), 'never');
});
