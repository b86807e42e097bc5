import assert from 'node:assert/strict';
import { test } from 'node:test';
import { highlight, highlightSml } from '../target/logic/highlight.js';
import { KeySequence } from '../target/logic/keys.js';
import { arrive, older, release } from '../target/logic/live.js';
import { EventSplitter } from '../target/logic/sse.js';

const items = (...ids) => ids.map((id) => ({ id }));
const ids = (list) => list.map(({ id }) => id).join('');

test('what comes shows at once unless somebody reads', () => {
  let list = arrive({ shown: [], waiting: [] }, items('b', 'a'), false, 10);
  assert.equal(ids(list.shown), 'ba');
  list = arrive(list, items('c', 'b'), true, 10);
  assert.deepEqual([ids(list.shown), ids(list.waiting)], ['ba', 'c']);
  list = arrive(list, items('d', 'c'), true, 10);
  assert.deepEqual([ids(list.shown), ids(list.waiting)], ['ba', 'dc']);
  list = release(list, 10);
  assert.deepEqual([ids(list.shown), ids(list.waiting)], ['dcba', '']);
});

test('a list never grows past its bound, and older items come once', () => {
  let list = arrive({ shown: items('c', 'b'), waiting: [] }, items('e', 'd'), false, 3);
  assert.equal(ids(list.shown), 'edc');
  list = older(list, items('c', 'b', 'a'));
  assert.equal(ids(list.shown), 'edcba');
  assert.equal(ids(arrive({ shown: [], waiting: [] }, items('c', 'b', 'a'), true, 2).waiting), 'cb');
});

test('g and a letter go to a page, within a second', () => {
  const keys = new KeySequence();
  assert.equal(keys.press('g', 0), null);
  assert.deepEqual(keys.press('e', 900), { does: 'go', path: 'events' });
  assert.equal(keys.press('e', 950), null);
  keys.press('g', 2_000);
  assert.equal(keys.press('e', 3_500), null);
  assert.deepEqual(keys.press('j', 4_000), { does: 'next' });
  assert.equal(keys.press('constructor', 5_000), null);
  keys.press('g', 6_000);
  assert.equal(keys.press('toString', 6_001), null);
});

test('events of a stream are read whatever pieces they come in', () => {
  const sent = ': hello\n\nevent: result\nid: 7\ndata: {"a":"漢"}\r\n\r\ndata: a\ndata: b\n\ndata: lost';
  const splitter = new EventSplitter();
  const events = [...sent].flatMap((piece) => splitter.add(piece));
  assert.deepEqual(events, [
    { event: 'result', data: '{"a":"漢"}', id: '7' },
    { event: 'message', data: 'a\nb', id: '' },
  ]);
});

test('the pieces of a line are the line', () => {
  const lines = [
    "Shouting = Rule(when_all=[MessageLength >= 30, UpperRatio(s=Text) > 0.7, not IsTrusted])  # loud",
    "description=f'Sent {Count} times, \\'quoted\\' and \"<b>\"',",
    "broken = 'no end",
    '', '   ', '<script>alert(1)</script>', 'a' .repeat(5_000),
  ];
  for (const line of lines) {
    for (const path of ['a.sml', 'b.yaml', 'c.txt']) {
      assert.equal(highlight(path, line).map(({ text }) => text).join(''), line);
    }
  }
  const kinds = highlightSml(lines[0]).filter(({ kind }) => kind !== 'plain').map(({ kind, text }) => `${kind} ${text}`);
  assert.deepEqual(kinds.slice(0, 3), ['name Shouting', 'call Rule', 'name when_all']);
  assert.ok(kinds.includes('word not') && kinds.includes('number 0.7') && kinds.includes('comment # loud'));
});
