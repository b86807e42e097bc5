import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment, readFilters, requestQuery, spanMillis, writeFilters } from '../target/logic/filters.js';
import { entityPath, parseEntity } from '../target/logic/entity.js';

const NOW = Date.parse('2026-01-31T12:00:00Z');

test('filters come back from the address they were written to', () => {
  const filters = { action: 'a&b', entity: 'User/ü 7', from: '1h' };
  assert.deepEqual(readFilters(new URLSearchParams(writeFilters(filters).toString())), filters);
});

test('empty and unknown filters are left out', () => {
  assert.deepEqual(readFilters(new URLSearchParams('action=&rule= &colour=red&verdict=block')), { verdict: 'block' });
  assert.equal(writeFilters({ action: '  ' }).toString(), '');
});

test('a span is so long before now', () => {
  assert.equal(spanMillis('15m'), 900_000);
  assert.equal(spanMillis('7 d'), 604_800_000);
  for (const text of ['', 'm', '1y', '-1h', '1.5h']) assert.equal(spanMillis(text), null, text);
  assert.equal(moment('2h', NOW), '2026-01-31T10:00:00.000Z');
});

test('a time is told in UTC, and what is none is not sent', () => {
  assert.equal(moment('2026-01-31T14:00:00+02:00', NOW), '2026-01-31T12:00:00.000Z');
  assert.equal(moment('yesterday', NOW), null);
  assert.equal(requestQuery({ from: 'yesterday', to: '1d', rule: 'A' }, NOW).toString(),
    'rule=A&to=2026-01-30T12%3A00%3A00.000Z');
});

test('the id of an entity may have slashes, its type may not', () => {
  assert.deepEqual(parseEntity(' Url/https://a.example/b '), { type: 'Url', id: 'https://a.example/b' });
  for (const text of ['User', '/7', 'User/', 'a b/7', '']) assert.equal(parseEntity(text), null, text);
  assert.equal(entityPath({ type: 'Url', id: 'a/b?c#d' }), 'Url/a%2Fb%3Fc%23d');
});
