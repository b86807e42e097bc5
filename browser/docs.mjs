/** The commands of the documentation, run as they stand there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nodeUnderTest } from './harness.mjs';

const HOME = fileURLToPath(new URL('..', import.meta.url));
const COMMAND_MILLIS = 60_000;

/** The shell commands of a page, in order, but for those that start a node. */
function commands(page) {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```$/gmsu)]
    .map(([, block]) => block)
    .filter((block) => !/^\.\/ferrule (up|serve|test|bench)/mu.test(block));
}

for (const page of ['docs/quickstart.md', 'README.md']) {
  test(`every command of ${page} works`, { timeout: 300_000 }, (t) => {
    const node = nodeUnderTest();
    if (!node.dataDirectory) {
      t.skip('needs a node of its own, and FERRULE_URL names another');
      return;
    }
    const found = commands(page);
    assert.ok(found.length >= 3, `expected commands in ${page}, found ${found.length}`);
    for (const block of found) {
      const script = block.replaceAll('http://127.0.0.1:8080', node.url);
      const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: HOME,
        encoding: 'utf8',
        timeout: COMMAND_MILLIS,
        env: { ...process.env, FERRULE_URL: node.url, FERRULE_DATA_DIRECTORY: node.dataDirectory },
      });
      assert.equal(status, 0, `${block}\n${stdout}\n${stderr}`);
      assert.doesNotMatch(stdout, /"code":"|"result":"failed"/u, `${block}\n${stdout}`);
    }
  });
}
